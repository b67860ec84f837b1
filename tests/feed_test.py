#!/usr/bin/env python3
"""Feeds and sitemaps by their specifications: RSS 2.0, Atom 1.0 (RFC 4287), sitemaps.org 0.9; of the sample portal and of one with
hostile texts; they say the same on any day, lead to pages that are there, and are absent where no address is known.
"""
import datetime
import email.utils
import os
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
ATOM, MAP, DC = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://purl.org/dc/elements/1.1/}"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00")
RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0700")
W3C = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?\+07:00)?")
LIGHT = 100_000
HOSTILE = ["Lãi < 5% & > 3%", "]]> <![CDATA[ &amp; &#0; <!-- x --", "\"Ngoặc\" 'đơn' “kép”", "🎉 Chữ Việt đ Ự 👩🏽", "</title></item><script>alert(1)</script>",
           "%00 {{ page }} \\n ${x}"]
# What XML 1.0 does not know, as YAML writes it, so that it comes in.
ESCAPED, ESCAPED_READS = '"Không phải \\uFFFE\\uFFFF ký tự"', "Không phải  ký tự"


def say(name, fault):
    print(f"not ok {name}\n  " + fault.strip().replace("\n", "\n  ") if fault else f"ok {name}", flush=True)
    return bool(fault)


def build(content, out, *more, date="2026-11-21", theme="words"):
    themes = ROOT / ("themes" if theme == "chuan" else "tests/themes")
    done = subprocess.run([CCHC, "build", str(content), "-o", str(out), "--plugins", str(ROOT / "plugins"), "--themes", str(themes), "--theme", theme,
                           "--date", date, *more], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Path(out)


def write(folder, files):
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def portal(base="https://xamau.gov.vn/cchc/", more=""):
    address = f"địa chỉ gốc: {base}\n" if base else ""
    return {"portal.yaml": f"tên chính thức: Xã <Mẫu> & «Thử»\nthư điện tử: vanphong@xamau.gov.vn\n{address}{more}",
            "tin/_muc.md": "---\ntiêu đề: Tin & tức\nloại nội dung: tin bài\n---\n"}


def article(number, title="Bài", more=""):
    return {f"tin/bai-{number:05}.md": f"---\ntiêu đề: {title}\nngày đăng: {1 + number % 28}/02/2026\nnội dung CCHC: cải cách thể chế\n{more}---\nĐoạn {number}.\n"}


def texts(element, path):
    return [found.text or "" for found in element.findall(path)]


def need(element, *paths):
    for path in paths:
        found = texts(element, path)
        if len(found) != 1 or not found[0].strip():
            return f"<{element.tag}> has {len(found)} <{path}>, or an empty one"
    return ""


def distinct(ids, base):
    if len(set(ids)) != len(ids):
        return "two entries have one id"
    return next((f"the id {one} is not an address below {base}" for one in ids if not one.startswith(base)), "")


def is_date(text):
    return bool(RFC822.fullmatch(text)) and email.utils.format_datetime(email.utils.parsedate_to_datetime(text)) == text


def rss_fault(path, base):
    root = ET.parse(path).getroot()
    channel, items = root.find("channel"), root.findall("channel/item")
    if root.tag != "rss" or root.get("version") != "2.0" or len(root) != 1 or not items:
        return "no RSS 2.0 with a channel and items"
    own = channel.find(ATOM + "link")
    if own is None or own.get("rel") != "self" or own.get("href") != base + path.relative_to(path.parents[len(path.parts) - 1 - path.parts.index("nguon-tin")]).as_posix():
        return "no atom:link to the feed itself"
    if not re.fullmatch(r"\S+@\S+ \(.+\)", channel.findtext("managingEditor") or "x@x (none)"):
        return "managingEditor is no address with a name"
    dates = texts(channel, "item/pubDate") + texts(channel, "lastBuildDate")
    return (need(channel, "title", "link", "description", "language", "lastBuildDate")
            or next(filter(None, (need(item, "title", "link", "guid", "pubDate") for item in items)), "")
            or next((f"{text!r} is no date of RFC 822" for text in dates if not is_date(text)), "")
            or distinct(texts(channel, "item/guid"), base))


def atom_fault(path, base):
    root = ET.parse(path).getroot()
    entries = root.findall(ATOM + "entry")
    if root.tag != ATOM + "feed" or not entries:
        return "no Atom feed with entries"
    links = {(link.get("rel"), link.get("type")): link.get("href") for link in root.findall(ATOM + "link")}
    if not links.get(("self", "application/atom+xml"), "").endswith(path.name) or not links.get(("alternate", "text/html"), "").startswith(base):
        return f"links of the feed: {links}"
    for entry in entries:
        if [link.get("href") for link in entry.findall(ATOM + "link")] != texts(entry, ATOM + "id"):
            return "an entry's link is not its id"
        if any(not category.get("term") for category in entry.findall(ATOM + "category")):
            return "a category without a term"
        if not texts(entry, f"{ATOM}published")[0] <= texts(entry, f"{ATOM}updated")[0] <= root.findtext(f"{ATOM}updated"):
            return "published, updated and the feed's updated are not in order"
    stamps = [e.text for e in root.iter() if e.tag in (ATOM + "updated", ATOM + "published")]
    for stamp in stamps:
        if not STAMP.fullmatch(stamp) or not datetime.datetime.fromisoformat(stamp):
            return f"{stamp!r} is no date of RFC 3339"
    return (need(root, ATOM + "id", ATOM + "title", ATOM + "updated", f"{ATOM}author/{ATOM}name")
            or next(filter(None, (need(e, ATOM + "id", ATOM + "title", ATOM + "updated") for e in entries)), "")
            or distinct(texts(root, f"{ATOM}entry/{ATOM}id"), base))


def locations(path):
    return texts(ET.parse(path).getroot(), f"{MAP}url/{MAP}loc")


def map_fault(site, base):
    """Each address is that of a page; each page is there but for those that only lead on, list on, or are an error."""
    root = ET.parse(site / "sitemap.xml").getroot()
    listed = [urllib.parse.unquote(loc[len(base):]) for loc in locations(site / "sitemap.xml") if loc.startswith(base)]
    pages = {str(p.relative_to(site)) for p in site.rglob("*.html")}
    left_out = {p for p in pages if p == "404.html" or p.startswith("tu-khoa/") or re.search(r"(^|/)trang-\d+\.html$", p)
                or re.match(r"niem-yet/(?!index)|danh-muc/.*/", p)  # added with listed = false: they repeat other pages
                or 'http-equiv="refresh"' in (site / p).read_text(encoding="utf-8")}
    if root.tag != MAP + "urlset" or len(listed) != len(root) or len(set(listed)) != len(listed):
        return "no urlset with distinct addresses below the portal's"
    wrong = [text for text in texts(root, f"{MAP}url/{MAP}lastmod") if not W3C.fullmatch(text)]
    if wrong:
        return f"{wrong[0]!r} is no date of W3C"
    return "" if set(listed) == pages - left_out else f"listed or not: {sorted(set(listed) ^ (pages - left_out))[:5]}"


def page_fault(site):
    page = (site / "so-do-trang.html").read_text(encoding="utf-8")
    links = [urllib.parse.unquote(to) for to in re.findall(r'href="([^":#]+)"', page)]
    lost = [to for to in links if not (site / to).is_file()]
    if lost:
        return f"leads to what is not there: {lost[:3]}"
    return "" if len(page.encode()) < LIGHT else f"{len(page.encode())} bytes"


def feed_faults(site, base):
    for path in sorted((site / "nguon-tin").rglob("*.xml")):
        fault = rss_fault(path, base) if path.name == "rss.xml" else atom_fault(path, base)
        if fault:
            return f"{path.relative_to(site)}: {fault}"
    return "" if (site / "nguon-tin/rss.xml").is_file() and (site / "nguon-tin/atom.xml").is_file() else "there are no feeds"


def sample(temp):
    base = re.search(r"^địa chỉ gốc: (\S+)$", (ROOT / "content/portal.yaml").read_text(encoding="utf-8"), re.M)[1]
    site = build(ROOT / "content", temp / "sample", theme="chuan")
    home = (site / "tin-tuc/index.html").read_text(encoding="utf-8")
    yield "sample portal: feeds", feed_faults(site, base)
    yield "sample portal: sitemap.xml", map_fault(site, base)
    yield "sample portal: page", page_fault(site)
    yield "sample portal: the theme leads to both", "" if all(
        f'href="../{to}"' in home for to in ("nguon-tin/atom.xml", "nguon-tin/rss.xml", "so-do-trang.html")) else "no link"


def hostile(temp):
    files = portal(more="phần mở rộng:\n  feed:\n    chuyên mục: tin\n")
    for i, quoted in enumerate([ESCAPED] + ["'" + title.replace("'", "''") + "'" for title in HOSTILE]):
        files |= article(i, quoted, f"tóm tắt: {quoted}\ntác giả: {quoted}\ntừ khóa: [{quoted}]\n")
    base = "https://xamau.gov.vn/cchc/"
    site = build(write(temp / "hostile", files), temp / "hostile-site")
    want = {ESCAPED_READS, *HOSTILE}
    rss, atom = (ET.parse(site / f"nguon-tin/tin/{name}.xml").getroot() for name in ("rss", "atom"))
    got = [texts(rss, "channel/item/title"), texts(atom, f"{ATOM}entry/{ATOM}title"), texts(atom, f"{ATOM}entry/{ATOM}summary"),
           texts(rss, f"channel/item/{DC}creator"), texts(atom, f"{ATOM}entry/{ATOM}author/{ATOM}name")]
    terms = {c.get("term") for c in atom.iter(ATOM + "category")} - {"cải cách thể chế"}
    unlike = [sorted(want ^ set(found))[:2] for found in [*got, terms] if set(found) != want]
    yield "hostile texts: valid", feed_faults(site, base) or map_fault(site, base) or page_fault(site)
    yield "hostile texts: come through as written", f"{unlike}" if unlike else ""
    yield "hostile texts: a description of RSS is no markup", "" if all("<" not in text for text in texts(rss, "channel/item/description")) else "it is"


def days(temp):
    """What depends on pages only says the same on the next day, and whatever the number of workers."""
    content = write(temp / "days", portal() | article(1) | article(2, more="ngày cập nhật: 01/3/2026 08:15\n"))
    sites = [build(content, temp / f"days-{date}{jobs}", "-j", jobs, date=date) for date, jobs in (("2026-03-05", "1"), ("2027-01-01", "8"))]
    for name in ("nguon-tin/rss.xml", "nguon-tin/atom.xml", "sitemap.xml"):
        first, other = ((site / name).read_bytes() for site in sites)
        yield f"another day: {name}", "" if first == other else "the bytes differ"
    yield "updated is the newest change", "" if b"<updated>2026-03-01T08:15:00+07:00</updated>\n<link" in (sites[0] / "nguon-tin/atom.xml").read_bytes() else "it is not"


def addresses(temp):
    content = write(temp / "addresses", portal(base="") | article(1))
    site = build(content, temp / "nowhere")
    made = sorted(str(p.relative_to(site)) for p in site.rglob("*") if p.suffix in (".xml", ".txt"))
    yield "no address: no feed, no sitemap.xml, but the page", f"{made}" if made or not (site / "so-do-trang.html").is_file() else page_fault(site)
    for base, robots in (("https://xamau.gov.vn/", True), ("https://xamau.gov.vn", True), ("https://xamau.gov.vn/a/b", False)):
        site = build(content, temp / "somewhere", "--base-url", base)
        base = base.rstrip("/") + "/"
        said = (site / "robots.txt").read_text(encoding="utf-8") if (site / "robots.txt").exists() else ""
        right = f"Sitemap: {base}sitemap.xml" in said.splitlines() if robots else not said
        yield f"at {base}", feed_faults(site, base) or map_fault(site, base) or ("" if right else f"robots.txt: {said!r}")


def many(temp):
    files = portal() | {"huong-dan/_muc.md": "---\ntiêu đề: Hướng dẫn\n---\n"}
    for i in range(1500):
        files |= article(i, f"Bài viết số {i} có tiêu đề dài như tiêu đề thật của một bài")
        files[f"huong-dan/trang-{i}-x.md"] = f"---\ntiêu đề: Hướng dẫn số {i} có tiêu đề dài như thật\n---\n"
    site = build(write(temp / "many", files), temp / "many-site")
    newest = texts(ET.parse(site / "nguon-tin/rss.xml").getroot(), "channel/item/pubDate")
    yield "3,000 pages: all in sitemap.xml", map_fault(site, "https://xamau.gov.vn/cchc/")
    yield "3,000 pages: the page is light", page_fault(site)
    yield "3,000 pages: the feed has the 20 newest", "" if len(newest) == 20 and set(newest) == {"Sat, 28 Feb 2026 00:00:00 +0700"} else f"{newest}"


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as temp:
        for group in (sample, hostile, days, addresses, many):
            try:
                failed += sum([say(name, fault) for name, fault in group(Path(temp))])
            except (RuntimeError, OSError, ET.ParseError) as error:
                failed += say(group.__name__, str(error))
    return failed > 0


sys.exit(main())
