#!/usr/bin/env python3
"""Filters of plugins whose results are remembered: called once for equal values, whatever page asks; links in what they gave are right in
every folder; what cannot be compared is called each time; failures are told for each page that asked.
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
PLUGIN = """return { name = "nho", api = 1, filters = {
  x = { run = function(value, more)
    if value == "hỏng" then error("không tính được") end
    return html.tag("p", nil, html.link(url.path("tin/dich.html"), tostring(value) .. (more and " " .. tostring(more) or "")))
  end, once = %s },
} }
"""
PAGES = {f"{folder}bai-{i}.md": f"---\ntiêu đề: Bài {i}\n---\nChữ.\n" for folder in ("", "tin/", "tin/muc/") for i in range(4)}


def portal(temp, once, template):
    home = Path(tempfile.mkdtemp(dir=temp))
    files = {"content/portal.yaml": "tên chính thức: Xã Mẫu\n", "plugins/nho/plugin.lua": PLUGIN % once,
             "content/tin/_muc.md": "---\ntiêu đề: Tin\n---\n", "content/tin/muc/_muc.md": "---\ntiêu đề: Con\n---\n",
             "content/tin/dich.md": "---\ntiêu đề: Đích\n---\n", **{f"content/{name}": text for name, text in PAGES.items()}}
    shutil.copytree(ROOT / "tests/bench/theme", home / "themes/theme")
    shutil.copytree(ROOT / "plugins/trang", home / "plugins/trang")
    files["themes/theme/templates/page.html"] = '{% extends "base.html" %}{% block main %}<h1>{{ page.title }}</h1>' + template + "{% endblock %}"
    for path, text in files.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text, encoding="utf-8")
    return home


def build(home, *args):
    return subprocess.run([CCHC, "build", "content", "--theme", "theme", "--date", "2026-03-05", "--lang", "en", *args], cwd=home, capture_output=True,
                          text=True, timeout=300, check=False)


def calls(temp, once, template):
    """How often the filter was called by one worker."""
    done = build(portal(temp, once, template), "-j1", "--stats")
    found = re.search(r"ms +(\d+) × +plugin «nho», filter «x»", done.stderr)
    return (int(found[1]) if found else 0) if done.returncode == 0 else done.stderr[:300]


def tree(home):
    return {str(p.relative_to(home / "site")): p.read_bytes() for p in sorted((home / "site").rglob("*")) if p.is_file()}


def links(temp):
    """From pages in three folders; one worker and many give the same bytes."""
    wrong, trees = [], []
    for workers in ("-j1", "-j8"):
        home = portal(temp, "true", '{{ "chữ" | x }}{{ "chữ" | x(page.title) }}')
        done = build(home, workers)
        if done.returncode:
            return done.stderr.splitlines()
        trees.append(tree(home))
        for name, to in (("bai-0", "tin/dich.html"), ("tin/bai-1", "dich.html"), ("tin/muc/bai-2", "../dich.html")):
            page = (home / f"site/{name}.html").read_text(encoding="utf-8")
            for words in ("chữ", f"chữ Bài {name[-1]}"):
                if f'<p><a href="{to}">{words}</a></p>' not in page:
                    wrong.append(f"{name}: no link «{words}» to {to}")
    return wrong + ([] if trees[0] == trees[1] else ["-j1 and -j8 differ"])


def failures(temp):
    done = build(portal(temp, "true", '{{ "hỏng" | x }}'), "-j2")
    told = done.stderr.count("không tính được")
    return [] if done.returncode == 1 and told == len(PAGES) + 1 else [f"exit status {done.returncode}, told {told} times", done.stderr]


def main():
    total = len(PAGES) + 1
    with tempfile.TemporaryDirectory() as temp:
        cases = {
            "equal values: one call": (calls(temp, "true", '{{ "chữ" | x }}'), 1),
            "without once: a call each": (calls(temp, "false", '{{ "chữ" | x }}'), total),
            "other values are other calls": (calls(temp, "true", '{{ "chữ" | x(page.title) }}'), 5),
            "a list made on each page": (calls(temp, "true", '{{ "chữ" | x(["một", 2, page.none] | length) }}{{ "chữ" | x(["a"] | first) }}'), 2),
            "text and status, number and text differ": (calls(temp, "true", '{{ 1 | x }}{{ "1" | x }}{{ 1.5 | x }}{{ true | x }}{{ nil | x }}'), 5),
            "what leads to all pages is not compared": (calls(temp, "true", '{{ "chữ" | x(site.pages) }}'), total),
        }
        failed = 0
        for name, (got, want) in cases.items():
            failed += got != want
            print(f"{'ok' if got == want else 'not ok'} {name}" + ("" if got == want else f"\n  called {got}, not {want}"))
        for name, wrong in (("links are right in every folder", links(temp)), ("a failure is told on each page", failures(temp))):
            failed += bool(wrong)
            print("\n  ".join([f"{'not ok' if wrong else 'ok'} {name}", *wrong]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
