#!/usr/bin/env python3
"""The sample portal is complete enough to show what the program can do, and is clean: no warning, all text in NFC."""
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
CONTENT = ROOT / "content"
# Column -> how many published pages at the least.
LEAST = {"tin-tuc": 12, "thu-tuc": 15, "hoi-dap": 8, "van-ban": 8, "don-vi": 6, "su-kien": 4}


def pages(site, column):
    found = [p for p in (site / column).rglob("*.html") if p.name != "index.html" and not re.fullmatch(r"trang-\d+\.html", p.name)]
    return [p for p in found if 'http-equiv="refresh"' not in p.read_text(encoding="utf-8")]


def values(column, label):
    """What the pages of a column write behind a key."""
    found = set()
    for path in (CONTENT / column).rglob("*.md"):
        match = re.search(rf"^{label}\s*:\s*(.+)$", path.read_text(encoding="utf-8"), re.M | re.I)
        if match:
            found.add(match[1].strip())
    return found


def main():
    failed = False

    def report(name, fault):
        nonlocal failed
        failed = failed or bool(fault)
        print(f"not ok {name}\n  {fault}" if fault else f"ok {name}")

    with tempfile.TemporaryDirectory() as temp:
        site = Path(temp) / "site"
        done = subprocess.run([CCHC, "build", str(CONTENT), "-o", str(site), "--date", "2026-11-21", "--json"],
                              capture_output=True, text=True, check=False)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        wrong = [row for row in rows if row["level"] != "note"]
        report("sample: builds without a warning", str(wrong or done.stderr) if wrong or done.returncode else "")
        for column, least in LEAST.items():
            count = len(pages(site, column))
            report(f"sample: {column} has at least {least} pages", "" if count >= least else f"only {count}")
    fields = values("thu-tuc", "lĩnh vực")
    report("sample: procedures in at least five fields", "" if len(fields) >= 5 else str(fields))
    states = values("hoi-dap", "tình trạng")
    report("sample: questions in different states", "" if len(states) >= 4 else str(states))
    loose = [str(p.relative_to(ROOT)) for folder in ("content", "plugins", "themes", "generator", "README.md")
             for p in ([ROOT / folder] if (ROOT / folder).is_file() else sorted((ROOT / folder).rglob("*")))
             if p.is_file() and p.suffix in {".md", ".yaml", ".csv", ".html", ".c", ".h", ".css"}
             and not unicodedata.is_normalized("NFC", p.read_text(encoding="utf-8"))]
    report("sample: all text is in NFC", ", ".join(loose))
    sys.exit(failed)


if __name__ == "__main__":
    main()
