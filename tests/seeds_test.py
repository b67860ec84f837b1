#!/usr/bin/env python3
"""Real plans of five communes, as they came out of PDF and OCR, are published whole: each becomes a document, its text
the body with all line breaks as they are, beside the sample portal. Not a word of letters may get lost on the way.

KEEP=DIR leaves the built section in DIR, to look at.
"""
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
SEEDS = ROOT.parent / "shared" / "seeds"

# What each plan says of itself; what it leaves open is "chờ xác minh". A sentence of each that a reader has to find.
PLANS = {
    "000": ("chờ xác minh", "chờ xác minh", "Ủy ban nhân dân xã An Khánh",
            "Tuyên truyền cải cách hành chính trên địa bàn xã An Khánh năm 2026",
            "Ủy ban nhân dân xã An Khánh xây dựng Kế hoạch tuyên truyền"),
    "001": ("chờ xác minh", "chờ xác minh", "Ủy ban nhân dân phường Nam Triệu",
            "Thông tin, tuyên truyền về cải cách hành chính nhà nước của phường Nam Triệu 6 tháng cuối năm 2025",
            "Tối thiểu 02 tin, bài về công tác CCHC/tháng"),
    "002": ("chờ xác minh", "chờ xác minh", "Ủy ban nhân dân xã Diễn Châu",
            "Tuyên truyền cải cách hành chính nhà nước xã Diễn Châu năm 2026",
            "Các phòng, ngành, các đơn vị sự nghiệp công lập trên địa bàn xã."),
    "003": ("19/KH-UBND", "11/8/2025", "Ủy ban nhân dân xã Tiên Lãng",
            "Thông tin, tuyên truyền về cải cách hành chính 6 tháng cuối năm 2025",
            "Xay dung chinh quyén phuc vu nhéan dan"),
    "004": ("chờ xác minh", "chờ xác minh", "Ủy ban nhân dân xã Đại Sơn",
            "Tuyên truyền cải cách hành chính nhà nước xã 6 tháng cuối năm 2025",
            "Tham gia các hội thi, cuộc thi về công tác cải cách hành chính bảo đảm"),
}

# What of their text is said to be damaged, once each: the numbers and days that were never filled in, and the scan.
DAMAGED = {"000": [], "001": ["số văn bản bỏ trống", "ngày tháng bỏ trống"], "002": ["số văn bản bỏ trống", "ngày tháng bỏ trống"],
           "003": ["chữ quét bị nhận dạng sai"], "004": ["đoạn đứt giữa câu", "số văn bản bỏ trống", "ngày tháng bỏ trống"]}
SIGNS = ["đoạn đứt giữa câu", "âm tiết bị dấu cách cắt đôi", "số văn bản bỏ trống", "ngày tháng bỏ trống", "chữ của phông cũ",
         "chữ quét bị nhận dạng sai"]


def document(number, text):
    code, date, agency, title, _ = PLANS[number]
    return f"---\ntrích yếu: {title}\nsố ký hiệu: {code}\nloại: kế hoạch\ncơ quan ban hành: {agency}\nngày ban hành: {date}\n---\n{text}"


def words(text):
    """Words with a letter; numbers are left out, since list markers are numbers too."""
    return [word for word in re.findall(r"\w+", text) if re.search(r"[^\W\d_]", word)]


def shown(page):
    page = re.sub(r"<(script|style|head)\b.*?</\1>", " ", page, flags=re.S)
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


def lost(seed, page):
    """Where the plan's words first are not in the page, one after the other."""
    wanted, found = words(re.sub(r"[*\\]", "", seed)), words(shown(page))
    most = 0
    for start in range(len(found)):
        n = 0
        while n < len(wanted) and start + n < len(found) and found[start + n] == wanted[n]:
            n += 1
        most = max(most, n)
    return "" if most == len(wanted) else f"lost after {' '.join(wanted[max(0, most - 8):most])!r}: {' '.join(wanted[most:most + 8])!r}"


def fault_of(number, seed, page):
    if not page.is_file():
        return "there is no page"
    text = page.read_text(encoding="utf-8")
    sentence = PLANS[number][4]
    if " ".join(sentence.split()) not in " ".join(shown(text).split()):
        return f"does not say {sentence!r}"
    if "<pre" in text:
        return "an indented line became program text"
    return lost(seed, text)


def say(name, fault):
    print(f"not ok {name}\n  {fault}" if fault else f"ok {name}", flush=True)
    return bool(fault)


def main():
    if not SEEDS.is_dir():
        print("skip seeds: ../shared/seeds is not here")
        return 0
    seeds = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")) if path.name[:3] in PLANS}
    failed = say("seeds: all five plans are here", "" if len(seeds) == len(PLANS) else f"only {sorted(seeds)}")
    with tempfile.TemporaryDirectory() as temp:
        content, site = Path(temp) / "content", Path(os.environ.get("KEEP") or Path(temp) / "site")
        shutil.copytree(ROOT / "content", content)
        for number, text in seeds.items():
            (content / "van-ban" / f"ke-hoach-{number}.md").write_text(document(number, text), encoding="utf-8")
        done = subprocess.run([CCHC, "build", str(content), "-o", str(site), "--themes", str(ROOT / "themes"), "--theme", "chuan",
                               "--plugins", str(ROOT / "plugins"), "--date", "2026-11-21"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        failed |= say("seeds: they build beside the sample portal", done.stdout if done.returncode else "")
        said = [line for line in done.stdout.splitlines() if "ke-hoach-00" in line]
        failed |= say("seeds: nothing is said about them but warnings", "\n  ".join(line for line in said if "cảnh báo:" not in line and "ghi chú:" not in line))
        for number in seeds:
            found = [sign for line in said if f"ke-hoach-{number}.md" in line for sign in SIGNS if sign in line]
            failed |= say(f"seeds: what is damaged in {number} is said once", "" if found == DAMAGED[number] else f"said: {found}")
        for number, text in seeds.items():
            failed |= say(f"seeds: the page of {number} holds the whole plan", fault_of(number, text, site / "van-ban" / f"ke-hoach-{number}.html"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
