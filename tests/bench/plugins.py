#!/usr/bin/env python3
"""What plugins cost: entering and leaving a directive, and 588 procedures with their table beside as many plain pages.

usage: make bench-plugins, or ROUNDS=5 CALLS=20000 PAGES=588 make bench-plugins
The directive takes three arguments and returns a short text, so that what is measured is the way in and out. Procedures are the
sample portal's, repeated under codes of their own; the plain pages have the same bodies and as many bytes, and no fields.
"""
import itertools
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CCHC = (ROOT / os.environ.get("BUILD", "build")).resolve() / "cchc"
ROUNDS, CALLS, PAGES = (int(os.environ.get(name, default)) for name, default in (("ROUNDS", "5"), ("CALLS", "20000"), ("PAGES", "588")))
CALL_TARGET, TABLE_TARGET = 3.0, 2.0
PORTAL = "tên chính thức: Ủy ban nhân dân xã Mẫu\n"
# Print sheets, pages by field and agency, and open data are measured by procedures.py.
TABLE_ONLY = PORTAL + "phần mở rộng: {thu-tuc: {niêm yết: không, trang theo lĩnh vực: không, dữ liệu mở: không}}\n"
ECHO = """return { name = "bench", api = 1, directives = { echo = {
  args = { { "text", "text", label = "chữ" }, { "n", "int", label = "số" }, { "day", "date", label = "ngày" } },
  render = function(args) return args.text end } } }
"""
BLOCK = "```{echo}\nchữ: một\nsố: 2\nngày: 05/3/2026\n```\n\n"
TABLE = "---\ntiêu đề: Danh mục\n---\n```{danh-muc-thu-tuc}\n```\n"


def write(folder, files):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def run(folder, *args):
    """CPU seconds of all processes, and what was said."""
    shutil.rmtree(folder / "site", ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([CCHC, "build", "content", "-q", "--themes", ROOT / "themes", "--date", "2026-03-05", *args], cwd=folder, capture_output=True,
                          text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"the build ended with {done.returncode}:\n{done.stderr[-1000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stderr


def directive(temp):
    """Microseconds a call, by --stats."""
    folder = write(temp / "echo", {"content/portal.yaml": PORTAL, "plugins/bench/plugin.lua": ECHO,
                                   "content/bai.md": "---\ntiêu đề: Bài\n---\n" + BLOCK * CALLS})
    shutil.copytree(ROOT / "plugins/trang", folder / "plugins/trang")
    found = []
    for _ in range(ROUNDS):
        said = run(folder, "--stats", "--lang", "en")[1]
        ms, calls = re.search(r"([\d.]+) ms +(\d+) × +plugin «bench», directive", said).groups()
        assert int(calls) == CALLS
        found.append(float(ms) * 1000 / CALLS)
    print(f"a directive with 3 arguments, entered and left: {statistics.median(found):.2f} µs, median of {ROUNDS} "
          f"({CALLS} calls; aim: {CALL_TARGET:g} µs)")


def corpus():
    """Texts of the sample's procedures without their code, each in full."""
    pages = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "content/thu-tuc").rglob("*.md")) if p.name != "_muc.md"]
    return [p for p in pages if "## Cách thức thực hiện" in p and "thay thế" not in p.split("---")[1]]


def procedures(temp):
    plain, full = {"content/portal.yaml": TABLE_ONLY}, {"content/portal.yaml": TABLE_ONLY}
    plain["content/trang/_muc.md"] = "---\ntiêu đề: Trang\n---\n"
    full["content/trang/_muc.md"] = "---\ntiêu đề: Thủ tục\nloại nội dung: thủ tục\n---\n"
    full["content/danh-muc.md"] = TABLE
    full["content/du-lieu/field.yaml"] = (ROOT / "content/du-lieu/field.yaml").read_text(encoding="utf-8")
    for i, page in zip(range(PAGES), itertools.cycle(corpus())):
        front, body = page.split("---\n", 2)[1:]
        front = re.sub(r"^(mã|mã thủ tục):.*$", f"mã: 9.{i:06}", front, flags=re.M)
        front = re.sub(r"^(liên quan|đường dẫn cũ):.*\n([ -].*\n)*", "", front, flags=re.M)
        title = re.search(r"^(tên|tên thủ tục|tiêu đề): (.*)$", front, re.M)[2]
        body = re.sub(r"\]\([^)]*\)", "](https://example.vn/)", body)
        head = f"---\ntiêu đề: {title}\n---\n"
        full[f"content/trang/trang-{i:04}.md"] = f"---\n{front}---\n{body}"
        plain[f"content/trang/trang-{i:04}.md"] = head + body + "\n" + ("chữ " * (len(front.encode()) // 5)).strip() + "\n"
    folders = [write(temp / name, files) for name, files in (("plain", plain), ("full", full))]
    cpu = [[], []]
    for _ in range(ROUNDS):
        for i, folder in enumerate(folders):
            cpu[i].append(run(folder, "--plugins", ROOT / "plugins")[0])
    plain_cpu, full_cpu = map(statistics.median, cpu)
    ratio = statistics.median(b / a for a, b in zip(*cpu))  # of rounds: both sides of one saw the same machine
    print(f"{PAGES} plain pages: {plain_cpu:.3f} CPU s; as procedures, with their table: {full_cpu:.3f}, {ratio:.2f} × (target: {TABLE_TARGET:g} ×)")
    if PAGES >= 500 and ratio > TABLE_TARGET:
        sys.exit("over the target")


def main():
    temp = Path(tempfile.mkdtemp(prefix="cchc-bench-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
    try:
        directive(temp)
        procedures(temp)
    finally:
        shutil.rmtree(temp)


if __name__ == "__main__":
    main()
