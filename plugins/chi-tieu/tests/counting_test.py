#!/usr/bin/env python3
"""Counts by the table counting.txt: a small portal for each case, built on its day; its page has to say these numbers."""
import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
CHANNELS = """\
- {tên: Trang, loại: trang thông tin điện tử, là chuyên trang này: có}
- {tên: Đài, tên gọi khác: Loa, loại: truyền thanh}
- {tên: Bảng, loại: bảng tin}
- {tên: Cổng tỉnh, loại: cổng thông tin điện tử}
"""
STATES = {"gỡ bỏ"}
DAY = r"(\d\d?/\d\d?/\d{4})"
CHANNEL = r"(Trang|Đài|Loa|Bảng|Cổng tỉnh)"
QUOTA = re.compile(rf"{CHANNEL} (\d+) (.+?) {DAY} {DAY}(?: (.+))?")
ROW = re.compile(rf"{DAY} {CHANNEL} (\S+)(?: (\S+))?")


def cases():
    text = (HERE / "counting.txt").read_text(encoding="utf-8")
    for part in text.split("\n== ")[1:]:
        name, *lines = part.strip().split("\n")
        yield name, [line.split(" ", 1) for line in lines if line]


def article(rest):
    name, day, *more = rest.split(" ", 2)
    key = "trạng thái" if more and more[0] in STATES else "thể loại"
    extra = f"{key}: {more[0]}\n" if more else ""
    return name, f"---\ntiêu đề: Bài {name}\nngày đăng: {day}\nnội dung CCHC: chỉ đạo, điều hành\n{extra}---\nLời.\n"


def quota(number, unit, rest):
    channel, least, per, first, last, genre = QUOTA.fullmatch(rest).groups()
    unit = "kỳ" if unit == "kỳ" else "tin, bài"
    text = (f"- tên: Chỉ tiêu {number}\n  kênh: {channel}\n  đơn vị tính: {unit}\n  tối thiểu: {least}\n  mỗi: {per}\n"
            f"  từ ngày: {first}\n  đến ngày: {last}\n  hiển thị: công khai\n")
    return text + (f"  chỉ tính:\n    thể loại: {genre}\n" if genre else "")


def log_row(rest):
    day, channel, item, hour = ROW.fullmatch(rest).groups()
    return f"{day};{hour or ''};{channel};{'' if item == '-' else item}\n"


def write_portal(content, lines):
    (content / "du-lieu").mkdir(parents=True)
    (content / "tin").mkdir()
    log, quotas, year = "Ngày;Giờ;Kênh;Bài\n", "", ""
    for key, rest in lines:
        if key == "bài":
            name, text = article(rest)
            (content / "tin" / f"{name}.md").write_text(text, encoding="utf-8")
        elif key == "sổ":
            log += log_row(rest)
        elif key in {"tin", "kỳ"}:
            quotas += quota(quotas.count("- tên") + 1, key, rest)
        elif key == "năm":
            year = f"năm: {rest}\n"
    (content / "portal.yaml").write_text("tên chính thức: Xã Mẫu\n", encoding="utf-8")
    (content / "tin" / "_muc.md").write_text("---\ntiêu đề: Tin\nloại nội dung: article\n---\n", encoding="utf-8")
    (content / "du-lieu" / "channel.yaml").write_text(CHANNELS, encoding="utf-8")
    (content / "du-lieu" / "quota.yaml").write_text(quotas, encoding="utf-8")
    (content / "du-lieu" / "so-dang-phat.csv").write_text(log, encoding="utf-8")
    (content / "tien-do.md").write_text(f"---\ntiêu đề: Tiến độ\n---\n```{{tien-do-chi-tieu}}\n{year}```\n", encoding="utf-8")


def plain(markup):
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).strip()


def said(page):
    """The page in the words of the table, in its order."""
    found = []
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.S):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        if '<th scope="row">' in row:
            found.append("= " + " | ".join(plain(cell) for cell in cells))
        found += ["- " + plain(words) for words in re.findall(r'<li [^>]*><span class="hidden">(.*?)</span>', row, re.S)]
        found += ["! " + plain(words) for words in re.findall(r"<p>(.*?)</p>", row, re.S)]
    return found


def warned(messages):
    return ["~ " + words for words in re.findall(r": cảnh báo: (.*)", messages)] or ["~ không"]


def run(lines):
    date = next(rest for key, rest in lines if key == "ngày")
    day, month, year = date.split("/")
    with tempfile.TemporaryDirectory() as temp:
        write_portal(Path(temp) / "content", lines)
        done = subprocess.run([CCHC, "build", "content", "-o", "site", "--date", f"{year}-{month:0>2}-{day:0>2}", "--theme", "tran",
                               "--themes", str(ROOT / "themes"), "--plugins", str(ROOT / "plugins")],
                              cwd=temp, capture_output=True, text=True, check=False)
        page = Path(temp) / "site" / "tien-do.html"
        if not page.exists():
            return [], done.stderr
        more = warned(done.stderr) if any(key == "~" for key, _ in lines) else []
        return said(page.read_text(encoding="utf-8")) + more, ""


def main():
    failed = False
    for name, lines in cases():
        wanted = [f"{key} {rest}" for key, rest in lines if key in "=-!~"]
        got, messages = run(lines)
        right = wanted and got == wanted
        failed = failed or not right
        print(f"ok counting: {name}" if right else f"not ok counting: {name}")
        if not right:
            print("  wanted: " + "\n          ".join(wanted) + "\n  said:   " + "\n          ".join(got or messages.splitlines()))
    sys.exit(failed)


if __name__ == "__main__":
    main()
