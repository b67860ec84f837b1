#!/usr/bin/env python3
"""Writes N pages of kind `page`, about 3 KB each, in four columns; the same N and SEED give the same bytes.

usage: corpus.py OUT N [SEED]
Sentences come from the sample portal in content/, so that words, marks and lengths are those of real pages.
"""
import datetime
import random
import re
import sys
from pathlib import Path

CONTENT = Path(__file__).resolve().parents[2] / "content"
COLUMNS = {"tin-tuc": "Tin tức", "thu-tuc": "Thủ tục", "hoi-dap": "Hỏi đáp", "van-ban": "Văn bản"}
TAGS = ["Cải cách thể chế", "Thủ tục hành chính", "Bộ máy tinh gọn", "Công vụ, công chức", "Tài chính công", "Chính quyền số",
        "Chuyển đổi số", "Một cửa", "Nộp hồ sơ trực tuyến", "Phát thanh xã"]
FIRST_DAY, DAYS = datetime.date(2021, 1, 1), 1800
PORTAL = ("tên chính thức: Ủy ban nhân dân xã Đo Tốc Độ\ntên ngắn: Cải cách hành chính\nđịa chỉ gốc: https://example.vn/\n"
          "phần mở rộng: {feed: {loại nội dung: page}}\n")
# Where there is no sample portal, so that the bench stands alone.
OWN_WORDS = """Người dân nộp hồ sơ tại bộ phận một cửa hoặc qua mạng, không phải đến trụ sở nhiều lần. Cán bộ hướng dẫn từng bước trên
máy tính đặt tại phòng tiếp dân của xã. Kết quả được trả đúng ngày ghi trên giấy hẹn, nếu chậm phải có thư xin lỗi. Tổ công nghệ số cộng
đồng đến từng thôn để giúp người cao tuổi tạo tài khoản định danh. Đài truyền thanh xã phát bản tin về giấy tờ cần mang theo vào sáng thứ
Hai. Mỗi quý, Ủy ban nhân dân xã công bố tỷ lệ hồ sơ giải quyết trước hạn và ý kiến của người dân. Các thôn gửi danh sách hộ cần được hỗ
trợ điền tờ khai trước ngày làm việc cuối cùng của tháng."""


def sentences():
    """Plain sentences of 60 to 300 characters, in a fixed order."""
    found = {}
    texts = [path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.md"))] if CONTENT.is_dir() else []
    for text in [re.sub(r"\s+", " ", OWN_WORDS), *texts]:
        body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
        body = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", body)
        body = re.sub(r"[#*`_|<>\[\]{}]|^\s*\d+\.", " ", body, flags=re.MULTILINE)
        for piece in re.split(r"[.;:\n](?=\s)", body):
            sentence = re.sub(r"\s+", " ", piece).strip(" -–.")
            if 60 < len(sentence) < 300:
                found[sentence] = True
    return list(found)


def title_of(sentence, most):
    return re.sub(r'[":\\]', "", sentence)[:most].strip()


def body(draw, pick, number, count):
    """Three headings with text and a list each, a paragraph of inline marks, a table."""
    parts = []
    for _ in range(3):
        parts.append("## " + title_of(pick(), 60))
        parts.append(" ".join(pick() + "." for _ in range(3)))
        parts.append("\n".join("- " + pick()[:100] for _ in range(3)))
    other = draw.randrange(count)
    column = list(COLUMNS)[other % len(COLUMNS)]
    parts.append(f"Đọc thêm **chương trình** và *báo cáo* ở [trang cùng mục](https://example.vn/{column}/p{other:06d}/), số `{number}`.")
    rows = [f"| 1.{draw.randrange(10 ** 6):06d} | {pick()[:50]} | {draw.randrange(1, 30)} ngày |" for _ in range(4)]
    parts.append("| Mã số | Việc cần làm | Thời gian |\n|---|---|---:|\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def page(draw, pick, number, count):
    title = title_of(pick(), 80)
    date = FIRST_DAY + datetime.timedelta(days=draw.randrange(DAYS))
    tags = ", ".join(f'"{tag}"' for tag in draw.sample(TAGS, 3))
    front = f'---\ntitle: "{title}"\ndate: {date}\ndescription: "{title}"\ntags: [{tags}]\n---\n\n'
    return front + body(draw, pick, number, count)


def main():
    out, count = Path(sys.argv[1]), int(sys.argv[2])
    draw = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    drawn_from = sentences()
    (out / "portal.yaml").parent.mkdir(parents=True, exist_ok=True)
    (out / "portal.yaml").write_text(PORTAL, encoding="utf-8")
    for column, title in COLUMNS.items():
        (out / column).mkdir(exist_ok=True)
        (out / column / "_muc.md").write_text(f"---\ntiêu đề: {title}\nloại nội dung: page\n---\n", encoding="utf-8")
    for number in range(count):
        column = list(COLUMNS)[number % len(COLUMNS)]
        text = page(draw, lambda: draw.choice(drawn_from), number, count)
        (out / column / f"p{number:06d}.md").write_text(text, encoding="utf-8")


main()
