#!/usr/bin/env python3
"""`cchc import`: rows of JSONL, CSV and workbooks through a plugin into content files; updates; and real procedures, where they are at hand.

KEEP=DIR leaves the imported procedures and their built section in DIR, to look at.
"""
import collections
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
REAL = ROOT.parent / "shared" / "data" / "procedures" / "tthc_capxa.jsonl"
LEAST = 0.95  # of the procedures have their methods as a table and their papers as a list

PLUGIN = """local p = { name = "thu", version = 1, api = 1 }
p.imports = { ["sach"] = { help = "Sách.", args = {
  { "wanted", "file", label = "cần có", optional = true, help = "danh sách" }, { "prefix", "text", label = "tiền tố", optional = true },
}, row = function(row, number, options)
  if row.spin then while true do end end
  if row.fail then error("không đọc được «" .. tostring(row.name) .. "»") end
  if row.no then return { refused = row.no } end
  if row.result ~= nil then return row.result end
  local answer
  for k, wanted in ipairs(options.wanted or {}) do
    if wanted.name == row.name then answer = k end
  end
  if options.wanted and not answer then return { skipped = "wanted" } end
  return {
    answers = answer and { wanted = answer } or nil,
    history = row.history and { heading = "Lịch sử", columns = { "Ngày", "Số", "Đổi" }, row = { "{date}", row.history, "{changes}" }, without = { "Từ khóa" } } or nil,
    path = row.path or ("a/" .. text.slug(row.name)),
    fields = { { "tiêu đề", (options.prefix or "") .. row.name }, { "năm", row.year }, { "từ khóa", row.tags } },
    sections = { { heading = "Nội dung", body = { row.text or "x", { items = { "một", { text = "hai", items = { "ba" } } } } } } },
    doubts = row.unsure and { { field = "năm", why = "không rõ", text = row.unsure } } or {},
    records = { ["tac-gia"] = { { { "tên", row.author or "" }, { "nơi", row.home or "" } } } },
    columns = { [""] = { { "tiêu đề", "Sách" } }, a = { { "tiêu đề", row.shelf or "Kệ A" } } },
  }
end } }
return p
"""


class Skip(Exception):
    """Why a test cannot be run here."""


def project(temp):
    home = Path(temp) / "xã mẫu"
    (home / "plugins/thu").mkdir(parents=True)
    (home / "plugins/thu/plugin.lua").write_text(PLUGIN, encoding="utf-8")
    return home


def cchc(cwd, *args):
    return subprocess.run([CCHC, *map(str, args)], cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


def run(home, rows, *args, out="nhap", name="sach"):
    """Imports `rows`: dicts, or lines as they are."""
    lines = [row if isinstance(row, (str, bytes)) else json.dumps(row, ensure_ascii=False) for row in rows]
    data = b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in lines)
    (home / "rows.jsonl").write_bytes(data)
    return cchc(home, "import", name, "rows.jsonl", "-o", out, *args)


def tree(folder, hidden=False):
    """Files by path; what the import keeps for itself is hidden."""
    found = {str(p.relative_to(folder)): p.read_bytes().decode() for p in sorted(Path(folder).rglob("*")) if p.is_file()}
    return {path: text for path, text in found.items() if hidden or not path.startswith(".nhap/")}


def report(folder, name="bao-cao-nhap.csv"):
    """Rows of the report, but the counts."""
    with open(Path(folder) / name, encoding="utf-8-sig", newline="") as f:
        return [tuple(row.values()) for row in csv.DictReader(f, delimiter=";") if row["tệp"] != "(tất cả)"]


def test_writes_files(home):
    done = run(home, [{"name": "Dế Mèn: phiêu lưu", "year": 1941, "tags": ["thiếu nhi", "a; b"], "text": "1. *Một*\nhai", "author": "Tô Hoài"},
                      {"name": "Đất rừng", "author": "Đoàn Giỏi", "home": "Tiền Giang", "unsure": "năm nào; \"đó\""},
                      {"name": "Ông đồ", "author": "Ân"}, {"name": "Chiếu", "author": "ân"}])
    assert done.returncode == 0, done.stderr
    files = tree(home / "nhap")
    assert files == {
        "bao-cao-nhap.csv": "\ufefftệp;dòng nguồn;trường;điều chưa rõ;nguyên văn\r\n"
                            "(tất cả);;tiêu đề;nhận ra 4, để nguyên chữ 0, chưa biết 0;\r\n(tất cả);;năm;nhận ra 1, để nguyên chữ 0, chưa biết 1;\r\n"
                            "(tất cả);;từ khóa;nhận ra 1, để nguyên chữ 0, chưa biết 0;\r\n(tất cả);;Nội dung;nhận ra 4, để nguyên chữ 0, chưa biết 0;\r\n"
                            "sach/a/dat-rung.md;2;năm;không rõ;\"năm nào; \"\"đó\"\"\"\r\n",
        "du-lieu/tac-gia.csv": "\ufefftên;nơi\r\nÂn;\r\nĐoàn Giỏi;Tiền Giang\r\nTô Hoài;\r\n",
        "sach/_muc.md": "---\ntiêu đề: Sách\n---\n",
        "sach/a/_muc.md": "---\ntiêu đề: Kệ A\n---\n",
        "sach/a/chieu.md": "---\ntiêu đề: Chiếu\n---\n## Nội dung\n\nx\n\n- một\n- hai\n  - ba\n",
        "sach/a/dat-rung.md": "---\ntiêu đề: Đất rừng\n---\n## Nội dung\n\nx\n\n- một\n- hai\n  - ba\n",
        "sach/a/de-men-phieu-luu.md": "---\ntiêu đề: Dế Mèn: phiêu lưu\nnăm: 1941\ntừ khóa:\n  - thiếu nhi\n  - a; b\n---\n"
                                      "## Nội dung\n\n1\\. \\*Một\\*<br>hai\n\n- một\n- hai\n  - ba\n",
        "sach/a/ong-do.md": "---\ntiêu đề: Ông đồ\n---\n## Nội dung\n\nx\n\n- một\n- hai\n  - ba\n",
    }, files
    assert "Đã đọc 4 dòng, ghi 4 tệp mới vào nhap." in done.stderr and "Có 1 điều chưa rõ ở 1 tệp" in done.stderr, done.stderr
    assert "năm: nhận ra 1, để nguyên chữ 0, chưa biết 1\n" in done.stderr, done.stderr
    assert tree(home / "nhap", hidden=True)[".nhap/sach/a/chieu.md"] == files["sach/a/chieu.md"], "what was written is kept for updates"


def test_is_the_same_with_any_number_of_workers(home):
    rows = [{"name": f"Sách {i}", "author": f"Người {i % 7}", "home": str(i % 2)} for i in range(60)]
    for out, args in (("m", ["-j1"]), ("n", ["-j4"]), ("i", ["--inline"])):
        assert run(home, rows, *args, out=out).returncode == 0
    assert tree(home / "m") == tree(home / "n") == tree(home / "i")
    assert tree(home / "m")["du-lieu/tac-gia.csv"].splitlines()[1] == "Người 0;", "homes that differ stay empty"


def test_bad_lines_do_not_stop_the_others(home):
    done = run(home, [{"name": "Một"}, "{\"name\": ", "[1]", "", b"{\"name\": \"\xff\"}", {"name": "Hai", "fail": True}, {"name": "Ba"}])
    assert done.returncode == 1
    assert sorted(p for p in tree(home / "nhap") if p.startswith("sach/a/")) == ["sach/a/_muc.md", "sach/a/ba.md", "sach/a/mot.md"]
    for line, words in ((2, "không phải dữ liệu JSON đúng"), (3, "phải là một nhóm khóa"), (5, "không phải chữ Unicode UTF-8"), (6, "không đọc được «Hai»")):
        assert re.search(rf"rows\.jsonl:{line}:.*{words}", done.stderr), (line, done.stderr)
    assert "4 dòng không nhập được" in done.stderr, done.stderr


def test_rows_that_the_plugin_refuses(home):
    done = run(home, [{"name": "Một"}, {"no": "thiếu «mã»"}])
    assert done.returncode == 1 and "rows.jsonl:2: lỗi: không nhập được dòng này: thiếu «mã»\n" in done.stderr, done.stderr
    assert "sach/a/mot.md" in tree(home / "nhap")


def test_nothing_is_written_where_no_row_is_right(home):
    for rows in (["["] * 3, [{"no": "x"}], [[1, 2]]):
        done = run(home, rows)
        assert done.returncode == 1 and "không dòng nào nhập được" in done.stderr and not (home / "nhap").exists(), done.stderr
    (home / "rows.jsonl").write_bytes("{}\n".encode("utf-16"))
    done = cchc(home, "import", "sach", "rows.jsonl", "-o", "nhap")
    assert done.returncode == 1 and "UTF-16" in done.stderr and "UTF-8" in done.stderr, done.stderr


def test_two_rows_for_one_file(home):
    done = run(home, [{"name": "Một", "text": "đầu"}, {"name": "một", "text": "sau"}])
    assert done.returncode == 1 and "rows.jsonl:2: lỗi: dòng này và dòng 1 cùng thành tệp «a/mot.md»" in done.stderr, done.stderr
    assert "đầu" in tree(home / "nhap")["sach/a/mot.md"]


def test_a_column_with_two_names(home):
    done = run(home, [{"name": "Một"}, {"name": "Hai", "shelf": "Kệ khác"}])
    assert done.returncode == 1 and "rows.jsonl:2: lỗi: thư mục «a»" in done.stderr, done.stderr


def test_nothing_is_overwritten(home):
    (home / "nhap/sach/a").mkdir(parents=True)
    (home / "nhap/sach/a/mot.md").write_text("của biên tập viên", encoding="utf-8")
    done = run(home, [{"name": "Một", "unsure": "?"}, {"name": "Hai"}])
    assert done.returncode == 0 and "đã có tệp «nhap/sach/a/mot.md» với nội dung khác" in done.stderr, done.stderr
    assert "ghi 1 tệp mới vào nhap; 1 tệp đã có từ trước, giữ nguyên" in done.stderr, done.stderr
    assert tree(home / "nhap")["sach/a/mot.md"] == "của biên tập viên"
    before = tree(home / "nhap")
    again = run(home, [{"name": "Một", "unsure": "?"}, {"name": "Hai"}])
    assert again.returncode == 0 and tree(home / "nhap") == before, "a second run with the same rows changes nothing"
    run(home, [{"name": "Một", "unsure": "khác"}, {"name": "Hai"}])
    assert tree(home / "nhap") == before | {"bao-cao-nhap-2.csv": before["bao-cao-nhap.csv"].replace("?", "khác")}
    assert not (home / "nhap/.nhap/sach/a/mot.md").exists(), "a page of somebody else is none of the import's"
    assert not [p for p in (home / "nhap").rglob("*") if "cchc-new" in p.name]


def test_a_list_of_records_that_is_there_stays(home):
    (home / "nhap/du-lieu").mkdir(parents=True)
    (home / "nhap/du-lieu/tac-gia.yaml").write_text("- tên: Ân\n", encoding="utf-8")
    done = run(home, [{"name": "Một", "author": "Bình"}])
    assert done.returncode == 0 and "du-lieu/tac-gia.yaml" in done.stderr, done.stderr
    assert list((home / "nhap/du-lieu").iterdir()) == [home / "nhap/du-lieu/tac-gia.yaml"]


def test_links_are_not_followed(home):
    (home / "nhap/sach/a").mkdir(parents=True)
    (home / "ngoai.md").write_text("ngoài", encoding="utf-8")
    (home / "nhap/sach/a/mot.md").symlink_to(home / "ngoai.md")
    run(home, [{"name": "Một"}])
    assert (home / "ngoai.md").read_text(encoding="utf-8") == "ngoài"


def test_wrong_results_are_named(home):
    cases = [("chữ", "row"), ({}, "path"), ({"path": "../a"}, "path"), ({"path": "a/"}, "path"), ({"path": "A"}, "path"), ({"path": ".a"}, "path"),
             ({"path": "a", "fields": {"tên": 1}}, "fields"), ({"path": "a", "fields": [["tên", {"x": 1}]]}, "fields"), ({"path": "a", "fields": [[1, 2]]}, "fields"),
             ({"path": "a", "sections": [{"body": []}]}, "sections"), ({"path": "a", "sections": [{"heading": "x", "body": ["a", 5]}]}, "sections"),
             ({"path": "a", "sections": [{"heading": "x", "body": [{"columns": ["a"], "rows": [["1", "2"]]}]}]}, "sections"),
             ({"path": "a", "doubts": [{"field": "x"}]}, "doubts"), ({"path": "a", "records": {"../x": []}}, "records"),
             ({"path": "a", "columns": {"../x": []}}, "columns"), ({"path": "a", "answers": {"wanted": 1}}, "answers"), ({"skipped": "wanted"}, "skipped"),
             ({"path": "a", "unknown": [1]}, "unknown"), ({"path": "a", "history": {"heading": "x", "columns": ["a"], "row": []}}, "history")]
    done = run(home, [{"result": result} for result, _ in cases])
    assert done.returncode == 1 and not (home / "nhap").exists()
    for line, (result, key) in enumerate(cases, 1):
        assert re.search(rf"rows\.jsonl:{line}: lỗi: .*trả về «{key}» không đúng", done.stderr), (result, done.stderr)


def test_a_row_that_never_ends(home):
    done = run(home, [{"name": "Một"}, {"name": "Hai", "spin": True}, {"name": "Ba"}])
    assert done.returncode == 1 and re.search(r"rows\.jsonl:2: lỗi: .*«thu»", done.stderr), done.stderr
    assert {"sach/a/mot.md", "sach/a/ba.md"} <= set(tree(home / "nhap"))


def test_usage(home):
    done = run(home, [{"name": "Một"}], name="sac")
    assert done.returncode == 2 and "không có cách nhập nào tên là «sac»" in done.stderr and "có phải «sach»?" in done.stderr, done.stderr
    assert "có: sach" in run(home, [{}], name="xyz").stderr
    assert cchc(home, "import", "sach").returncode == 2
    assert "-o" in cchc(home, "import", "sach", "rows.jsonl").stderr
    for wrong in (["-j", "0"], ["-j", "x"], ["--lang", "fr"], ["--ghi"], ["--update", "--date", "30/2/2026"], ["--tien-t", "x"], ["--prefix"]):
        assert run(home, [{"name": "Một"}], *wrong, out="x").returncode == 2
    missing = cchc(home, "import", "sach", "khong-co.jsonl", "-o", "x")
    assert missing.returncode == 1 and "khong-co.jsonl" in missing.stderr and not (home / "x").exists(), missing.stderr
    empty = run(home, [], out="x")
    assert empty.returncode == 1 and "không có dòng nào" in empty.stderr
    assert not (home / "x").exists()
    english = run(home, [{"name": "Một"}, "{"], "--lang", "en")
    assert english.returncode == 1 and "Read 2 lines, wrote 1 new files" in english.stderr, english.stderr
    objects = [json.loads(line) for line in run(home, [{"name": "Một"}, "{"], "--json", out="y").stdout.splitlines()]
    assert [(o["line"], o["code"]) for o in objects] == [(2, "json.syntax")], objects


def test_options_of_an_import(home):
    done = cchc(home, "import", "sach", "--help")
    assert done.returncode == 0 and "--can-co FILE" in done.stdout and "--tien-to VALUE" in done.stdout and "danh sách" in done.stdout, done.stdout
    assert "--cot" in cchc(home, "import", "--help").stdout and cchc(home, "import", "sac", "--help").returncode == 2
    for option in (["--tien-to", "A-"], ["--prefix=A-"], ["--Tiền_tố", "A-"]):
        assert run(home, [{"name": "Một"}], *option, out="n").returncode == 0
        assert "tiêu đề: A-Một\n" in tree(home / "n")["sach/a/mot.md"]
        shutil.rmtree(home / "n")
    wrong = run(home, [{"name": "Một"}], "--tien-t", "x")
    assert "không có tùy chọn «--tien-t»" in wrong.stderr and "có phải «--tien-to»?" in wrong.stderr, wrong.stderr


# ---- Other sources ----

TABLE = [("Name", "Năm", "Text"), ("Một", "1941", "dòng 1\ndòng 2"), ("Hai; ba", "", 'nói "thế"')]


def as_csv(rows, separator=";"):
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' if re.search(r'[;,"\n]', cell) else cell for cell in row] for row in rows]
    return "\r\n".join(separator.join(row) for row in quoted) + "\r\n"


def as_workbook(path, rows):
    """The least that is a workbook: one sheet of texts."""
    escape = lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
    cells = "".join(f'<row r="{r}">' + "".join(f'<c r="{"ABCD"[k]}{r}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for k, cell in enumerate(row)) + "</row>"
                    for r, row in enumerate(rows, 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
                               f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


def test_tables_as_excel_writes_them(home):
    sources = {"a.csv": as_csv(TABLE).encode("utf-8-sig"), "b.csv": as_csv(TABLE).encode("utf-16"), "c.CSV": as_csv(TABLE, ",").encode(),
               "d.txt": as_csv(TABLE, "\t").encode("utf-16")}
    for name, data in sources.items():
        (home / name).write_bytes(data)
        done = cchc(home, "import", "sach", name, "-o", "n")
        assert done.returncode == 0, (name, done.stderr)
        files = tree(home / "n")
        assert "dòng 1<br>dòng 2\n" in files["sach/a/mot.md"] and "tiêu đề: Hai; ba\n" in files["sach/a/hai-ba.md"], (name, files)
        assert 'nói "thế"' in files["sach/a/hai-ba.md"], "a cell that holds quotes"
        shutil.rmtree(home / "n")
    (home / "e.csv").write_text("Name;Text\na;b;c\n", encoding="utf-8")
    wrong = cchc(home, "import", "sach", "e.csv", "-o", "n")
    assert wrong.returncode == 1 and re.search(r"e\.csv:2:.*chỉ có 2 cột", wrong.stderr) and not (home / "n").exists(), wrong.stderr


def test_a_workbook(home):
    if not shutil.which("xlsx2csv"):
        raise Skip("xlsx2csv is not there")
    as_workbook(home / "-sách.xlsx", [*TABLE, ("Một", "", "")])
    done = cchc(home, "import", "sach", "-o", "n", "--", "-sách.xlsx")
    assert done.returncode == 1, done.stderr
    assert re.search(r"-sách\.xlsx \(trang tính 1\):4: lỗi: dòng này và dòng 2 cùng thành tệp", done.stderr), done.stderr
    files = tree(home / "n")
    assert "dòng 1<br>dòng 2\n" in files["sach/a/mot.md"] and "sach/a/hai-ba.md" in files, files
    (home / "hong.xlsx").write_bytes(b"PK\x03\x04" + b"x" * 100)
    broken = cchc(home, "import", "sach", "hong.xlsx", "-o", "m")
    assert broken.returncode == 1 and "không đọc được bảng tính này" in broken.stderr and not (home / "m").exists(), broken.stderr
    (home / "cu.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"x" * 100)
    assert "kiểu cũ (.xls)" in cchc(home, "import", "sach", "cu.xls", "-o", "m").stderr


def test_a_workbook_without_the_program(home):
    as_workbook(home / "a.xlsx", TABLE)
    done = subprocess.run([CCHC, "import", "sach", "a.xlsx", "-o", "n"], cwd=home, capture_output=True, text=True, timeout=60, check=False, env={"PATH": str(home)})
    assert done.returncode == 1 and "apt install xlsx2csv" in done.stderr and not (home / "n").exists(), done.stderr


def test_the_program_is_run_without_a_shell(home):
    """The file is one word, whatever its name; a program that is ended is told apart from a workbook that is wrong."""
    as_workbook(home / "a; touch hong.xlsx", TABLE)
    program = home / "bin/xlsx2csv"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf "name;text\\n%s;x\\n" "$#"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{program.parent}:{os.environ['PATH']}"
    done = subprocess.run([CCHC, "import", "sach", "a; touch hong.xlsx", "-o", "n"], cwd=home, capture_output=True, text=True, timeout=60, check=False,
                          env={**os.environ, "PATH": path})
    assert done.returncode == 0 and "sach/a/7.md" in tree(home / "n") and not (home / "hong.xlsx").exists(), done.stderr
    program.write_text("#!/bin/sh\nkill -9 $$\n", encoding="utf-8")
    ended = subprocess.run([CCHC, "import", "sach", "a; touch hong.xlsx", "-o", "m"], cwd=home, capture_output=True, text=True, timeout=60, check=False,
                           env={**os.environ, "PATH": path})
    assert ended.returncode == 1 and "tệp quá lớn hoặc đọc quá lâu" in ended.stderr and not (home / "m").exists(), ended.stderr


def test_other_names_of_columns(home):
    (home / "cot.yaml").write_text("name: Tên sách\ntext: Nội dung tóm tắt\n", encoding="utf-8")
    (home / "a.csv").write_text("TÊN SÁCH;Nội_dung tóm tắt;year\nMột;hay;1941\n", encoding="utf-8")
    done = cchc(home, "import", "sach", "a.csv", "-o", "n", "--cot", "cot.yaml")
    assert done.returncode == 0 and "năm: \"1941\"" in tree(home / "n")["sach/a/mot.md"].replace("năm: 1941", "năm: \"1941\""), done.stderr
    assert "\nhay\n" in tree(home / "n")["sach/a/mot.md"]
    assert run(home, [{"Tên sách": "Hai", "Nội dung tóm tắt": "dở"}], "--cot", "cot.yaml", out="m").returncode == 0
    assert "\ndở\n" in tree(home / "m")["sach/a/hai.md"]
    (home / "cot.yaml").write_text("name: Tên sach cũ\n", encoding="utf-8")
    wrong = cchc(home, "import", "sach", "a.csv", "-o", "x", "--cot", "cot.yaml")
    assert wrong.returncode == 1 and re.search(r"cot\.yaml:1:7: lỗi: tệp nguồn không có cột «Tên sach cũ»", wrong.stderr) and "TÊN SÁCH" in wrong.stderr, wrong.stderr
    (home / "cot.yaml").write_text("- a\n", encoding="utf-8")
    assert "tệp tên cột không đúng dạng" in cchc(home, "import", "sach", "a.csv", "-o", "x", "--cot", "cot.yaml").stderr
    assert not (home / "x").exists()


def test_a_list_that_chooses(home):
    (home / "can.csv").write_text("Name;Giá\nHai;1\nBốn;2\n", encoding="utf-8")
    done = run(home, [{"name": "Một"}, {"name": "Hai"}, {"name": "Ba"}], "--can-co", "can.csv")
    assert done.returncode == 0 and "1 mục của danh sách không có trong nguồn" in done.stderr and "dòng 3: Bốn 2" in done.stderr, done.stderr
    assert "ghi 1 tệp mới vào nhap; 2 dòng không có trong danh sách nên bỏ qua." in done.stderr, done.stderr
    assert [p for p in tree(home / "nhap") if p.startswith("sach/a/")] == ["sach/a/_muc.md", "sach/a/hai.md"]
    assert report(home / "nhap") == [("can.csv", "3", "cần có", "nguồn không có mục này", "Bốn; 2")]
    none = run(home, [{"name": "Ba"}], "--can-co", "can.csv", out="x")
    assert none.returncode == 1 and not (home / "x").exists(), none.stderr
    assert run(home, [{"name": "Ba"}], "--can-co", "khong-co.csv", out="x").returncode == 1


# ---- Updates ----

OLD = [{"name": "Một", "year": 1, "text": "cũ"}, {"name": "Hai", "year": 2, "text": "hai cũ"}, {"name": "Ba", "year": 3}]
NEW = [{"name": "Một", "year": 11, "text": "mới", "history": "9/QĐ"}, {"name": "Hai", "year": 2, "text": "hai mới", "history": "9/QĐ"}, {"name": "Ba", "year": 3},
       {"name": "Bốn", "year": 4}]


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text, text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_update_is_shown_first(home):
    run(home, OLD)
    before = tree(home / "nhap", hidden=True)
    done = run(home, NEW, "--update", "--date", "21/11/2026")
    assert done.returncode == 0 and tree(home / "nhap", hidden=True) == before, done.stderr
    assert "--- nhap/sach/a/mot.md\n+++ nhap/sach/a/mot.md\n@@ -1,11 +1,17 @@\n ---\n tiêu đề: Một\n-năm: 1\n+năm: 11\n ---\n" in done.stdout, done.stdout
    assert "-cũ\n+mới\n" in done.stdout and "--- /dev/null\n+++ nhap/sach/a/bon.md\n" in done.stdout and "ba.md" not in done.stdout, done.stdout
    assert "sẽ cập nhật 2 tệp, thêm 1 tệp mới, 1 tệp không có gì mới" in done.stderr and "Thêm --ghi" in done.stderr, done.stderr
    patched = subprocess.run(["patch", "-p0"], cwd=home, input=done.stdout, text=True, capture_output=True, check=False) if shutil.which("patch") else None
    if patched:
        assert patched.returncode == 0, patched.stdout
        shown = tree(home / "nhap")
        shutil.rmtree(home / "nhap")
        run(home, OLD)
        run(home, NEW, "--update", "--ghi", "--date", "21/11/2026")
        written = tree(home / "nhap")
        assert all(shown[path] == written[path] for path in shown if path.startswith("sach/")), "what is shown is what is written"


def test_an_update_keeps_the_editors_words(home):
    run(home, OLD)
    one = home / "nhap/sach/a/mot.md"
    edit(one, "tiêu đề: Một\n", "tiêu đề: Một của tôi\nghi chú riêng: có\n")
    one.write_text(one.read_text(encoding="utf-8") + "\n## Mục riêng\n\nGiữ lại.\n", encoding="utf-8")
    done = run(home, NEW, "--update", "--ghi", "--date", "21/11/2026")
    assert done.returncode == 0 and "cập nhật 2 tệp, thêm 1 tệp mới" in done.stderr, done.stderr
    assert one.read_text(encoding="utf-8") == (
        "---\ntiêu đề: Một của tôi\nghi chú riêng: có\nnăm: 11\n---\n## Nội dung\n\nmới\n\n- một\n- hai\n  - ba\n\n## Mục riêng\n\nGiữ lại.\n\n"
        "## Lịch sử\n\n| Ngày | Số | Đổi |\n|---|---|---|\n| 21/11/2026 | 9/QĐ | năm; Nội dung |\n")
    before = tree(home / "nhap", hidden=True)
    again = run(home, NEW, "--update", "--ghi", "--date", "22/11/2026")
    assert again.returncode == 0 and not again.stdout and "cập nhật 0 tệp, thêm 0 tệp mới, 4 tệp không có gì mới" in again.stderr, again.stderr
    assert tree(home / "nhap", hidden=True) == before, "a second time changes nothing"
    run(home, [NEW[0] | {"year": 12, "history": "10/QĐ"}], "--update", "--ghi", "--date", "23/11/2026")
    assert one.read_text(encoding="utf-8").endswith("| 21/11/2026 | 9/QĐ | năm; Nội dung |\n| 23/11/2026 | 10/QĐ | năm |\n"), one.read_text(encoding="utf-8")
    assert not [p for p in (home / "nhap").rglob("*") if "cchc-new" in p.name]
    run(home, [NEW[0] | {"year": 12, "history": "11/QĐ", "tags": ["x"]}], "--update", "--ghi")
    assert "từ khóa: x\n" in one.read_text(encoding="utf-8") and "11/QĐ" not in one.read_text(encoding="utf-8"), "what is no history gets no row"
    objects = run(home, [NEW[0] | {"year": 13}], "--update", "--json")
    assert "+năm: 13" in objects.stderr and not objects.stdout, objects.stdout


def test_a_conflict_is_named_and_nothing_is_lost(home):
    run(home, OLD)
    two = home / "nhap/sach/a/hai.md"
    edit(two, "hai cũ", "hai của tôi")
    before = two.read_text(encoding="utf-8")
    for date in ("21/11/2026", "22/11/2026"):
        done = run(home, NEW[1:2], "--update", "--ghi", "--date", date)
        assert done.returncode == 0 and "«nhap/sach/a/hai.md»: «Nội dung» khác nguồn và đã có người sửa; giữ bản đang có" in done.stderr, done.stderr
        assert "đang có: «hai của tôi" in done.stderr and "nguồn: «hai mới" in done.stderr, done.stderr
        assert two.read_text(encoding="utf-8") == before
    rows = report(home / "nhap", "bao-cao-nhap-2.csv")
    assert [row[:4] for row in rows] == [("sach/a/hai.md", "1", "Nội dung", "khác nguồn và đã có người sửa; giữ bản đang có")], rows
    assert "hai của tôi" in rows[0][4] and "hai mới" in rows[0][4] and not (home / "nhap/bao-cao-nhap-3.csv").exists()
    edit(two, "hai của tôi", "hai mới")
    agreed = run(home, NEW[1:2], "--update", "--ghi")
    assert "khác nguồn" not in agreed.stderr, agreed.stderr
    run(home, [NEW[1] | {"text": "hai mới nữa"}], "--update", "--ghi")
    assert "hai mới nữa" in two.read_text(encoding="utf-8"), "from there on the source leads again"


def test_an_update_of_what_no_import_wrote(home):
    (home / "nhap/sach/a").mkdir(parents=True)
    one = home / "nhap/sach/a/mot.md"
    one.write_text("---\ntiêu đề: Một\n---\n## Nội dung\n\nTự viết.\n", encoding="utf-8")
    done = run(home, NEW[:1], "--update", "--ghi", "--date", "21/11/2026")
    text = one.read_text(encoding="utf-8")
    assert "năm: 11\n" in text and "Tự viết." in text and "mới" not in text.split("## Lịch sử")[0], "new fields come, what is there stays"
    assert "«Nội dung» khác nguồn" in done.stderr, done.stderr
    assert run(home, NEW[:1], "--update", out="khong-co").returncode == 4


def test_an_update_and_pages_that_went(home):
    run(home, OLD)
    (home / "nhap/sach/a/hai.md").unlink()
    done = run(home, NEW, "--update", "--ghi")
    assert not (home / "nhap/sach/a/hai.md").exists() and "đã bị xóa hoặc chuyển đi" in done.stderr, done.stderr
    edit(home / "nhap/sach/a/mot.md", "- một\n", "")
    edit(home / "nhap/sach/a/mot.md", "năm: 11\n", "")
    run(home, NEW, "--update", "--ghi")
    assert "năm" not in (home / "nhap/sach/a/mot.md").read_text(encoding="utf-8").split("## ")[0], "a field that the editor took away stays away"
    one = home / "nhap/sach/a/mot.md"
    one.write_bytes(one.read_bytes() + b"\xff")
    broken = run(home, NEW, "--update", "--ghi")
    assert broken.returncode == 1 and "không phải chữ Unicode" in broken.stderr and one.read_bytes().endswith(b"\xff"), broken.stderr


def test_an_update_and_line_ends_of_windows(home):
    run(home, OLD)
    one = home / "nhap/sach/a/mot.md"
    one.write_bytes(one.read_bytes().replace(b"\n", b"\r\n").replace(b"|---|", b"| --- |"))
    done = run(home, OLD, "--update", "--ghi")
    assert not done.stdout and b"\r\n" in one.read_bytes(), "the same words are no change"
    done = run(home, NEW, "--update")
    assert "@@ -1,11 +1,17 @@" in done.stdout and "tiêu đề" in done.stdout, done.stdout


def test_an_update_and_lists_of_records(home):
    run(home, [{"name": "Một", "author": "Ân"}])
    done = run(home, [{"name": "Một", "author": "Ân"}, {"name": "Hai", "author": "Bình"}], "--update", "--ghi")
    assert "«nhap/du-lieu/tac-gia.csv» thiếu 1 mục" in done.stderr and "thêm vào danh sách ấy: Bình" in done.stderr, done.stderr
    edit(home / "nhap/du-lieu/tac-gia.csv", "Ân;", "Ân;\r\nBình;")
    assert "thiếu" not in run(home, [{"name": "Hai", "author": "Bình"}], "--update", "--ghi").stderr


# ---- Real procedures ----

def key(text):
    """Letters and digits only, so that signs and blanks between them do not count."""
    return "".join(c for c in unicodedata.normalize("NFC", text).lower() if c.isalnum())


def plain(markdown):
    return re.sub(r"\\(.)", r"\1", markdown)


def pieces(body):
    """The texts of a section: cells, items, paragraphs, sub-headings."""
    in_table = 0
    for line in body.split("\n"):
        in_table = in_table + 1 if line.startswith("|") else 0
        if in_table > 2:
            for cell in re.split(r"(?<!\\)\|", line)[1:-1]:
                yield from cell.split("<br>")
        elif not in_table and line.strip():
            yield from re.sub(r"^(\s*- |### )", "", line).split("<br>")


def sections(text):
    return dict(part.split("\n", 1) for part in re.split(r"^## ", text, flags=re.M)[1:])


OWN_WORDS = {key(words) for words in ("chờ xác minh", "chưa xác định", "Lưu ý", "")}


def invented(text, record):
    """What stands in a file but not in its record; a text made of several must have each of them there."""
    whole = " ".join(key(value) for value in record.values())
    front, body = text[4:].split("\n---\n", 1)
    found = [words for line in front.split("\n") for words in re.sub(r"^(  - |[^:]+: ?)", "", line).strip('"').split("; ")]
    found += [plain(piece) for part in sections(body).values() for piece in pieces(part)]
    for words in found:
        if key(words) in OWN_WORDS or key(words) in whole:
            continue
        if any(key(part) not in whole for part in re.split(r"; | \(|, ", words)):
            yield words


def is_table(body):
    return re.search(r"^\|---", body, re.M) is not None


def is_list(body):
    return is_table(body) or re.search(r"^- ", body, re.M) is not None


class Real:
    """The real procedures, imported and built once."""
    made = None

    @classmethod
    def get(cls):
        if not cls.made:
            cls.made = cls(Path(os.environ.get("KEEP") or Path(tempfile.mkdtemp(prefix="cchc-import-"))))
        return cls.made

    def __init__(self, home):
        self.content = home / "content"
        self.site = home / "site"
        shutil.rmtree(self.content, ignore_errors=True)
        begin = time.monotonic()
        self.done = cchc(ROOT, "import", "thu-tuc", REAL, "-o", self.content)
        self.seconds = time.monotonic() - begin
        (self.content / "portal.yaml").write_text("tên chính thức: Ủy ban nhân dân xã Mẫu\nđịa chỉ gốc: https://xamau.gov.vn/cchc/\n", encoding="utf-8")
        self.build = cchc(ROOT, "build", self.content, "-o", self.site, "--plugins", "plugins", "--themes", "themes", "--date", "2026-03-05")
        lines = REAL.read_text(encoding="utf-8").splitlines()
        self.records = {record["ma_thu_tuc"]: record for record in map(json.loads, lines)}
        self.files = {p.stem: p.read_text(encoding="utf-8") for p in self.content.glob("thu-tuc/*/*.md") if p.name != "_muc.md"}
        with open(self.content / "bao-cao-nhap.csv", encoding="utf-8-sig", newline="") as f:
            rows = list(csv.DictReader(f, delimiter=";"))
        self.doubts = [row for row in rows if row["tệp"] != "(tất cả)"]
        self.counts = {row["trường"]: tuple(map(int, re.findall(r"\d+", row["điều chưa rõ"]))) for row in rows if row["tệp"] == "(tất cả)"}


def real_test_all_are_written(real):
    assert real.done.returncode == 0, real.done.stderr[-2000:]
    assert set(real.files) == set(real.records) and len(real.files) == 588, len(real.files)


def real_test_a_portal_of_them_builds(real):
    assert real.build.returncode == 0, real.build.stderr[-2000:]
    told = ("thủ tục trùng tên với thủ tục khác", "thủ tục còn thiếu phần phải công khai")  # which is so in the source
    warnings = [words for words in re.findall(r"cảnh báo: .*", real.build.stderr) if not any(part in words for part in told)]
    assert not warnings, collections.Counter(warnings).most_common(5)
    assert len(list(real.site.glob("thu-tuc/*/*.html"))) >= 588


def real_test_methods_are_tables_and_papers_lists(real):
    bodies = [sections(text) for text in real.files.values()]
    both = sum(is_table(b["Cách thức thực hiện"]) and is_list(b["Thành phần hồ sơ"]) for b in bodies)
    assert both >= LEAST * len(bodies), f"{both} of {len(bodies)}"


def real_test_nothing_is_invented(real):
    found = [(code, words) for code, text in real.files.items() for words in invented(text, real.records[code])]
    assert not found, found[:5]


def real_test_no_furniture_is_left(real):
    for code, text in real.files.items():
        for words in ("Chọn cơ quan", "Từ khóa", "Tên giấy tờMẫu", "Tên văn bản pháp lý", "Hình thức nộpThời", "\u00a0", "\u200e", "Mã: KQ"):
            assert words not in text, (code, words)
        assert unicodedata.is_normalized("NFC", text), code


def real_test_pending_is_in_the_report(real):
    told = {(row["tệp"].split("/")[-1][:-3], row["trường"]) for row in real.doubts}
    for code, text in real.files.items():
        for heading, body in sections(text).items():
            if "chờ xác minh" in body:
                assert (code, heading) in told, (code, heading)
    assert all(row["điều chưa rõ"] for row in real.doubts)


def real_test_every_field_is_counted(real):
    assert real.counts["tên"] == (588, 0, 0) and real.counts["mức độ"] == (0, 0, 588), real.counts
    assert all(sum(real.counts[heading]) == 588 for heading in ("Trình tự thực hiện", "Cách thức thực hiện", "Thành phần hồ sơ", "Căn cứ pháp lý")), real.counts


def real_test_the_provinces_list_chooses(real):
    with tempfile.TemporaryDirectory(prefix="cchc-import-") as temp:
        wanted = Path(temp) / "danh mục.csv"
        wanted.write_bytes("STT;Mã số TTHC;Tên;Mức độ DVC\r\n1;2.000986.000.00.00.H24;a;Toàn trình\r\n2;\t1.005010;b;Một phần\r\n"
                           "3;1.00002;c;\r\n4;9.999999;Không có;Toàn trình\r\n".encode("utf-16"))
        done = cchc(ROOT, "import", "thu-tuc", REAL, "-o", Path(temp) / "n", "--danh-muc", wanted)
        files = {p.stem: p.read_text(encoding="utf-8") for p in Path(temp).glob("n/thu-tuc/*/*.md") if p.name != "_muc.md"}
        assert sorted(files) == ["1.000020", "1.005010", "2.000986"], (sorted(files), done.stderr)
        assert "mức độ: một phần\n" in files["1.005010"] and "mức độ: toàn trình\n" in files["2.000986"] and "mức độ: chưa xác định\n" in files["1.000020"]
        assert ("danh mục.csv", "5", "danh mục", "nguồn không có mục này", "4; 9.999999; Không có; Toàn trình") in report(Path(temp) / "n"), done.stderr


def real_test_an_update_with_the_same_changes_nothing(real):
    with tempfile.TemporaryDirectory(prefix="cchc-import-") as temp:
        shutil.copytree(real.content, Path(temp) / "n")
        before = tree(Path(temp) / "n", hidden=True)
        done = cchc(ROOT, "import", "thu-tuc", REAL, "-o", Path(temp) / "n", "--update", "--ghi")
        assert done.returncode == 0 and not done.stdout and "588 tệp không có gì mới" in done.stderr, done.stderr[-2000:]
        assert tree(Path(temp) / "n", hidden=True) == before


def real_test_fields_are_records(real):
    rows = (real.content / "du-lieu/field.csv").read_text(encoding="utf-8-sig").splitlines()
    names = [next(csv.reader([row], delimiter=";"))[0] for row in rows[1:]]
    assert set(names) == {" ".join(unicodedata.normalize("NFC", r["linh_vuc"]).split()) for r in real.records.values()}


def real_test_is_fast(real):
    assert real.seconds < 10, real.seconds


def ok(name, test, *args):
    try:
        test(*args)
        print(f"ok {name}")
        return 0
    except Skip as why:
        print(f"skip {name}: {why}")
        return 0
    except (AssertionError, OSError, KeyError, ValueError, StopIteration, subprocess.TimeoutExpired) as error:
        print(f"not ok {name}")
        print("  " + f"{type(error).__name__}: {error}".replace("\n", "\n  "))
        return 1


def main():
    failed = 0
    tests = {name: f for name, f in globals().items() if callable(f)}
    for name, test in tests.items():
        if name.startswith("test_"):
            with tempfile.TemporaryDirectory(prefix="cchc-import-") as temp:
                failed += ok(name[5:].replace("_", " "), test, project(temp))
    for name, test in tests.items():
        if name.startswith("real_test_"):
            label = "real procedures: " + name[10:].replace("_", " ")
            if REAL.exists():
                failed += ok(label, test, Real.get())
            else:
                print(f"skip {label}: {REAL.name} is not there")
    if Real.made and not os.environ.get("KEEP"):
        shutil.rmtree(Real.made.content.parent, ignore_errors=True)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
