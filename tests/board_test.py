#!/usr/bin/env python3
"""The notice board of the plugin thu-tuc: its sheets as files, their QR codes as a telephone reads them, and as paper out of a browser."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
BASE = "https://xamau.example.vn/cchc/"
PORTAL = """tên chính thức: Ủy ban nhân dân xã Mẫu
{base}giờ làm việc: [Thứ Hai đến thứ Sáu, 7 giờ 30 đến 17 giờ]
đường dây nóng:
  - {{tên: Hỏi thủ tục, số: 0225.000.0001}}
phần mở rộng:
  thu-tuc: {{{settings}}}
"""
FIELDS = "- {tên: Hộ tịch, tên gọi khác: [Tư pháp - hộ tịch], nơi tiếp nhận: Quầy số 1}\n- {tên: Đất đai, nơi tiếp nhận: Quầy số 2}\n"
COLUMN = "---\ntiêu đề: Thủ tục hành chính\nloại nội dung: procedure\n---\n"
HEAD = """---
tên: {title}
mã: {code}
lĩnh vực: {field}
mức độ: toàn trình
quyết định công bố: 163/QĐ-BTP ngày 28/02/2026
mức công khai: {detail}
{more}---
"""
BODY = """## Trình tự thực hiện

1. Nộp hồ sơ.
2. Nhận kết quả.

## Cách thức thực hiện

| Hình thức nộp | Thời hạn giải quyết | Phí, lệ phí |
|---|---|---|
| Trực tiếp | 01 ngày làm việc | Miễn phí |
| Trực tuyến | 01 ngày làm việc | 8.000 đồng/bản |

## Thành phần hồ sơ

{papers}
## Kết quả thực hiện

- Giấy khai sinh

## Yêu cầu, điều kiện

Không quy định

## Mẫu đơn, tờ khai

Không quy định

## Căn cứ pháp lý

| Số ký hiệu | Trích yếu |
|---|---|
| 60/2014/QH13 | Luật Hộ tịch |
"""
BIRTH, LONG, SOON, OVER = "1.001193", "1.004873", "1.009999", "1.000001"
LONG_TITLE = "Chuyển mục đích sử dụng đất, gia hạn sử dụng đất khi hết thời hạn sử dụng đất mà người sử dụng đất là cá nhân, cộng đồng dân cư"
NAMES = {BIRTH: "dang-ky-khai-sinh", LONG: "chuyen-muc-dich", SOON: "sap-co", OVER: "da-het"}
failed = 0


def say(ok, name, why=""):
    global failed
    failed += not ok
    print(("ok " if ok else "not ok ") + name + ("" if ok or not why else f": {why}"), flush=True)


def skip(name, why):
    print(f"skip {name}: {why}", flush=True)


def procedure(title, code, field, more="", papers=None):
    """A procedure with all its parts, or without `papers` one of the list only."""
    head = HEAD.format(title=title, code=code, field=field, more=more, detail="đầy đủ" if papers else "danh mục")
    if not papers:
        return head
    return head + BODY.format(papers="".join(f"- {name}; 01 bản chính\n" for name in papers) + "\n")


def pages():
    """One typical procedure, one that runs over a sheet, one still to come, one that has ended."""
    return {
        NAMES[BIRTH]: procedure("Đăng ký khai sinh", BIRTH, "Hộ tịch", "đối chiếu: 01/3/2026\n", ["Giấy chứng sinh", "Văn bản ủy quyền"]),
        NAMES[LONG]: procedure(LONG_TITLE, LONG, "Đất đai", "", [f"Giấy tờ thứ {n} của hồ sơ, bản sao có chứng thực" for n in range(1, 41)]),
        NAMES[SOON]: procedure("Thủ tục sắp có", SOON, "Hộ tịch", "có hiệu lực từ: 01/7/2026\n"),
        NAMES[OVER]: procedure("Thủ tục đã hết", OVER, "Hộ tịch", "hết hiệu lực: 01/01/2026\n"),
    }


class Board:
    """A small portal, built."""

    def __init__(self, temp, name, procedures, settings="", base=BASE, theme="chuan"):
        self.content, self.site = temp / name / "content", temp / name / "site"
        self.write("portal.yaml", PORTAL.format(base=f"địa chỉ gốc: {base}\n" if base else "", settings=settings))
        self.write("du-lieu/field.yaml", FIELDS)
        self.write("thu-tuc/_muc.md", COLUMN)
        for slug, text in procedures.items():
            self.write(f"thu-tuc/{slug}.md", text)
        for folder in ("plugins", "themes"):
            (temp / name / folder).symlink_to(ROOT / folder)
        done = subprocess.run([CCHC, "build", str(self.content), "-o", str(self.site), "--date", "2026-03-05", "--theme", theme], cwd=ROOT,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        self.status, self.said = done.returncode, done.stdout.decode("utf-8", "replace")

    def write(self, name, text):
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def files(self):
        return sorted(path.name for path in self.site.glob("niem-yet/*"))

    def html(self, name):
        path = self.site / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


def modules(svg):
    """The dark modules of a QR code out of its path of relative rectangles, and its width."""
    width = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    start = re.search(r'd="M(\d+) (\d+)', svg)
    x, y, dark = int(start[1]), int(start[2]), set()
    for dx, dy, run in re.findall(r"m(-?\d+) ?(-?\d+)h(\d+)v1h-\d+z", svg):
        x, y = x + int(dx), y + int(dy)
        dark.update((x + i, y) for i in range(int(run)))
    return dark, width


def read_code(temp, svg, scale=4):
    """What a QR code says, as zbarimg reads its picture."""
    dark, width = modules(svg)
    rows = [bytes(0 if (x // scale, y // scale) in dark else 255 for x in range(width * scale)) for y in range(width * scale)]
    picture = temp / "code.pgm"
    picture.write_bytes(b"P5 %d %d 255\n" % (width * scale, width * scale) + b"".join(rows))
    return zbar(picture)


def zbar(picture):
    done = subprocess.run(["zbarimg", "--raw", "--quiet", str(picture)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return done.stdout.decode("utf-8", "replace").split()


def check_files(temp):
    board = Board(temp, "all", pages())
    sheets = [f"{BIRTH}.html", f"{LONG}.html", f"{SOON}.html"]
    say(board.status == 0, "a portal with a notice board builds", board.said)
    say(board.files() == sorted(sheets + ["index.html", "linh-vuc-dat-dai.html", "linh-vuc-ho-tich.html", "tat-ca.html"]),
        "a sheet for each procedure in force or soon, one for each field, one page with all", str(board.files()))
    index = board.html("niem-yet/index.html")
    say(index and all(f'href="{name}"' in index for name in board.files() if name != "index.html"), "niem-yet/index.html leads to all of them")
    say(all(board.html(f"thu-tuc/{NAMES[code]}.html").count(f"../niem-yet/{code}.html") == (code != OVER) for code in NAMES),
        "a procedure's page leads to its sheet, that of one that has ended to none")
    sitemap = board.html("sitemap.xml")
    say("niem-yet/index.html" in sitemap and f"niem-yet/{BIRTH}" not in sitemap, "the sitemap lists the board, not its sheets")
    say('name="robots" content="noindex"' in board.html(f"niem-yet/{BIRTH}.html"), "search engines are not to list a sheet")
    every = board.html("niem-yet/tat-ca.html")
    say(every.count("niem-yet-foot") == 3 and len(set(re.findall(r' id="([^"]+)"', every))) == every.count(' id="'),
        "one page has all sheets, and no id twice")
    return board


def check_settings(temp):
    off = Board(temp, "off", pages(), "niêm yết: không")
    say(off.status == 0 and not off.files() and "niem-yet/" not in off.html(f"thu-tuc/{NAMES[BIRTH]}.html"), "a portal can do without the board", off.said)
    some = Board(temp, "some", pages(), "lĩnh vực niêm yết: [tư pháp - hộ tịch]")
    say(f"{BIRTH}.html" in some.files() and f"{LONG}.html" not in some.files(), "or with chosen fields, by any of their names", some.said)
    wrong = Board(temp, "wrong", pages(), "lĩnh vực niêm yết: [Đất đay]")
    say(wrong.status != 0 and "«Đất đay»" in wrong.said and "«Đất đai»" in wrong.said and "portal.yaml:" in wrong.said,
        "an unknown field is an error with the nearest name", wrong.said)
    full = Board(temp, "full", pages(), "nội dung tờ niêm yết: đầy đủ")
    sheet = full.html(f"niem-yet/{BIRTH}.html")
    say("Nhận kết quả." in sheet and "60/2014/QH13" in sheet, "a full sheet has the steps and the legal basis too", full.said)
    bare = Board(temp, "bare", pages(), base=None, theme="tran")
    sheet = bare.html(f"niem-yet/{BIRTH}.html")
    say("<svg" not in sheet and f"tìm mã {BIRTH} trên Cổng Dịch vụ công quốc gia" in sheet, "without an address there is no QR code but a plain hint", bare.said)


def check_many(temp):
    many = {f"thu-tuc-{n}": procedure(f"Thủ tục số {n}", f"2.{n:06}", "Hộ tịch") for n in range(1, 302)}
    many["dat"] = procedure("Thủ tục đất đai", "3.000001", "Đất đai")
    board = Board(temp, "many", many)
    names = [name for name in board.files() if name.startswith("tat-ca")]
    counts = [board.html(f"niem-yet/{name}").count("niem-yet-foot") for name in names]
    say(names == ["tat-ca-dat-dai.html", "tat-ca-ho-tich-2.html", "tat-ca-ho-tich.html"] and counts == [1, 1, 300],
        "more than 300 sheets are printed field by field, at most 300 at once", f"{names} {counts} {board.said}")


def check_codes(temp, board):
    name = "the QR code of each sheet says the address that is printed beside it"
    if not shutil.which("zbarimg"):
        return skip(name, "no zbarimg (package zbar-tools)")
    for code in (BIRTH, LONG, SOON):
        sheet, address = board.html(f"niem-yet/{code}.html"), f"{BASE}thu-tuc/{NAMES[code]}.html"
        read = read_code(temp, re.search(r"<svg.*?</svg>", sheet)[0])
        say(read == [address] and f'<p class="niem-yet-url">{address}</p>' in sheet, f"{name}: {code}", str(read))
    return None


class Paper:
    """A page of the site as PDF; `pages` are the words of each."""

    def __init__(self, temp, board, name):
        self.pdf = temp / "paper.pdf"
        self.pdf.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(prefix="cr-", dir=temp, ignore_cleanup_errors=True) as profile:
            subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                            "--disable-background-networking", "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}",
                            f"--print-to-pdf={self.pdf}", "--no-pdf-header-footer", (board.site / "niem-yet" / name).as_uri()],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=False)
        info = self.run("pdfinfo", "-f", "1", "-l", "999", str(self.pdf))
        self.sizes = [sorted((round(float(a)), round(float(b)))) for a, b in re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", info)]
        self.pages = [" ".join(page.split()) for page in self.run("pdftotext", "-layout", str(self.pdf), "-").split("\f")[:-1]]

    @staticmethod
    def run(*command):
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout.decode("utf-8", "replace")

    def is_a4(self):
        return bool(self.sizes) and all(size == [595, 842] for size in self.sizes)


def check_paper(temp, board):
    for tool, package in (("chromium", "chromium"), ("pdftotext", "poppler-utils")):
        if not shutil.which(tool):
            return skip("the sheets on paper", f"no {tool} (package {package})")
    one = Paper(temp, board, f"{BIRTH}.html")
    if not one.pages:
        return skip("the sheets on paper", "chromium prints nothing here")
    check_one(temp, one)
    check_long(Paper(temp, board, f"{LONG}.html"))
    check_all(Paper(temp, board, "tat-ca.html"))
    return None


def check_one(temp, paper):
    say(len(paper.pages) == 1 and paper.is_a4(), "a typical procedure takes one A4 page", f"{len(paper.pages)} pages, {paper.sizes}")
    address = f"{BASE}thu-tuc/{NAMES[BIRTH]}.html"
    wanted = ["Đăng ký khai sinh", BIRTH, "163/QĐ-BTP ngày 28/02/2026", "Cập nhật ngày 01/3/2026", "Giấy chứng sinh (01 bản chính)", "8.000 đồng/bản",
              "Quầy số 1", "7 giờ 30", "0225.000.0001", "Trang 1/1", address[:40]]
    missing = [words for words in wanted if words not in paper.pages[0]]
    say(not missing, "it says title, code, decision, day, papers, fee, place, hours, telephone and address", str(missing))
    say("Cách in" not in paper.pages[0], "what is for the screen is not printed")
    name = "its QR code is read off the paper"
    if not shutil.which("zbarimg"):
        skip(name, "no zbarimg (package zbar-tools)")
        return
    Paper.run("pdftoppm", "-r", "100", "-gray", "-singlefile", str(paper.pdf), str(temp / "paper"))
    say(zbar(temp / "paper.pgm") == [address], name)


def check_long(paper):
    say(len(paper.pages) > 1 and paper.is_a4(), "a long procedure runs over", f"{len(paper.pages)} pages")
    say(all("Chuyển mục đích sử dụng đất" in page and LONG in page for page in paper.pages), "its title and code stand on each page")
    say(all(f"Trang {n}/{len(paper.pages)}" in page for n, page in enumerate(paper.pages, 1)), "and which page it is")
    say("Giấy tờ thứ 40" in "".join(paper.pages) and "Cập nhật ngày 28/02/2026" in paper.pages[-1], "all its papers are there, the foot on the last page")


def check_all(paper):
    """Each sheet begins on a page of its own, fields before their procedures; no page is empty."""
    titles = ["Lĩnh vực Đất đai", LONG_TITLE[:40], "Lĩnh vực Hộ tịch", "Đăng ký khai sinh", "Thủ tục sắp có"]
    firsts = [next((n for n, page in enumerate(paper.pages) if title in page and ("Mã:" in page or "Lĩnh vực" in title)), -1) for title in titles]
    say(firsts[0] == 0 and firsts == sorted(set(firsts)), "on the page with all, each sheet begins on a page of its own, in order", str(firsts))
    say(paper.is_a4() and all(len(page) > 60 for page in paper.pages), "all is A4 and no page is empty", str([len(page) for page in paper.pages]))
    say(len(paper.pages) == firsts[-1] + 1, "the last page is that of the last sheet", str(len(paper.pages)))
    say("Chưa áp dụng. Có hiệu lực từ ngày 01/7/2026" in paper.pages[-1], "what is still to come is marked")
    say(not any("Thủ tục đã hết" in page for page in paper.pages), "what has ended is not on the board")


def main():
    temp = Path(tempfile.mkdtemp(prefix="cchc-board-"))
    try:
        board = check_files(temp)
        check_settings(temp)
        check_many(temp)
        check_codes(temp, board)
        check_paper(temp, board)
    finally:
        shutil.rmtree(temp, ignore_errors=True)
    return 1 if failed else 0


sys.exit(main())
