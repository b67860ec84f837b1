#!/usr/bin/env python3
"""Records of the national portal, made up for the purpose, against what `cchc import thu-tuc` makes of them: the table import_records.txt."""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
PLAIN = {
    "ten_thu_tuc": "Cấp thẻ mẫu", "so_quyet_dinh": "1/QĐ-UBND", "linh_vuc": "Thẻ", "cap_thuc_hien": "Cấp xã", "loai_thu_tuc": "",
    "doi_tuong_thuc_hien": "Công dân Việt Nam", "co_quan_thuc_hien": "Ủy ban nhân dân xã", "co_quan_co_tham_quyen": "",
    "trinh_tu_thuc_hien": "Nộp hồ sơ.", "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp3 NgàyMiễn phí",
    "thanh_phan_ho_so": "--Tên giấy tờMẫu đơn, tờ khaiSố lượngĐơn xin1 bản chính",
    "can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnLuật Mẫu01/2014/QH13", "yeu_cau_dieu_kien": "", "ket_qua_xu_ly": "ThẻMã: KQ.G01.000001",
}


def cases():
    text = (HERE / "import_records.txt").read_text(encoding="utf-8")
    for number, part in enumerate(text.split("\n== ")[1:], 1):
        name, *lines = part.rstrip("\n").split("\n")
        case = {"name": name, "code": f"1.{number:06}", "record": {}, "front": [], "sections": {}, "doubts": []}
        heading = None
        for line in lines:
            if line.startswith("## "):
                heading = line[3:]
                case["sections"][heading] = []
            elif line.startswith("--- "):
                case["front"].append(line[4:])
            elif line.startswith("? "):
                case["doubts"].append(tuple(line[2:].split(": ", 1)))
            elif heading:
                case["sections"][heading].append(line)
            else:
                key, value = line.split(":", 1)
                case["record"][key] = value.replace("⏎", "\n")
        yield case


def run(temp, rows, *options):
    source = temp / "rows.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return subprocess.run([CCHC, "import", "thu-tuc", source, "-o", temp / "out", "--plugins", ROOT / "plugins", *options], capture_output=True, text=True,
                          timeout=60, check=False)


def sections(text):
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1].strip() for part in re.split(r"^## ", text, flags=re.M)[1:]}


def faults(case, text, doubts):
    front, got = text.split("\n---\n", 1)[0].split("\n"), sections(text)
    for line in case["front"]:
        if line not in front:
            yield f"no line «{line}» in\n" + "\n".join(front)
    for heading, lines in case["sections"].items():
        if got.get(heading) != "\n".join(lines).strip():
            yield f"{heading}: wanted\n" + "\n".join(lines) + f"\ngot\n{got.get(heading)}"
    if doubts != case["doubts"]:
        yield f"doubts: wanted {case['doubts']}\ngot {doubts}"


LISTS = {
    "one column": "STT;Mã số TTHC;Mức độ DVC\n1;1.000010.000.00.00.H24;Dịch vụ công trực tuyến toàn trình\n2;1.00002;Một phần\n3; 1.000030 ;Cung cấp thông tin\n4;1.000040;\n5;1.000099;x\n",
    "two columns": "Mã;Toàn trình;Một phần\n1.000010;x;\n1.000020;;X\n1.000030;;\n1,000040;;\n1.000099;x;\n",
}
LEVELS = {"one column": ["toàn trình", "một phần", "cung cấp thông tin", "chưa xác định"], "two columns": ["toàn trình", "một phần", "chưa xác định", "chưa xác định"]}


def list_faults(name):
    """The province's list chooses four of five records, and lacks one."""
    with tempfile.TemporaryDirectory(prefix="cchc-nhap-") as temp:
        temp = Path(temp)
        (temp / "danh-muc.csv").write_text(LISTS[name], encoding="utf-8")
        done = run(temp, [PLAIN | {"ma_thu_tuc": f"1.0000{k}0"} for k in range(1, 6)], "--danh-muc", temp / "danh-muc.csv")
        files = {p.stem: p.read_text(encoding="utf-8") for p in temp.glob("out/thu-tuc/the/1*.md")}
        if sorted(files) != ["1.000010", "1.000020", "1.000030", "1.000040"]:
            yield f"files {sorted(files)}\n{done.stderr}"
            return
        for code, level in zip(sorted(files), LEVELS[name]):
            if f"\nmức độ: {level}\n" not in files[code]:
                yield f"{code}: not {level}:\n{files[code]}"
        if "1.000099" not in done.stderr or ";nguồn không có mục này;" not in (temp / "out/bao-cao-nhap.csv").read_text(encoding="utf-8"):
            yield f"what the source lacks is not told\n{done.stderr}"


def say(name, found):
    print(f"not ok {name}" if found else f"ok {name}")
    for fault in found:
        print("  " + fault.replace("\n", "\n  "))
    return bool(found)


def main():
    failed = 0
    with tempfile.TemporaryDirectory(prefix="cchc-nhap-") as temp:
        temp = Path(temp)
        table = list(cases())
        done = run(temp, [PLAIN | case["record"] | {"ma_thu_tuc": case["code"]} for case in table])
        failed += say("all are imported", [] if done.returncode == 0 else [done.stderr])
        report = temp / "out/bao-cao-nhap.csv"
        rows = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines(keepends=True), delimiter=";"))[1:] if report.exists() else []
        for case in table:
            path = temp / f"out/thu-tuc/the/{case['code']}.md"
            doubts = [(row[2], row[3]) for row in rows if Path(row[0]).stem == case["code"]]
            failed += say(case["name"], list(faults(case, path.read_text(encoding="utf-8"), doubts)) if path.exists() else [f"no file {path.name}"])
    with tempfile.TemporaryDirectory(prefix="cchc-nhap-") as temp:
        done = run(Path(temp), [PLAIN | {"ma_thu_tuc": "50.000"}, PLAIN | {"ma_thu_tuc": "1.000001", "linh_vuc": ""}, PLAIN | {"ma_thu_tuc": "1.000002"}])
        told = [words for words in ("rows.jsonl:1: lỗi: không nhập được dòng này", "«50.000»", "rows.jsonl:2: lỗi", "thiếu «linh_vuc»", "ghi 1 tệp mới") if words not in done.stderr]
        failed += say("a record without code or field", [f"not told: {told}\n{done.stderr}"] if told or done.returncode != 1 else [])
    for name in LISTS:
        failed += say(f"the province's list, {name}", list(list_faults(name)))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
