#!/usr/bin/env python3
"""No editor has to invent a value: each field of each kind may say "chờ xác minh", and the theme chuan shows such a page,
and one with nothing but what is required, in its lists too. Fields are read out of plugins/*/kinds as they are written.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
COMMON = ["title", "description", "updated", "unit", "tags", "correction", "related", "alias", "approver", "approved", "publish", "expires"]
PENDING = "chờ xác minh"


def fields_of(text):
    """name -> what its declaration says, of the kind's own fields."""
    part = re.search(r"^fields:\n(.*?)(?=^\S|\Z)", text, re.M | re.S)
    fields = {}
    for block in re.split(r"^  - ", part[1] if part else "", flags=re.M)[1:]:
        pairs = dict(re.findall(r"^(?:    )?([a-z]+): (.+)$", block, re.M))
        fields[pairs["name"]] = pairs
    return fields


def needed(fields, number):
    """The least that a page says; what makes it one of its kind differs from page to page."""
    page = {"title": f"Mục số {number}"}
    for name, field in fields.items():
        if name != "title" and field.get("need") in ("required", "status"):
            page[name] = field["example"].strip('"')
    if "code" in page:
        page["code"] = f"1.{number:06}"
    if "number" in page:
        page["number"] = f"{number}/KH-UBND"
    return page


def write_kind(content, kind, fields):
    folder = content / f"thu-{kind}"
    folder.mkdir()
    (folder / "_muc.md").write_text(f"---\ntiêu đề: {kind}\nloại nội dung: {kind}\n---\n", encoding="utf-8")
    pages = {"du": {}} | {name: {name: PENDING} for name in dict.fromkeys(COMMON + list(fields))}
    for number, (name, more) in enumerate(pages.items(), 700000):
        page = needed(fields, number) | more
        text = "".join(f"{key}: {value}\n" for key, value in page.items())
        (folder / f"{name.replace('.', '-')}.md").write_text(f"---\n{text}---\nNội dung.\n", encoding="utf-8")
    return len(pages)


def say(name, fault):
    print(f"not ok pending: {name}\n  " + fault.strip().replace("\n", "\n  ") if fault else f"ok pending: {name}", flush=True)
    return bool(fault)


def main():
    failed = False
    for path in sorted((ROOT / "plugins").glob("*/kinds/*.yaml")):
        text = path.read_text(encoding="utf-8")
        if re.search(r"^record: true", text, re.M):
            continue
        kind, fields = path.stem, fields_of(text)
        with tempfile.TemporaryDirectory() as temp:
            content, out = Path(temp) / "content", Path(temp) / "site"
            shutil.copytree(ROOT / "content", content)
            count = write_kind(content, kind, fields)
            done = subprocess.run([CCHC, "build", str(content), "-o", str(out), "--themes", str(ROOT / "themes"), "--theme", "chuan", "--plugins", str(ROOT / "plugins"),
                                   "--date", "2026-11-21", "--quiet"], capture_output=True, text=True, check=False)
            fault = done.stderr if done.returncode else ""
            if not fault and len(list((out / f"thu-{kind}").glob("*.html"))) < count:
                fault = "not all pages are there"
            failed |= say(f"{kind}: {count} pages", fault or ("" if fields else "no fields were found"))
    return 1 if failed else 0


sys.exit(main())
