#!/usr/bin/env python3
"""What collect works out of procedures, read by a plugin made for the purpose from site.data["thu-tuc"]."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
READER = """local function shown(one)
  local methods = {}
  for i, m in ipairs(one.ways.rows) do
    methods[i] = { m.channel, m.time and m.time.value or false, m.time_text or false, m.fees and #m.fees or false, m.fee_text or false }
  end
  local missing = {}
  for i, part in ipairs(one.missing) do missing[i] = part.name end
  return { title = one.title, code = one.code, key = one.key, field = one.field, agency = one.agency, place = one.place, effect = one.effect,
    decision_symbol = one.decision_symbol, decision_date = one.decision_date and date.format(one.decision_date),
    free_online = one.ways.free_online, same_day = one.same_day, anywhere = one.anywhere, linked = one.linked, methods = methods, missing = missing }
end
local function groups(list)
  local out = {}
  for i, g in ipairs(list) do out[i] = { g.name, g.slug, g.count, g.procedures[1].title, g.agency or false, g.place or false } end
  return out
end
return { name = "doc", api = 1, plan = function(site, add)
  local data, all = site.data["thu-tuc"], {}
  for _, one in ipairs(data.procedures) do
    all[one.code] = shown(one)
    all[one.code].same = data.by_code[one.code] == one and data.by_source[one.page.source] == one
  end
  add { path = "doc.json", text = json.encode { all = all, fields = groups(data.fields), agencies = groups(data.agencies) } }
end }
"""
HEAD = "---\ntên: {name}\nmã: {code}\nlĩnh vực: {field}\nmức độ: toàn trình\nquyết định công bố: {decision}\n{more}---\n{body}"
TABLE = "## Cách thức thực hiện\n\n| Hình thức nộp | Thời hạn giải quyết | Phí, lệ phí |\n|---|---|---|\n"
FILES = {
    "portal.yaml": "tên chính thức: Ủy ban nhân dân xã Mẫu\n",
    "du-lieu/field.yaml": "- tên: Hộ tịch\n  cơ quan: UBND xã Mẫu\n  nơi tiếp nhận: Quầy 1\n- tên: Cư trú\n- tên: Đất đai\n",
    "du-lieu/agency.yaml": "- tên: Ủy ban nhân dân xã Mẫu\n  tên gọi khác: UBND xã Mẫu\n",
    "thu-tuc/_muc.md": "---\ntiêu đề: Thủ tục\nloại nội dung: thủ tục\n---\n",
    "thu-tuc/a.md": HEAD.format(
        name="Đăng ký", code="1.000001.000.00.00.H31", field="Hộ tịch", decision="Quyết định số 163/QĐ-BTP ngày 28 tháng 02 năm 2026",
        more="đối tượng: Công dân\nsố lượng hồ sơ: chờ xác minh\nliên thông: có\n",
        body=TABLE + "| Trực tiếp | Trong ngày | 8.000 đồng/bản |\n| Trực tuyến | Trong ngày | 8.000 đồng đến hết 04/3/2026; 0 đồng từ 05/3/2026 |\n"
        "| Dịch vụ bưu chính | chờ xác minh | Theo hợp đồng |\n"),
    "thu-tuc/b.md": HEAD.format(
        name="Ấn định", code="1.000002", field="Đất đai", decision="QĐ/0001-BCA", more="cơ quan: Sở Mẫu\nnơi tiếp nhận: Quầy 2\nphi địa giới: có\n",
        body=TABLE + "| Trực tuyến | 10-15 ngày | 0 đồng từ 06/3/2026 |\n"),
    "thu-tuc/d.md": HEAD.format(
        name="Theo hình thức", code="1.000004", field="Đất đai", decision="1/QĐ-UBND", more="cơ quan: Sở Mẫu\n",
        body=TABLE + "| Trực tuyến | 2 giờ | Trực tiếp: 8.000 đồng/bản; trực tuyến: 0 đồng |\n"),
    "thu-tuc/c.md": HEAD.format(name="Danh mục", code="1.000003", field="Cư trú", decision="1/QĐ-UBND", more="mức công khai: danh mục\ncơ quan: Sở Mậu\n", body=""),
}
SECTIONS = ["steps", "dossier", "results", "conditions", "forms", "legal"]
WANTED = {
    "1.000001.000.00.00.H31": {
        "title": "Đăng ký", "key": "1.000001", "field": "Hộ tịch", "agency": "Ủy ban nhân dân xã Mẫu", "place": "Quầy 1", "effect": "now",
        "decision_symbol": "163/QĐ-BTP", "decision_date": "28/02/2026", "free_online": True, "same_day": True, "anywhere": False, "linked": True,
        "methods": [["Trực tiếp", 1, "Trong ngày", 1, "8.000 đồng/bản"],
                    ["Trực tuyến", 1, "Trong ngày", 2, "8.000 đồng đến hết 04/3/2026; 0 đồng từ 05/3/2026"],
                    ["Dịch vụ bưu chính", False, "đang xác minh", False, "Theo hợp đồng"]],
        "missing": SECTIONS, "same": True},
    "1.000002": {
        "title": "Ấn định", "key": "1.000002", "field": "Đất đai", "agency": "Sở Mẫu", "place": "Quầy 2", "decision_symbol": "QĐ/0001-BCA",
        "decision_date": None, "free_online": False, "same_day": False, "anywhere": True, "linked": False,
        "methods": [["Trực tuyến", 10, "10-15 ngày", 1, "0 đồng từ 06/3/2026"]], "missing": SECTIONS + ["copies", "audience"], "same": True},
    "1.000004": {"free_online": True, "same_day": False, "methods": [["Trực tuyến", 2, "2 giờ", 2, "Trực tiếp: 8.000 đồng/bản; trực tuyến: 0 đồng"]]},
    "1.000003": {"field": "Cư trú", "agency": "Sở Mậu", "place": None, "methods": [], "missing": [], "same": True},
}
FIELDS = [["Cư trú", "cu-tru", 1, "Danh mục", False, False], ["Đất đai", "dat-dai", 2, "Ấn định", False, False],
          ["Hộ tịch", "ho-tich", 1, "Đăng ký", "UBND xã Mẫu", "Quầy 1"]]
AGENCIES = [["Sở Mẫu", "so-mau", 2, "Ấn định", False, False], ["Sở Mậu", "so-mau-2", 1, "Danh mục", False, False],
            ["Ủy ban nhân dân xã Mẫu", "uy-ban-nhan-dan-xa-mau", 1, "Đăng ký", False, False]]


def collected(temp):
    for name in ("trang", "thu-tuc"):
        shutil.copytree(ROOT / "plugins" / name, temp / "plugins" / name, ignore=shutil.ignore_patterns("tests"))
    files = {"plugins/doc/plugin.lua": READER} | {"content/" + path: words for path, words in FILES.items()}
    for path, words in files.items():
        (temp / path).parent.mkdir(parents=True, exist_ok=True)
        (temp / path).write_text(words, encoding="utf-8")
    done = subprocess.run([CCHC, "build", temp / "content", "-q", "--plugins", temp / "plugins", "--themes", ROOT / "themes", "--theme", "tran",
                           "-o", temp / "site", "--date", "2026-03-05"], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads((temp / "site/doc.json").read_text(encoding="utf-8"))


def main():
    with tempfile.TemporaryDirectory(prefix="cchc-facts-") as temp:
        got = collected(Path(temp))
    faults = [(code, key, value, got["all"][code].get(key)) for code, row in WANTED.items() for key, value in row.items()
              if got["all"][code].get(key) != value]
    faults += [("", key, value, got[key]) for key, value in (("fields", FIELDS), ("agencies", AGENCIES)) if got[key] != value]
    print("not ok facts of procedures" if faults else "ok facts of procedures")
    for code, key, wanted, found in faults:
        print(f"  {code} {key}: wanted {wanted}\n  got {found}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
