#!/usr/bin/env python3
"""What procedures cost in full: 5,000 of them, made from the 588 real records under codes of their own, with tables, print sheets and QR, beside
5,000 plain pages with the same bodies and as many bytes.

usage: make bench-procedures, or ROUNDS=3 PAGES=5000 make bench-procedures; needs ../shared
"""
import gzip
import itertools
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from plugins import CCHC, ROOT, run, write

RECORDS = ROOT.parent / "shared/data/procedures/tthc_capxa.jsonl"
ROUNDS, PAGES = (int(os.environ.get(name, default)) for name, default in (("ROUNDS", "3"), ("PAGES", "5000")))
CPU_TARGET, ROWS, ROWS_TARGET = 4.0, 300, 100_000
PORTAL = "tên chính thức: Ủy ban nhân dân xã Mẫu\nđịa chỉ gốc: https://xamau.gov.vn/cchc/\n"
COLUMN = "---\ntiêu đề: {}\nloại nội dung: {}\n---\n"


def imported(temp):
    """The Markdown of the 588, and the records they need."""
    out = temp / "nhap"
    done = subprocess.run([CCHC, "import", "thu-tuc", RECORDS, "-o", out, "-q", "--plugins", ROOT / "plugins"], capture_output=True, text=True, check=False)
    pages = [p.read_text(encoding="utf-8") for p in sorted(out.rglob("*.md")) if p.name != "_muc.md"]
    if len(pages) < 500:
        sys.exit(f"the import gave {len(pages)} pages:\n{done.stderr[-2000:]}")
    records = {f"content/du-lieu/{p.name}": p.read_text(encoding="utf-8-sig") for p in (out / "du-lieu").iterdir()}
    return pages, records


def portals(temp):
    pages, records = imported(temp)
    plain = {"content/portal.yaml": PORTAL, "content/trang/_muc.md": COLUMN.format("Trang", "trang")}
    full = {"content/portal.yaml": PORTAL, "content/trang/_muc.md": COLUMN.format("Thủ tục", "thủ tục"), **records}
    full["content/danh-muc.md"] = "---\ntiêu đề: Danh mục\n---\n```{danh-muc-thu-tuc}\nnhóm theo: lĩnh vực\n```\n"
    for i, page in zip(range(PAGES), itertools.cycle(pages)):
        front, body = page.split("---\n", 2)[1:]
        title = re.search(r"^(tên|tên thủ tục|tiêu đề): (.*)$", front, re.M)[2]
        front = re.sub(r"^(mã|mã thủ tục):.*$", f"mã: 9.{i:06}", front, flags=re.M)
        full[f"content/trang/trang-{i:04}.md"] = f"---\n{front}---\n{body}"
        filler = ("chữ " * (len(front.encode()) // 5)).strip()
        plain[f"content/trang/trang-{i:04}.md"] = f"---\ntiêu đề: {title}\n---\n{body}\n{filler}\n"
    return [write(temp / name, files) for name, files in (("plain", plain), ("full", full))]


def table_size(folder):
    """Bytes, compressed, of a page with a table of ROWS procedures."""
    kept = sorted((folder / "content/trang").glob("trang-*.md"))
    for page in kept[ROWS:]:
        page.unlink()
    run(folder, "--plugins", ROOT / "plugins")
    return len(gzip.compress((folder / "site/danh-muc.html").read_bytes(), 6))


def main():
    if not RECORDS.exists():
        sys.exit("the records of ../shared are not here")
    temp = Path(tempfile.mkdtemp(prefix="cchc-bench-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
    try:
        folders, cpu = portals(temp), [[], []]
        for _ in range(ROUNDS):
            for i, folder in enumerate(folders):
                cpu[i].append(run(folder, "--plugins", ROOT / "plugins")[0])
        plain, full = map(statistics.median, cpu)
        files = sum(1 for p in (folders[1] / "site").rglob("*") if p.is_file())
        print(f"{PAGES} plain pages: {plain:.2f} CPU s; as procedures, with tables, sheets and QR: {full:.2f}, {full / plain:.2f} × (target: {CPU_TARGET:g} ×), {files} files")
        size = table_size(folders[1])
        print(f"a page with a table of {ROWS} procedures: {size / 1000:.1f} KB compressed (target: {ROWS_TARGET / 1000:g} KB)")
        if PAGES >= 1000 and (full / plain > CPU_TARGET or size > ROWS_TARGET):
            sys.exit("over the target")
    finally:
        shutil.rmtree(temp)


if __name__ == "__main__":
    main()
