#!/usr/bin/env python3
"""Builds the same pages with the floor program, with cchc and with Hugo where it is installed, side by side.

usage: make bench, or N="1000 10000" ROUNDS=5 make bench
CPU is user and system time of all processes, the median of the rounds, which take turns; memory is the highest sum of
PSS, sampled in a round of its own so that sampling costs the others nothing.
"""
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = (ROOT / os.environ.get("BUILD", "build")).resolve()
SIZES = [int(n) for n in os.environ.get("N", "1000 10000").split()]
ROUNDS = int(os.environ.get("ROUNDS", "5"))
WORKERS = len(os.sched_getaffinity(0))
SAMPLE_SECONDS = 0.02
CPU_TARGET, GROWTH_TARGET, PSS_TARGET = 2.7, 11, 300
MADE = ("nguon-tin/rss.xml", "nguon-tin/atom.xml", "sitemap.xml", "so-do-trang.html")
HUGO_CONFIG = 'baseURL = "https://example.vn/"\ntitle = "Cải cách hành chính"\nuglyURLs = true\n'
# One feed of the newest 20 pages, as cchc makes it, and a sitemap; Hugo's own would be a feed for each column and tag too.
HUGO_TABLES = ('[taxonomies]\ntag = "tags"\n[services.rss]\nlimit = 20\n'
               '[outputs]\nhome = ["html", "rss"]\nsection = ["html"]\ntaxonomy = ["html"]\nterm = ["html"]\n')


class Contender:
    """One way to build; `fresh` ones start from an empty folder."""

    def __init__(self, name, command, out, fresh=True, stdin=None):
        self.name, self.command, self.out, self.fresh, self.stdin = name, command, out, fresh, stdin
        self.cpu, self.wall, self.pss = [], [], 0

    def start(self):
        if self.fresh:
            shutil.rmtree(self.out, ignore_errors=True)
        self.out.parent.mkdir(exist_ok=True)
        self.log = tempfile.TemporaryFile()
        stdin = open(self.stdin, "rb") if self.stdin else subprocess.DEVNULL
        process = subprocess.Popen(self.command, stdin=stdin, stdout=self.log, stderr=self.log, start_new_session=True)
        if self.stdin:
            stdin.close()
        return process

    def ended(self, process, status):
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            self.log.seek(0)
            sys.exit(f"{self.name} ended with {process.returncode}:\n{self.log.read().decode()[-4000:]}")

    def time(self):
        begin = time.monotonic()
        process = self.start()
        _, status, usage = os.wait4(process.pid, 0)
        self.wall.append(time.monotonic() - begin)
        self.ended(process, status)
        self.cpu.append(usage.ru_utime + usage.ru_stime)

    def measure_memory(self):
        process = self.start()
        while True:
            self.pss = max(self.pss, session_pss(process.pid))
            pid, status = os.waitpid(process.pid, os.WNOHANG)
            if pid:
                break
            time.sleep(SAMPLE_SECONDS)
        self.ended(process, status)

    def row(self, floor):
        files = [path for path in self.out.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / 1e6
        cpu = statistics.median(self.cpu)
        return (f"{self.name:28}{cpu:9.2f}{statistics.median(self.wall):9.2f}{self.pss / 1e6:9.0f}{len(files):9}{size:9.1f}"
                f"{cpu / floor:9.2f}")


def session_pss(session):
    """The proportional share of memory of all processes of a session, in bytes."""
    total = 0
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            stat = Path(entry.path, "stat").read_text()
            if int(stat.rpartition(")")[2].split()[3]) == session:
                pss = re.search(r"^Pss:\s+(\d+)", Path(entry.path, "smaps_rollup").read_text(), re.MULTILINE)
                total += int(pss[1]) * 1000 if pss else 0
        except (OSError, IndexError):
            continue
    return total


def build_floor():
    out = BUILD / "bench/floor"
    out.parent.mkdir(parents=True, exist_ok=True)
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libcmark-gfm"], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    subprocess.run(["cc", "-std=c11", "-D_GNU_SOURCE", "-O2", "-o", out, HERE / "floor.c", "-lcmark-gfm-extensions", *flags], check=True)
    return out


def corpus(count):
    """The pages, written anew: what changed in the sample portal changes them too."""
    out = BUILD / f"bench/corpus-{count}"
    shutil.rmtree(out, ignore_errors=True)
    subprocess.run([sys.executable, HERE / "corpus.py", out, str(count)], check=True)
    return out


def hugo_version():
    if not shutil.which("hugo"):
        return None
    said = subprocess.run(["hugo", "version"], stdout=subprocess.PIPE, text=True, check=True).stdout
    found = re.search(r"v(\d+)\.(\d+)\.(\d+)", said)
    return tuple(int(part) for part in found.groups()) if found else None


def hugo_site(pages, version):
    """The same pages as Hugo wants them: columns titled by _index.md, our layouts, flat files as ours."""
    site = pages.with_name(pages.name + "-hugo")
    shutil.rmtree(site, ignore_errors=True)
    (site / "content").mkdir(parents=True)
    for column in sorted(path for path in pages.iterdir() if path.is_dir()):
        folder = site / "content" / column.name
        folder.mkdir()
        title = re.search(r"^tiêu đề: (.*)$", (column / "_muc.md").read_text(encoding="utf-8"), re.MULTILINE)[1]
        (folder / "_index.md").write_text(f'---\ntitle: "{title}"\n---\n', encoding="utf-8")
        for page in column.glob("p*.md"):
            os.link(page, folder / page.name)
    shutil.copytree(HERE / "hugo/layouts", site / "layouts")
    before_128 = version < (0, 128, 0)
    config = HUGO_CONFIG + ("paginate = 20\n" if before_128 else "") + HUGO_TABLES + ("" if before_128 else "[pagination]\npagerSize = 20\n")
    (site / "hugo.toml").write_text(config, encoding="utf-8")
    return site


def contenders(pages, temp):
    listing = temp / "list"
    listing.write_text("".join(f"{path}\n" for path in sorted(pages.glob("*/p*.md"))), encoding="utf-8")
    cchc = [BUILD / "cchc", "build", pages, "-o", temp / "cchc/site", "--themes", HERE, "--theme", "theme", "--plugins", ROOT / "plugins",
            "--date", "2026-03-05", "--base-url", "https://example.vn/", "--quiet"]
    found = [Contender("floor", [build_floor(), pages, temp / "floor", str(WORKERS)], temp / "floor", stdin=listing),
             Contender("cchc first build", cchc, temp / "cchc/site"),
             Contender("cchc unchanged rebuild", cchc, temp / "cchc/site", fresh=False)]
    version = hugo_version()
    if version:
        command = ["hugo", "--source", hugo_site(pages, version), "--config", "hugo.toml", "--destination", temp / "hugo", "--cacheDir",
                   temp / "hugo-cache", "--noBuildLock", "--quiet"]
        found.append(Contender("hugo " + ".".join(map(str, version)), command, temp / "hugo"))
    return found


def check_made(out):
    """That feeds and sitemap are on is part of what is measured."""
    lost = [name for name in MADE if not (out / name).is_file()]
    if lost:
        sys.exit(f"cchc did not make {' '.join(lost)}")


def compare(count):
    shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    temp = Path(tempfile.mkdtemp(prefix="cchc-bench-", dir=shm))
    try:
        ways = contenders(corpus(count), temp)
        for _ in range(ROUNDS):
            for way in ways:
                way.time()
        for way in ways:
            way.measure_memory()
        check_made(ways[1].out)
        floor = statistics.median(ways[0].cpu)
        print(f"\n{count} pages, {ROUNDS} rounds, {WORKERS} processors, output {'on tmpfs' if shm else 'on disk'}")
        print(f"{'':28}{'CPU s':>9}{'wall s':>9}{'PSS MB':>9}{'files':>9}{'MB':>9}{'× floor':>9}")
        for way in ways:
            print(way.row(floor), flush=True)
        return ways
    finally:
        shutil.rmtree(temp, ignore_errors=True)


def verdict(name, value, target):
    print(f"{name}: {value:.2f} (at most {target}: {'reached' if value <= target else 'MISSED'})")


def main():
    results = {count: compare(count) for count in SIZES}
    floor, first = results[SIZES[-1]][:2]
    print()
    verdict(f"first build of {SIZES[-1]} pages, CPU × floor", statistics.median(first.cpu) / statistics.median(floor.cpu), CPU_TARGET)
    verdict(f"memory of {SIZES[-1]} pages, MB", first.pss / 1e6, PSS_TARGET)
    if len(SIZES) > 1:
        small = results[SIZES[0]][1]
        verdict(f"{SIZES[0]} → {SIZES[-1]} pages, CPU ×", statistics.median(first.cpu) / statistics.median(small.cpu), GROWTH_TARGET)


main()
