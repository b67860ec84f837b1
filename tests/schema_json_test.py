#!/usr/bin/env python3
"""The JSON Schema that site.kinds.<kind>.schema holds: of every kind here, and against data that a plugin writes of a page, right and wrong."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    from jsonschema import Draft202012Validator
except ImportError:
    Draft202012Validator = None

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC", str(ROOT / "build/cchc"))
PLUGIN = """local p = { name = "thu", api = 1 }
function p.plan(site, add)
  for name, kind in pairs(site.kinds) do
    add{ path = "khai/" .. name .. ".json", text = kind.schema }
    add{ path = "loai/" .. name .. ".json", text = json.encode({ fields = kind.fields, sections = kind.sections }) }
  end
  for _, page in ipairs(site.pages) do
    local data, sections = {}, nil
    for name, value in pairs(page.meta) do data[name] = value end
    for name, section in pairs(page.sections) do
      sections = sections or {}
      sections[name] = section.value
    end
    data.sections = sections
    add{ path = "bai/" .. page.source:match("([^/]+)%.md$") .. ".json", text = json.encode(data) }
  end
end
return p
"""
KIND = r"""kind: sample
label: Mẫu
plural: Mẫu
fields:
  - {name: code, label: Mã, need: required, pattern: '\d{3}', source: "NĐ 63/2010/NĐ-CP, Điều 8"}
  - {name: days, label: Số ngày, type: int, min: 0, max: 90, unit: ngày, help: Thời hạn.}
  - {name: share, label: Tỷ lệ, type: number, need: status}
  - {name: open, label: Mở, type: bool, default: có}
  - {name: day, label: Ngày, type: date}
  - {name: hour, label: Giờ, type: date}
  - name: level
    label: Mức
    type: choice
    choices: [{name: full, label: toàn trình}, {name: part, label: một phần}]
  - {name: reason, label: Lý do, need: condition, when: {field: level, is: [một phần]}}
  - {name: words, label: Chữ, type: list}
  - {name: days_off, label: Ngày nghỉ, type: list, of: date}
  - name: person
    label: Người
    type: map
    fields: [{name: name, label: Tên, need: required}, {name: age, label: Tuổi, type: int}]
  - {name: mail, label: Thư, type: email}
  - {name: call, label: Máy, type: phone}
  - {name: web, label: Mạng, type: url}
  - {name: tone, label: Màu, type: color}
  - {name: note, label: Lời, type: markdown}
sections:
  - {name: steps, label: Các bước, shape: list, source: "NĐ 63/2010/NĐ-CP, Điều 8", help: Từng bước.}
  - name: fees
    label: Lệ phí
    shape: table
    columns: [{name: what, label: Việc, need: required}, {name: sum, label: Tiền, type: int, unit: đồng}]
  - name: papers
    label: Giấy tờ
    shape: table
    groups: true
    columns: [{name: paper, label: Tên giấy, need: required}]
"""
FULL = """---
tiêu đề: Đủ
mã: "123"
số ngày: 12
tỷ lệ: 92,5
mở: không
ngày: 05/3/2026
giờ: 05/3/2026 14:30
mức: một phần
lý do: Chưa có máy
chữ: một; hai
ngày nghỉ: 01/01/2026; 30/4/2026
người: {tên: An, tuổi: 30}
thư: an@xamau.gov.vn
máy: 0225.000.0000
mạng: https://xamau.gov.vn/đường-dẫn
màu: "#0b5394"
lời: Có **đậm**.
---
## Các bước

- Một
- Hai

## Lệ phí

| Việc | Tiền |
|---|---|
| Cấp | 8.000 |
| Đổi | |

## Giấy tờ

### Lần đầu

| Tên giấy |
|---|
| Tờ khai |
"""
PENDING = """---
tiêu đề: Chờ
mã: chờ xác minh
số ngày: chờ xác minh
tỷ lệ: không quy định
ngày: chờ xác minh
mức: toàn trình
mạng: chờ xác minh
---
Chưa có gì.
"""
WRONG = {
    "code is no text": {"code": 123}, "code against its pattern": {"code": "12a"}, "no code": {"code": None},
    "days are no whole number": {"days": 1.5}, "too many days": {"days": 91}, "days as text": {"days": "12"},
    "no share": {"share": None}, "open is no bool": {"open": "có"}, "day as people write it": {"day": "05/3/2026"},
    "level is no choice": {"level": "full"}, "a reason is wanted": {"reason": None}, "words are no list": {"words": "một"},
    "a day off is none": {"days_off": ["mai"]}, "a person has no name": {"person": {"age": 3}}, "a colour": {"tone": "xanh"},
    "a step is no text": {"sections": {"steps": [1]}}, "a fee without its name": {"sections": {"fees": [{"sum": 1}]}},
    "a sum is text": {"sections": {"fees": [{"what": "x", "sum": "8.000"}]}},
    "a group without columns": {"sections": {"papers": [{"title": "x", "items": [{}]}]}},
    "rows where groups belong": {"sections": {"papers": "x"}},
}


def say(name, fault=""):
    print(f"not ok schema json: {name}\n  {fault}" if fault else f"ok schema json: {name}")
    return bool(fault)


def build(temp):
    plugins = temp / "plugins"
    for kinds in sorted(ROOT.glob("plugins/*/kinds")):
        shutil.copytree(kinds, plugins / kinds.parent.name / "kinds")
    files = {"plugins/thu/plugin.lua": PLUGIN, "plugins/thu/kinds/sample.yaml": KIND, "content/portal.yaml": "tên chính thức: Ủy ban nhân dân xã Mẫu\n",
             "content/mau/_muc.md": "---\ntiêu đề: Mẫu\nloại nội dung: mẫu\n---\n", "content/mau/du.md": FULL, "content/mau/cho.md": PENDING}
    for path, text in files.items():
        (temp / path).parent.mkdir(parents=True, exist_ok=True)
        (temp / path).write_text(text, encoding="utf-8")
    command = [CCHC, "build", str(temp / "content"), "-o", str(temp / "site"), "--themes", str(ROOT / "tests/bench"), "--theme", "theme",
               "--plugins", str(plugins), "--quiet", "--date", "2026-03-05"]
    done = subprocess.run(command, cwd=temp, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout if done.returncode else ""


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def changed(data, change):
    out = dict(data)
    for key, value in change.items():
        if value is None:
            out.pop(key, None)
        else:
            out[key] = value
    return out


def check_values(site):
    """site.kinds.<kind>.fields and .sections, and the parts of a schema that need no other program to be judged."""
    kind, schema = load(site / "loai/sample.json"), load(site / "khai/sample.json")
    fields = {f["name"]: f for f in kind["fields"]}
    own = [f["name"] for f in kind["fields"] if not f["common"]]
    failed = say("a kind's own fields come in order", "" if own[:4] == ["code", "days", "share", "open"] and fields["title"]["common"] else str(own))
    days = {"label": "Số ngày", "type": "int", "many": False, "need": "optional", "unit": "ngày", "help": "Thời hạn."}
    failed |= say("a field tells its words", "" if {k: fields["days"].get(k) for k in days} == days else str(fields["days"]))
    level, off, person = fields["level"], fields["days_off"], fields["person"]
    right = level["choices"] == ["toàn trình", "một phần"] and off["many"] and off["type"] == "date" and person["fields"][1]["name"] == "age"
    failed |= say("choices, lists and maps too", "" if right else f"{level} {off} {person}")
    sections = {s["name"]: s for s in kind["sections"]}
    right = (sections["steps"]["shape"] == "list" and sections["steps"]["source"].startswith("NĐ 63") and sections["papers"]["groups"]
             and [c["name"] for c in sections["fees"]["columns"]] == ["what", "sum"])
    failed |= say("sections tell their shape and columns", "" if right else str(sections))
    right = schema["required"] == ["title", "code", "share"] and schema["title"] == "Mẫu" and schema["properties"]["code"]["$comment"].startswith("NĐ 63")
    return failed | say("the schema says what is required, and by which rule", "" if right else str(schema))


def check_data(site):
    schema = Draft202012Validator(load(site / "khai/sample.json"))
    failed = False
    for path in sorted((site / "khai").glob("*.json")):
        Draft202012Validator.check_schema(load(path))
    failed |= say("the schemas of all kinds are schemas")
    for name in ("du", "cho"):
        faults = [f"{e.json_path}: {e.message[:200]}" for e in schema.iter_errors(load(site / f"bai/{name}.json"))]
        failed |= say(f"what a plugin writes of {name}.md is right", "; ".join(faults))
    full = load(site / "bai/du.json")
    for name, change in WRONG.items():
        failed |= say(f"refused: {name}", "it passed" if schema.is_valid(changed(full, change)) else "")
    return failed


def main():
    with tempfile.TemporaryDirectory() as temp:
        site = Path(temp) / "site"
        said = build(Path(temp))
        if say("the kinds build", said):
            return 1
        failed = check_values(site)
        if Draft202012Validator:
            failed |= check_data(site)
        else:
            print("skip schema json: data against it: python3-jsonschema is not there")
    return 1 if failed else 0


sys.exit(main())
