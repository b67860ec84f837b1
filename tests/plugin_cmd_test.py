#!/usr/bin/env python3
"""`cchc plugin list`, `plugin test` and `plugin check` as an author of plugins meets them: right, wrong, in both languages."""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
MARKS = re.compile(r"[à-ỹÀ-Ỹđ]")
PLUGIN = '''local p = { name = "dem", version = 3, api = 1, help = "Đếm trang." }

p.settings = { { "limit", "int", label = "số mục", default = 20 } }

p.directives = { ["so-trang"] = {
  help = "Số trang của cổng.",
  args = {
    { "unit", "text", label = "đơn vị tính", example = "trang" },
    { "form", "choice", label = "dạng", choices = { "chữ", "số" }, default = "số" },
    { "from", "date", label = "từ ngày", optional = true },
  },
  render = function(args, page, site)
    return html.tag("p", nil, num.format(#site.pages), " ", args.unit)
  end,
} }

p.roles = { ["hom-nay"] = {
  help = "Ngày dựng trang.",
  render = function(args, page, site) return site.date end,
} }

p.filters = { dem_chu = function(text) return text.length(text) end }

p.collect = function(site) return { pages = #site.pages } end

function p.check(site, report)
  for _, page in ipairs(site.pages) do
    if page.title == "Trống" then report({ at = page, message = "trang trống" }) end
  end
end

return p
'''
README = "# Đếm\n\nKhối `{so-trang}`, trong dòng `{hom-nay}`.\n"
PAGE = "---\ntiêu đề: Bài\n---\n```{so-trang}\nđơn vị tính: trang\n```\n"
PORTAL = "tên chính thức: Ủy ban nhân dân xã Mẫu\n"
CASE = "plugins/dem/tests/dem"
FILES = {
    "plugins/dem/plugin.lua": PLUGIN,
    "plugins/dem/README.md": README,
    f"{CASE}/content/portal.yaml": PORTAL,
    f"{CASE}/content/bai.md": PAGE,
    "plugins/kho/kinds/kho.yaml": "kind: store\nlabel: Kho\nplural: Kho\n",
    "plugins/kho/README.md": "# Kho\n",
}


def write(folder, files):
    for path, text in files.items():
        target = Path(folder) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def project(temp, files=None):
    home = Path(temp) / "cổng"
    write(home, FILES | (files or {}))
    shutil.copytree(ROOT / "plugins/trang", home / "plugins/trang")
    shutil.copytree(ROOT / "themes/tran", home / "themes/tran")
    return home


def cchc(home, *args, env=None):
    """Runs a sub-command on the plugins of `home` alone: what is installed on this machine is not looked at."""
    (home / "tmp").mkdir(exist_ok=True)
    if args and args[0] in ("list", "test", "check") and not {"--plugins", "--help"} & set(args):
        args = (*args, "--plugins", "plugins")
    return subprocess.run([CCHC, "plugin", *args], cwd=home, capture_output=True, text=True, timeout=60, check=False,
                          env=dict(os.environ, TMPDIR=str(home / "tmp"), **(env or {})))


def state(folder):
    return {str(p.relative_to(folder)): (p.stat().st_mtime_ns, p.read_bytes() if p.is_file() else None) for p in sorted(Path(folder).rglob("*"))}


def fault(done, status, *texts, absent=()):
    """What is wrong with an end: another status, a text that is not there, or one that should not be."""
    said = done.stdout + done.stderr
    missing = [text for text in texts if text not in said]
    present = [text for text in absent if text in said]
    return "" if done.returncode == status and not missing and not present else f"{done.returncode}, missing {missing}, surplus {present}\n{said}"


# ---- help, and what is no command ----

def the_parts(temp):
    home = project(temp)
    bare, asked, english = cchc(home), cchc(home, "--help"), cchc(home, "--help", "--lang", "en")
    if bare.returncode != 2 or bare.stdout or bare.stderr != asked.stdout or asked.returncode or asked.stderr:
        return fault(bare, 2) + fault(asked, 0) or "help and usage differ"
    lines = [line for line in english.stdout.splitlines() if line.startswith("  cchc plugin ")]
    return "" if len(lines) == 3 and not MARKS.search(english.stdout) else english.stdout


def helps(temp):
    home = project(temp, {"plugins/chi-so/README.md": "# x\n"})
    cchc(home, "test", "--update")
    for part in ("list", "test", "check"):
        for lang in ("vi", "en"):
            done = cchc(home, part, "--help", "--lang", lang)
            examples = [line.strip() for line in done.stdout.splitlines() if line.startswith("  cchc plugin ")]
            if done.returncode or done.stderr or len(examples) < 3 or (lang == "en" and MARKS.search(done.stdout)):
                return f"{part} {lang}\n{done.stdout}{done.stderr}"
        for example in examples[:1]:
            if cchc(home, *shlex.split(example)[2:]).returncode:
                return example
    return ""


def wrong_words(temp):
    home = project(temp)
    return (fault(cchc(home, "lits"), 2, "không có lệnh «plugin lits»", "có phải «list»?")
            or fault(cchc(home, "lits", "--lang=en"), 2, "there is no command «plugin lits»", "did you mean «list»?")
            or fault(cchc(home, "list", "--jsn"), 2, "«--jsn»", "--json")
            or fault(cchc(home, "list", "--lang", "fr"), 2, "--lang không nhận «fr»; cần vi, en")
            or fault(cchc(home, "check", "dm"), 2, "không có phần mở rộng nào tên «dm»", "có phải «dem»?")
            or fault(cchc(home, "list", "--plugins", "khong-co"), 3, "khong-co"))


# ---- list ----

def lists(temp):
    done = cchc(project(temp), "list")
    return fault(done, 0, "dem 3  Đếm trang.\n", "    {so-trang}  Số trang của cổng.\n", "      đơn vị tính (unit)  text; bắt buộc\n",
                 "      dạng (form)  choice: chữ | số; mặc định: số\n", "      từ ngày (from)  date; không bắt buộc\n", "    {hom-nay}  Ngày dựng trang.\n",
                 "    dem_chu\n", "  chạy khi dựng: collect, check\n", "      số mục (limit)  int; mặc định: 20\n", "kho\n  loại nội dung: Kho (store)\n", absent=["ví dụ"])


def lists_english(temp):
    return fault(cchc(project(temp), "list", "dem", "--lang", "en"), 0, "  directives\n", "text; required\n        example: trang\n", "; default: số\n", "date; optional\n",
                 "runs in a build: collect, check\n", absent=["khối", "bắt buộc", "kho\n", "thiết lập"])


def lists_json(temp):
    done = cchc(project(temp), "list", "--json")
    rows = {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}
    one = rows["dem"]
    unit, form, start = one["directives"][0]["args"]
    if sorted(rows) != ["dem", "kho", "trang"] or one["version"] != "3" or one["filters"] != ["dem_chu"] or one["hooks"] != ["collect", "check"]:
        return done.stdout
    if rows["kho"]["kinds"] != [{"name": "store", "label": "Kho", "record": False}] or "directives" in rows["kho"]:
        return done.stdout
    right = {"name": "unit", "label": "đơn vị tính", "type": "text", "required": True, "default": None, "example": "trang"}
    if unit != right or form["choices"] != ["chữ", "số"] or form["default"] != "số" or start["required"] or one["settings"][0]["default"] != 20:
        return done.stdout
    return ""


def lists_what_loads(temp):
    home = project(temp, {"plugins/hong/plugin.lua": "local p = {\n"})
    return fault(cchc(home, "list"), 3, "plugins/hong/plugin.lua:", "{so-trang}") or fault(cchc(home, "list", "Dem"), 3, "{so-trang}", absent=["kho\n"])


# ---- test ----

def passes(temp):
    home = project(temp)
    written = cchc(home, "test", "dem", "--update")
    page = home / CASE / "expect/bai.html"
    if fault(written, 0, "ok dem/dem\n", "  đã ghi expect/bai.html\n", "1 đạt, 0 không đạt\n") or "<p>1 trang</p>" not in page.read_text(encoding="utf-8"):
        return written.stdout + written.stderr
    before = state(home / "plugins")
    for args in (["test"], ["test", "dem"], ["test", "plugins/dem/", "dem"]):
        done = cchc(home, *args)
        if done.stdout != "ok dem/dem\n1 đạt, 0 không đạt\n" or done.stderr or done.returncode:
            return f"{args}\n{done.stdout}{done.stderr}"
    if state(home / "plugins") != before or list((home / "tmp").iterdir()):
        return "something was written, or left in the temporary folder"
    return fault(cchc(home, "test", "--update"), 0, "ok dem/dem\n", absent=["đã ghi"])


def differs(temp):
    home = project(temp)
    cchc(home, "test", "--update")
    page = home / CASE / "expect/bai.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<p>1 trang", "<p>2 trang"), encoding="utf-8")
    write(home, {f"{CASE}/expect/khac.html": "x"})
    done = cchc(home, "test")
    return (fault(done, 1, "not ok dem/dem\n  expect/bai.html không như mong đợi", "\n  -<p>2 trang</p>\n  +<p>1 trang</p>\n", "\n   <h1>Bài</h1>\n",
                  "không có tệp nào tên «khac.html» được đăng", "0 đạt, 1 không đạt\n")
            or fault(cchc(home, "test", "--lang", "en"), 1, "expect/bai.html is not as expected", "no file named «khac.html» was published", "0 passed, 1 failed")
            or fault(cchc(home, "test", "--update"), 1, "xóa nó trong expect/"))


def complains(temp):
    """A warning that nobody expects fails; with expect.stderr it is compared, and gone from it when it is mended."""
    home = project(temp, {f"{CASE}/content/trong.md": "---\ntiêu đề: Trống\n---\nx\n"})
    write(home, {f"{CASE}/expect/bai.html": ""})
    cchc(home, "test", "--update")
    said = home / CASE / "expect.stderr"
    text = said.read_text(encoding="utf-8")
    if not text.startswith("content/trong.md:1:1: cảnh báo: trang trống\n") or "Đã đăng" in text or cchc(home, "test").returncode:
        return text
    said.unlink()
    plain = fault(cchc(home, "test"), 1, "mà ca thử không mong đợi", "  content/trong.md:1:1: cảnh báo: trang trống\n")
    said.write_text(text.replace("trống", "rỗng"), encoding="utf-8")
    other = fault(cchc(home, "test"), 1, "expect.stderr không như mong đợi", "  -content/trong.md:1:1: cảnh báo: trang rỗng\n  +content/trong.md:1:1: cảnh báo: trang trống\n")
    (home / CASE / "content/trong.md").unlink()
    mended = fault(cchc(home, "test", "--update"), 0, "đã xóa expect.stderr")
    return plain or other or mended or ("expect.stderr is still there" if said.exists() else "")


def refuses(temp):
    """A case about errors has no expect/: nothing may be published."""
    wrong = PAGE.replace("đơn vị tính: trang", "đơn vị tinh: trang\ndạng: hình")
    home = project(temp, {f"{CASE}/content/bai.md": wrong})
    done = cchc(home, "test")
    if fault(done, 1, "không mong đợi", "content/bai.md:", "plugins/dem", absent=[str(home), "cchc-plugin-"]) and "«hình»" not in done.stdout:
        return done.stdout
    if fault(cchc(home, "test", "--update"), 0, "đã ghi expect.stderr") or (home / CASE / "expect").exists() or cchc(home, "test").returncode:
        return "the messages are not taken as they came"
    write(home, {f"{CASE}/content/bai.md": PAGE})
    mended = fault(cchc(home, "test"), 1, "chưa có expect/", "expect.stderr không như mong đợi")
    cchc(home, "test", "--update")
    write(home, {f"{CASE}/content/bai.md": wrong})
    return mended or fault(cchc(home, "test"), 1, "không mong đợi") or fault(cchc(home, "test", "--update"), 1, "nên không ghi gì", "«hình»")


def dates(temp):
    home = project(temp, {"plugins/dem/plugin.lua": PLUGIN.replace("num.format(#site.pages)", 'date.format(site.date, "iso")'), f"{CASE}/date": "2027-01-31\n"})
    cchc(home, "test", "--update")
    first = (home / CASE / "expect/bai.html").read_text(encoding="utf-8")
    (home / CASE / "date").unlink()
    cchc(home, "test", "--update")
    second = (home / CASE / "expect/bai.html").read_text(encoding="utf-8")
    write(home, {f"{CASE}/date": "mai\n"})
    if "2027-01-31 trang" not in first or "2026-03-05 trang" not in second:
        return first + second
    return fault(cchc(home, "test"), 1, "not ok dem/dem", "không phải «mai»")


def runaway(temp):
    """A plugin that spins is named, and the next case goes on."""
    spin = PLUGIN.replace("return html.tag", "while true do args = args end\n    return html.tag")
    home = project(temp, {"plugins/dem/plugin.lua": spin, f"{CASE}2/content/portal.yaml": PORTAL, f"{CASE}2/content/a.md": "---\ntiêu đề: A\n---\nx\n"})
    return fault(cchc(home, "test"), 1, "not ok dem/dem\n", "«dem»", "not ok dem/dem2\n", "chưa có expect/", "0 đạt, 2 không đạt")


def no_cases(temp):
    home = project(temp)
    return (fault(cchc(home, "test", "dem", "den"), 2, "không có ca thử nào tên «den»", "có phải «dem»?")
            or fault(cchc(home, "test", "kho"), 1, "chưa có ca thử nào trong «plugins/kho/tests»", "cchc plugin test kho --update")
            or fault(cchc(home, "test", "kho", "--lang=en"), 1, "there are no cases in «plugins/kho/tests»")
            or fault(cchc(home, "test", "--themes", "khong-co"), 3, "không có giao diện «tran» trong «khong-co»", "--themes"))


# ---- check ----

BROKEN = [  # what is changed, what has to be said, the exit status
    ({"plugins/dem/README.md": None}, ["plugins/dem: lỗi: chưa có README.md"], 1),
    ({"plugins/dem/README.md": "# Đếm\n\n`{so-trang}`\n"}, ["README.md chưa nói tới {hom-nay}"], 1),
    ({f"{CASE}/content/portal.yaml": None}, ["chưa có ca thử nào trong tests/", "cchc plugin test dem --update"], 1),
    ({"plugins/dem/plugin.lua": PLUGIN.replace(', example = "trang"', "")}, ["{so-trang}: tham số «đơn vị tính» chưa có help hay example"], 1),
    ({"plugins/dem/plugin.lua": PLUGIN.replace('  help = "Ngày dựng trang.",\n', "")}, ["«hom-nay» chưa có help"], 1),
    ({"plugins/dem/plugin.lua": PLUGIN.replace("  help =", "\thelp =")}, ["plugins/dem/plugin.lua:6:1: lỗi: có dấu tab; số dòng như vậy: 2"], 1),
    ({"plugins/dem/README.md": README + "thừa  \n"}, ["plugins/dem/README.md:4:5: lỗi: thừa khoảng trắng ở cuối dòng"], 1),
    ({"plugins/dem/README.md": unicodedata.normalize("NFD", README)}, ["plugins/dem/README.md: lỗi: có chữ Việt ở dạng dấu rời"], 1),
    ({"plugins/dem/Ảnh bìa.svg": "<svg/>\n"}, ["plugins/dem/Ảnh bìa.svg: lỗi: tên tệp chỉ nên gồm", "«anh-bia.svg»"], 1),
    ({"plugins/dem/lib/a.lua": "return {}\n"}, ["plugins/dem/lib/a.lua: lỗi: tệp Lua này không được nạp", 'require "a"'], 1),
    ({"plugins/dem/plugin.lua": PLUGIN.replace("local p = {", "local p = = {")}, ["plugins/dem/plugin.lua:1:"], 3),
    ({"plugins/dem/plugin.lua": PLUGIN.replace('name = "dem"', 'name = "đếm"')}, ['name = "dem"'], 3),
    ({"plugins/dem/plugin.lua": PLUGIN.replace("api = 1", "api = 2")}, ["viết cho API 2"], 3),
    ({"plugins/dem/plugin.lua": PLUGIN.replace('"choice"', '"chioce"')}, ["«chioce»", 'directives["so-trang"].args[2]'], 3),
    ({"plugins/dem/kinds/x.yaml": "kind: x\n"}, ["plugins/dem/kinds/x.yaml"], 3),
]
LUA = [  # what luacheck sees with our names, and with no others
    ("local unused = 1\n", "plugins/dem/them.lua:1:7: lỗi: luacheck: (W211) unused variable 'unused'"),
    ("return os.time()\n", "plugins/dem/them.lua:1:8: lỗi: luacheck: (W113) accessing undefined variable 'os'"),
    ("x = 1\n", "plugins/dem/them.lua:1:1: lỗi: luacheck: (W111)"),
]


def good(temp):
    home = project(temp, {".luacheckrc": 'error("the settings of somebody else")\n', "plugins/dem/them.lua": "return { x = 7 // 2, html.tag, svg.tag, utf8.char }\n"})
    return (fault(cchc(home, "check", "dem"), 0, "Đã kiểm tra 1 phần mở rộng, không có lỗi.\n", absent=["lỗi:"])
            or fault(cchc(home, "check", "--lang", "en"), 0, "Plugins checked: 3, no errors.\n"))


def rules(temp):
    for number, (change, said, status) in enumerate(BROKEN):
        home = project(f"{temp}/{number}", {path: text for path, text in change.items() if text is not None})
        for path, text in change.items():
            if text is None:
                (home / path).unlink()
        found = fault(cchc(home, "check", "dem"), status, *said) or fault(cchc(home, "check"), status, *said)
        english = cchc(home, "check", "dem", "--lang=en")
        if found or english.returncode != status or "lỗi" in english.stdout + english.stderr:
            return f"{change}\n{found}{english.stderr}"
    return ""


def of_another(temp):
    """What is wrong with another plugin is not said of this one."""
    home = project(temp, {"plugins/hong/plugin.lua": "local p = {\n"})
    return fault(cchc(home, "check", "dem"), 0, absent=["hong"]) or fault(cchc(home, "check"), 3, "plugins/hong/plugin.lua:")


def lua(temp):
    if not shutil.which("luacheck"):
        return "skip luacheck is not installed"
    for number, (text, said) in enumerate(LUA):
        found = fault(cchc(project(f"{temp}/{number}", {"plugins/dem/them.lua": text}), "check", "dem"), 1, said)
        if found:
            return found
    return ""


def without_luacheck(temp):
    home = project(temp, {"plugins/dem/them.lua": "local unused = 1\n"})
    return (fault(cchc(home, "check", "dem", env={"PATH": str(home)}), 0, "ghi chú: máy này chưa có luacheck", "sudo apt install lua-check", "không có lỗi")
            or fault(cchc(home, "check", "dem", "--lang=en", env={"PATH": str(home)}), 0, "Debian's package lua-check"))


TESTS = {
    "the sub-commands are told": the_parts, "each has a help in both languages": helps, "unknown words name the nearest": wrong_words,
    "list for people": lists, "list in English": lists_english, "list as JSON": lists_json, "list shows what loads": lists_what_loads,
    "test passes, and writes only with --update": passes, "test shows what differs": differs, "test compares messages": complains,
    "test of errors": refuses, "test has a date": dates, "test of a plugin that spins": runaway, "test without cases": no_cases,
    "check of a good plugin": good, "check: each rule bites": rules, "check of one plugin": of_another, "check runs luacheck": lua,
    "check without luacheck": without_luacheck,
}


def main():
    failed = False
    for name, test in TESTS.items():
        with tempfile.TemporaryDirectory() as temp:
            found = test(temp)
        if found.startswith("skip "):
            print(f"skip plugin: {name}: {found[5:]}", flush=True)
            continue
        failed |= bool(found)
        print(f"not ok plugin: {name}\n  " + found.strip().replace("\n", "\n  ") if found else f"ok plugin: {name}", flush=True)
    return 1 if failed else 0


sys.exit(main())
