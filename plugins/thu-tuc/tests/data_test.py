#!/usr/bin/env python3
"""A table of 300 procedures, its files and the open data: the same rows in the same order everywhere, small on the wire, the same
bytes from one worker and from many; JSON keeps to its own schema; LibreOffice opens CSV with codes, zeros and marks as they are.
"""
import csv
import gzip
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
COUNT = 300
MOST = 100 * 1024
FIELDS = ["Hộ tịch", "Chứng thực", "Đất đai", "Bảo trợ xã hội", "Ăn uống; nhà hàng"]
LEVELS = ["toàn trình", "một phần", "chưa xác định"]
TIMES = ["01 ngày làm việc", "Trong ngày", "10-15 ngày", "2,5 giờ", "007 việc chưa rõ", "chờ xác minh"]
FEES = ["Miễn phí", "8.000 đồng/bản", "Phí: 10.000 đồng/trang", "=1+1", "chờ xác minh"]
OFFICE = shutil.which("soffice")
ODD = {7: 'Xác nhận "nhà ở"; đất ở', 8: "=SUM(A1:A2)", 9: "Ủy quyền <b>đậm</b> & dấu"}


def title(i):
    return ODD.get(i) or f"Thủ tục {'ăâbcdđeê'[i % 8]} số {i:03} về việc đăng ký, xác nhận, cấp lại giấy tờ theo quy định của pháp luật"


def code(i):
    return f"{1 + i % 2}.{i * 10:06}"


def page(i):
    return f"""---
tên: '{title(i)}'
mã: "{code(i)}"
lĩnh vực: {FIELDS[i % len(FIELDS)]}
mức độ: {LEVELS[i % 3]}
quyết định công bố: {100 + i}/QĐ-BTP ngày 28/02/2026
mức công khai: danh mục
---
## Cách thức thực hiện

| Hình thức nộp | Thời hạn giải quyết | Phí, lệ phí |
|---|---|---|
| Trực tiếp | {TIMES[i % len(TIMES)]} | {FEES[i % len(FEES)]} |
| Trực tuyến | {TIMES[i % len(TIMES)]} | {FEES[i % len(FEES)]} |
"""


def write_portal(content):
    (content / "thu-tuc").mkdir(parents=True)
    (content / "du-lieu").mkdir()
    (content / "portal.yaml").write_text("tên chính thức: Ủy ban nhân dân xã Mẫu\nđịa chỉ gốc: https://xamau.example/\n", encoding="utf-8")
    (content / "thu-tuc/_muc.md").write_text("---\ntiêu đề: Thủ tục\nloại nội dung: procedure\n---\n", encoding="utf-8")
    (content / "du-lieu/field.yaml").write_text("".join(f'- tên: "{f}"\n  cơ quan thực hiện: Ủy ban nhân dân xã Mẫu\n' for f in FIELDS), encoding="utf-8")
    for i in range(1, COUNT + 1):
        (content / f"thu-tuc/{i}.md").write_text(page(i), encoding="utf-8")
    (content / "bang.md").write_text("""---
tiêu đề: Bảng
---
```{danh-muc-thu-tuc}
cột: [mã, tên, lĩnh vực, thời hạn, phí, mức độ]
```

```{danh-muc-thu-tuc}
mức độ: toàn trình; một phần
nhóm theo: lĩnh vực
sắp theo: mã
cột: [stt, tên, mã]
```
""", encoding="utf-8")


def build(content, out, workers):
    done = subprocess.run([CCHC, "build", str(content), "-o", str(out), "--date", "2026-03-05", "--themes", str(ROOT / "themes"),
                           "--plugins", str(ROOT / "plugins"), "-j", workers], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)


def plain(markup):
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def tables(out):
    """Per table of the page: its rows as lists of words, without heads of groups."""
    text = (out / "bang.html").read_text(encoding="utf-8")
    found = []
    for table in re.findall(r"<table>(.*?)</table>", text, re.S):
        bodies = re.findall(r"<tr data-f[^>]*>(.*?)</tr>", table, re.S)
        found.append([[plain(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)] for row in bodies])
    return found


def cells(path):
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def unmarked(cell):
    """A cell as its page says it: without the tab before a code, without the apostrophe before what looks like a formula."""
    return re.sub(r"^'(?=[=+@-])", "", cell.lstrip("\t"))


def same_rows(out, number, name, columns):
    shown = tables(out)[number]
    rows = cells(out / f"du-lieu/bang/{name}.csv")
    skip = len(rows[0]) - columns - 1
    in_csv = [[unmarked(c) for c in row[skip:skip + columns]] for row in rows[1:]]
    data = json.loads((out / f"du-lieu/bang/{name}.json").read_text(encoding="utf-8"))
    in_json = [[str(row.get(c["name"], "")) for c in data["columns"][:columns]] for row in data["rows"]]
    for what, found in (("CSV", in_csv), ("JSON", in_json)):
        for a, b in zip(shown, found):
            if a != b:
                return f"page {a}, {what} {b}"
        if len(shown) != len(found) or not found:
            return f"{len(shown)} rows on the page, {len(found)} in {what}"
    return ""


def check(schema, value, root, where=""):
    """What is wrong with `value` by the parts of JSON Schema that the generator writes."""
    if "$id" in schema:
        root = schema
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].lstrip("#/").split("/"):
            target = target[part]
        return check(target, value, root, where)
    faults = []
    if "anyOf" in schema and all(check(one, value, root, where) for one in schema["anyOf"]):
        faults.append(f"{where}: none of anyOf: {value!r}")
    for one in schema.get("allOf", []):
        faults += check(one, value, root, where)
    if "if" in schema and not check(schema["if"], value, root, where):
        faults += check(schema.get("then", {}), value, root, where)
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}
    kind = schema.get("type")
    if kind and (not isinstance(value, kinds[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [*faults, f"{where}: {value!r} is no {kind}"]
    if "enum" in schema and value not in schema["enum"]:
        faults.append(f"{where}: {value!r} is none of {schema['enum']}")
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        faults.append(f"{where}: {value!r} does not match {schema['pattern']}")
    if isinstance(value, dict):
        faults += [f"{where}: no {name}" for name in schema.get("required", []) if name not in value]
        for name, part in schema.get("properties", {}).items():
            if name in value:
                faults += check(part, value[name], root, f"{where}.{name}")
    if isinstance(value, list):
        for i, one in enumerate(value):
            faults += check(schema.get("items", {}), one, root, f"{where}[{i}]")
    return faults


def strict(schema, data):
    """The same by the library, where it is installed."""
    try:
        from jsonschema import Draft202012Validator
    except ImportError:
        return []
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in Draft202012Validator(schema).iter_errors(data)]


def open_data(out, report):
    schema = json.loads((out / "du-lieu/thu-tuc.schema.json").read_text(encoding="utf-8"))
    data = json.loads((out / "du-lieu/thu-tuc.json").read_text(encoding="utf-8"))
    faults = check(schema, data, schema) + strict(schema, data)
    report("data: JSON keeps to its schema", "\n  ".join(faults[:5]))
    spoilt = {"no code": lambda one: one.pop("code"), "effect": lambda one: one.update(effect="sau"), "level": lambda one: one.update(level=["huyện"]),
              "fee": lambda one: one["methods"][0].update(fees=[{"amount": "8.000"}]), "code": lambda one: one.update(code=1.00119)}
    passed = []
    for name, spoil in spoilt.items():
        one = json.loads(json.dumps(data[0]))
        spoil(one)
        if not check(schema, [one], schema) or (not strict(schema, [one]) and strict(schema, [{}])):
            passed.append(name)
    report("data: its schema refuses what is wrong", ", ".join(passed))
    rows = cells(out / "du-lieu/thu-tuc.csv")
    at = rows[0].index("Mã thủ tục")
    wrong = [(a["code"], b[at]) for a, b in zip(data, rows[1:]) if a["code"] != unmarked(b[at])]
    report("data: CSV and JSON tell the same procedures", str(wrong[:3] or (len(data), len(rows))) if wrong or not len(data) == len(rows) - 1 == COUNT else "")
    times = {m["time_text"]: m.get("time") for one in data for m in one["methods"]}
    fees = {m["fee_text"]: m.get("fees") for one in data for m in one["methods"]}
    good = times["2,5 giờ"]["value"] == 2.5 and times["10-15 ngày"]["max"] == 15 and times["007 việc chưa rõ"] is None \
        and fees["8.000 đồng/bản"][0]["amount"] == 8000 and fees["Miễn phí"][0]["free"]
    report("data: times and fees are typed", "" if good else f"{times} {fees}")
    words = (out / "du-lieu/thu-tuc.html").read_text(encoding="utf-8")
    lost = [name for name in {n for one in data for n in one} - {"methods", "sections"} if f">{name}</th>" not in words]
    lost += [word for word in (f"{COUNT} thủ tục", "05/3/2026", "Ủy ban nhân dân xã Mẫu", "NĐ 63/2010/NĐ-CP") if word not in words]
    report("data: the dictionary has every field, count, day and source", ", ".join(lost))


def office(out, temp, report):
    """LibreOffice as a person has it who opens the file: separator ';', UTF-8, nothing else said."""
    name = "data: LibreOffice keeps codes, zeros, marks and lists of CSV"
    if not OFFICE:
        print(f"skip {name}: no soffice")
        return
    source = out / "du-lieu/thu-tuc.csv"
    done = subprocess.run([OFFICE, "--headless", "--norestore", f"-env:UserInstallation=file://{temp}/office", "--infilter=CSV:59,34,76",
                           "--convert-to", "fods", "--outdir", f"{temp}/sheet", str(source)],
                          capture_output=True, text=True, check=False, timeout=300, env=dict(os.environ, HOME=str(temp)))
    sheet = Path(temp) / "sheet/thu-tuc.fods"
    if done.returncode or not sheet.is_file():
        report(name, f"{done.returncode}: {done.stderr}")
        return
    found = []
    for row in re.findall(r"<table:table-row[^>]*>(.*?)</table:table-row>", sheet.read_text(encoding="utf-8"), re.S):
        line = []
        for attributes, content in re.findall(r"<table:table-cell([^>]*?)(?:/>|>(.*?)</table:table-cell>)", row, re.S):
            times = re.search(r'number-columns-repeated="(\d+)"', attributes)
            kind = re.search(r'office:value-type="(\w+)"', attributes)
            words = plain(re.sub(r"<text:(?:s|tab)/>", " ", content).strip("\n ")).strip()
            day = re.search(r'date-value="([^"]+)"', attributes)
            line += [(kind and kind[1], day[1] if day else words)] * (int(times[1]) if times else 1)
        found.append(line)
    faults = []
    rows = cells(source)
    at = rows[0].index("Mã thủ tục")
    for want, got in zip(rows, found):
        got = got[:len(want)]
        if [c.strip() for c in want] != [words for _, words in got] or got[at][0] != "string":
            faults.append(f"{want}\n  {got}")
    report(name, "\n  ".join(faults[:2]) or ("" if len(found) >= COUNT + 1 else f"{len(found)} rows"))


def main():
    failed = False

    def report(name, fault):
        nonlocal failed
        failed = failed or bool(fault)
        print(f"not ok {name}\n  {fault}" if fault else f"ok {name}")

    with tempfile.TemporaryDirectory() as temp:
        content, out, other = Path(temp) / "content", Path(temp) / "one", Path(temp) / "many"
        write_portal(content)
        build(content, out, "1")
        build(content, other, "8")
        files = sorted(p.relative_to(out) for p in out.rglob("*") if p.is_file())
        unlike = [str(p) for p in files if not (other / p).is_file() or (out / p).read_bytes() != (other / p).read_bytes()]
        report("table: the same bytes from one worker and from eight", ", ".join(unlike))
        report("table: CSV and JSON are what the page shows", same_rows(out, 0, "bang", 6))
        report("table: CSV and JSON of a second one, grouped and by code", same_rows(out, 1, "bang-2", 3))
        report("table: 300 rows", "" if len(tables(out)[0]) == COUNT else f"{len(tables(out)[0])} rows")
        size = len(gzip.compress((out / "bang.html").read_bytes(), 6))
        report("table: a page of 300 rows stays under 100 KB", "" if size <= MOST else f"{size} bytes")
        script = (ROOT / "plugins/thu-tuc/assets/loc.js").stat().st_size
        report("table: the script stays under 4 KB", "" if script < 4096 else f"{script} bytes")
        groups = [p for p in (out / "danh-muc/linh-vuc").glob("*.html")]
        rows = sum(p.read_text(encoding="utf-8").count("<tr data-f") for p in groups)
        report("table: pages by field hold every procedure once", "" if (len(groups), rows) == (len(FIELDS), COUNT) else f"{len(groups)} pages, {rows} rows")
        open_data(out, report)
        office(out, temp, report)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
