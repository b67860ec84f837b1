#!/usr/bin/env python3
"""Every link of the built sample portal leads somewhere: pages, anchors, files, style sheets, scripts, feeds, sitemap."""
import os
import re
import subprocess
import sys
import tempfile
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
BASE = "https://xamau.tinhmau.gov.vn/cai-cach-hanh-chinh/"


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.ids = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.add(value)
            if name in ("href", "src", "action", "poster") and value is not None:
                self.links.append(value)


def target(page, link):
    """The path below the section's home that a link leads to, and its fragment; None where it leads elsewhere."""
    full = urlsplit(urljoin(BASE + page, link))
    if not full.geturl().startswith(BASE):
        return None
    return unquote(full.path[len(urlsplit(BASE).path):]), unquote(full.fragment)


def lost_links(site):
    pages = {str(p.relative_to(site)): Page(p.read_text(encoding="utf-8")) for p in sorted(site.rglob("*.html"))}
    files = {str(p.relative_to(site)) for p in site.rglob("*") if p.is_file()}
    for name, page in pages.items():
        for link in page.links:
            if re.match(r"(mailto|tel|data):", link):
                continue
            found = target(name, link)
            if not found:
                if urlsplit(link).scheme not in ("http", "https"):
                    yield f"{name}: «{link}» leads out of the section"
                continue
            path, fragment = found
            path = path or "index.html"
            if path not in files:
                yield f"{name}: «{link}» leads to nothing"
            elif fragment and path in pages and fragment not in pages[path].ids:
                yield f"{name}: «{link}» leads to no anchor"


def lost_urls(site):
    """Full addresses in the files that other programs read."""
    files = {str(p.relative_to(site)) for p in site.rglob("*") if p.is_file()}
    for name in sorted(files):
        if name.rsplit(".", 1)[-1] in ("xml", "json", "csv", "txt"):
            for url in re.findall(re.escape(BASE) + r"[^\s\"'<>;,]*", unescape((site / name).read_text(encoding="utf-8"))):
                path = unquote(urlsplit(url).path[len(urlsplit(BASE).path):]) or "index.html"
                if path not in files:
                    yield f"{name}: {url} leads to nothing"


def main():
    with tempfile.TemporaryDirectory() as temp:
        site = Path(temp) / "site"
        done = subprocess.run([CCHC, "build", "content", "-o", site, "-q", "--base-url", BASE, "--date", "2026-11-21"], cwd=ROOT, capture_output=True, text=True,
                              check=False)
        cases = {"builds": [done.stderr] if done.returncode else [], "links of pages": list(lost_links(site)), "addresses in data": list(lost_urls(site))}
    for name, lost in cases.items():
        print(f"not ok links: {name}" if lost else f"ok links: {name}", *("  " + line for line in lost[:30]), sep="\n")
    return any(cases.values())


if __name__ == "__main__":
    sys.exit(main())
