#!/usr/bin/env python3
"""Long lists in parts of 20: every page stands in them once and in order, parts lead to each other, and the list of parts
shows the first, the last and those near, with gaps between; for columns and for tags, and on both sides of each limit.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
PART = 20
NEAR = 2


def site(temp, count):
    """A column of `count` pages that share a tag."""
    content = Path(temp) / f"{count}"
    (content / "tin").mkdir(parents=True)
    (content / "portal.yaml").write_text("tên chính thức: Ủy ban nhân dân xã Mẫu\n", encoding="utf-8")
    (content / "tin/_muc.md").write_text("---\ntiêu đề: Tin\n---\n", encoding="utf-8")
    for i in range(1, count + 1):
        (content / f"tin/bai-{i}.md").write_text(f"---\ntiêu đề: Bài\nthứ tự: {i}\ntừ khóa: Chung\n---\n", encoding="utf-8")
    out = Path(temp) / f"{count}-site"
    done = subprocess.run([CCHC, "build", str(content), "-o", str(out), "--date", "2026-03-05", "--themes", str(ROOT / "tests/themes"), "--theme", "words",
                           "--plugins", str(ROOT / "plugins")], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return out


def window(number, total):
    """What the list of parts says: "1 … 4 5 [6] 7 8 … 20"."""
    shown = [i for i in range(1, total + 1) if i in (1, total) or abs(i - number) <= NEAR]
    words = []
    for before, i in zip([0, *shown], shown):
        words += ["…"] * (i > before + 1) + [f"[{i}]" if i == number else str(i)]
    return " ".join(words)


def part_fault(out, name, number, total, count, items):
    """`name`: the path of a part by its number."""
    path = out / name(number)
    if not path.is_file():
        return f"{name(number)} is not there"
    text = path.read_text(encoding="utf-8")
    said = re.search(r"<p>Phần (\d+)/(\d+), (\d+) mục: (.*?)\.(?: <a href=\"([^\"]*)\">Trước</a>)?(?: <a href=\"([^\"]*)\">Sau</a>)?</p>", text)
    if not said or (int(said[1]), int(said[2]), int(said[3])) != (number, total, count):
        return f"{name(number)}: {said and said[0]}"
    if re.sub(r"<[^>]*>", "", said[4]) != window(number, total):
        return f"{name(number)}: {said[4]}, not {window(number, total)}"
    ways = [(int(n), href) for href, n in re.findall(r'<a href="([^"]*)">(\d+)</a>', said[4])]
    ways += [(number - 1, said[5])] * (number > 1) + [(number + 1, said[6])] * (number < total)
    for to, href in ways:
        if not href or os.path.normpath(path.parent / href) != str(out / name(to)):
            return f"{name(number)}: the way to part {to} is {href}"
    if (said[5] is None) != (number == 1) or (said[6] is None) != (number == total):
        return f"{name(number)}: Trước {said[5]}, Sau {said[6]}"
    items += [int(n) for n in re.findall(r'<li><a href="[^"]*bai-(\d+)\.html">', text)]
    return ""


def list_fault(out, name, count, order):
    total, items = max(1, -(-count // PART)), []
    for number in range(1, total + 1):
        fault = part_fault(out, name, number, total, count, items)
        if fault:
            return fault
    if items != order:
        return f"the items are {items[:30]}…"
    return f"{name(total + 1)} is there" if (out / name(total + 1)).exists() else ""


def main():
    failed = False
    with tempfile.TemporaryDirectory() as temp:
        for count in (0, 1, 20, 21, 100, 101, 120, 401):
            out = site(temp, count)
            faults = [list_fault(out, lambda n: "tin/index.html" if n == 1 else f"tin/trang-{n}.html", count, list(range(1, count + 1)))]
            if count:
                newest = sorted(range(1, count + 1), key=lambda i: f"bai-{i}.html")
                faults.append(list_fault(out, lambda n: "tu-khoa/chung.html" if n == 1 else f"tu-khoa/chung/trang-{n}.html", count, newest))
            fault = "\n  ".join(f for f in faults if f)
            print(f"not ok paging: {count} pages\n  {fault}" if fault else f"ok paging: {count} pages", flush=True)
            failed |= bool(fault)
    return 1 if failed else 0


sys.exit(main())
