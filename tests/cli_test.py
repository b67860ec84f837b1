#!/usr/bin/env python3
"""The command line as people and scripts meet it: help, exit statuses, where things are looked for and written."""
import fcntl
import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
DATE = ["--date", "2026-03-05"]
PORTAL = "tên chính thức: Ủy ban nhân dân xã Mẫu\nđịa chỉ gốc: https://xamau.gov.vn/cchc/\ngiao diện: theme\n"
FILES = {
    "content/portal.yaml": PORTAL,
    "content/tin/_muc.md": "---\ntiêu đề: Tin\n---\n",
    "content/tin/bai.md": "---\ntiêu đề: Bài\n---\nNội dung <b>thô</b>.\n",
    "content/tin/nhap.md": "---\ntiêu đề: Nháp\ntrạng thái: nháp\n---\nChưa xong.\n",
}
WRONG = {"content/tin/sai.md": "---\ntiêu đề: Sai\nthứ tự: nhiều\n---\nNội dung <i>thô</i>.\n"}
LIBRARIES = ["cmark-gfm", "Lua", "libyaml", "PCRE2", "utf8proc", "xxHash", "Jansson", "libqrencode"]


def write(folder, files):
    for path, text in files.items():
        target = Path(folder) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def project(temp, files=None):
    """content/, themes/ and plugins/ side by side, as in a checkout."""
    home = Path(temp) / "xã mẫu"
    write(home, FILES | (files or {}))
    shutil.copytree(ROOT / "tests/bench/theme", home / "themes/theme")
    shutil.copytree(ROOT / "plugins/trang", home / "plugins/trang")
    return home


def cchc(cwd, *args, env=None):
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "SOURCE_DATE_EPOCH")}
    return subprocess.run([CCHC, *map(str, args)], cwd=cwd, capture_output=True, text=True, timeout=60, check=False, env=dict(kept, **(env or {})))


def state(folder):
    """All that can be seen of a folder: names, kinds, bytes, times."""
    return {str(p.relative_to(folder)): (p.stat().st_mtime_ns, p.stat().st_mode, p.read_bytes() if p.is_file() else None)
            for p in sorted(Path(folder).rglob("*"))}


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(Path(folder).rglob("*")) if p.is_file()}


def help_of(temp, command, lang):
    home = project(temp)
    done = cchc(home, command, "--help", "--lang", lang)
    lines = done.stdout.splitlines()
    options = [line for line in lines if re.match(r"^  (-\w,|   ) --", line)]
    if done.returncode or done.stderr or len(options) < 10 or any(len(line) > 130 for line in lines):
        return f"{done.returncode}\n{done.stdout}{done.stderr}"
    if {re.match(r"^ *(?:-\w, )?--\S+(?: \S+)? *", line).end() for line in options} != {33}:
        return "the descriptions do not stand below each other\n" + done.stdout
    if lang == "en" and re.search(r"[à-ỹÀ-Ỹđ]", done.stdout):
        return "Vietnamese words in the English help\n" + done.stdout
    examples = [line.strip() for line in lines if line.startswith("  cchc ")]
    if len(examples) < 3:
        return "no examples"
    for number, example in enumerate(examples):
        write(home, {"content/tin/bai.md": f"---\ntiêu đề: Bài {number}\n---\n"})
        done = cchc(home, *shlex.split(example)[1:])
        if done.returncode:
            return f"{example}: {done.returncode}\n{done.stderr}"
    return ""


def general_help(temp):
    for args, status, stream in [(["--help"], 0, "stdout"), (["help"], 0, "stdout"), (["-h"], 0, "stdout"), ([], 2, "stderr"),
                                 (["--lang", "en", "--help"], 0, "stdout")]:
        done = cchc(temp, *args)
        said = getattr(done, stream)
        if done.returncode != status or "cchc build" not in said or "cchc check" not in said or done.stdout + done.stderr != said:
            return f"{args}: {done.returncode}\n{done.stdout}{done.stderr}"
        if ("Commands:" in said) != ("en" in args):
            return f"{args}: in the wrong language"
    return ""


def version(temp):
    done = cchc(temp, "--version")
    lines = done.stdout.splitlines()
    named = [line.rsplit(" ", 1)[0] for line in lines]
    if done.returncode or named != ["cchc", *LIBRARIES] or not all(re.search(r" \d+\.\d+(\.\w+)*$", line) for line in lines):
        return done.stdout + done.stderr
    return "" if cchc(temp, "version").stdout == done.stdout else "version says something else"


def statuses(temp):
    home = project(temp)
    locked = open(home / ".site.cchc-lock", "a+", encoding="utf-8")
    for name, status, args, files in [
        ("good", 0, ["build"], {}), ("a wrong page", 1, ["build"], WRONG), ("check of it", 1, ["check"], WRONG), ("no command", 2, [], {}),
        ("an unknown command", 2, ["bulid"], {}), ("an unknown option", 2, ["build", "--outt", "x"], {}), ("no value", 2, ["build", "--date"], {}),
        ("a value too much", 2, ["build", "--quiet=1"], {}), ("a wrong date", 2, ["build", "--date", "31/2/2026"], {}),
        ("two contents", 2, ["build", "content", "content"], {}), ("check has no -o", 2, ["check", "-o", "x"], {}), ("a wrong language", 2, ["check", "--lang", "fr"], {}),
        ("no content", 3, ["build", "khong-co"], {}), ("no such theme", 3, ["build", "--theme", "khong-co"], {}),
        ("a wrong portal.yaml", 3, ["build"], {"content/portal.yaml": PORTAL + "sai: x\n"}), ("a folder below a file", 4, ["build", "-o", "content/portal.yaml/x"], {}),
        ("another build", 75, ["build"], {}), ("rollback beside another build", 75, ["build", "--rollback"], {}),
    ]:
        shutil.rmtree(home / "content")
        write(home, FILES | files)
        if status == 75:
            locked = open(home / ".site.cchc-lock", "a+", encoding="utf-8")
            fcntl.flock(locked, fcntl.LOCK_EX)
        done = cchc(home, *args)
        if status == 75:
            locked.close()
        if done.returncode != status or done.stdout or (status and not done.stderr):
            return f"{name}: {done.returncode}, not {status}\n{done.stdout}{done.stderr}"
    return ""


def near_words(temp):
    for args, expected in [(["biuld"], "«build»"), (["build", "--datte", "x"], "«--date»"), (["check", "--jsn"], "«--json»")]:
        done = cchc(temp, *args)
        if expected not in done.stderr:
            return f"{args}: {done.stderr}"
    return ""


def json_rows(temp):
    home = project(temp, WRONG)
    rows = {}
    for command in ("build", "check"):
        done = cchc(home, command, "--json", *DATE)
        rows[command] = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode != 1 or done.stderr:
            return f"{command}: {done.returncode} {done.stderr}"
    if rows["build"] != rows["check"] or len(rows["build"]) != 3:
        return str(rows)
    for row in rows["build"]:
        if list(row) != ["file", "line", "column", "code", "level", "message", "hint"]:
            return str(row)
    error = [row for row in rows["build"] if row["level"] == "error"]
    if [(row["file"], row["line"], row["column"]) for row in error] != [("content/tin/sai.md", 3, 9)] or "." not in error[0]["code"]:
        return str(error)
    done = cchc(home, "check", "--json", "--quiet", *DATE)
    if [json.loads(line) for line in done.stdout.splitlines()] != error:
        return f"--quiet leaves other than errors: {done.stdout}"
    (home / "content/tin/sai.md").unlink()
    done = cchc(home, "build", "--json", "--lang", "en", *DATE)
    row = json.loads(done.stdout)
    return "" if done.returncode == 0 and not done.stderr and row["level"] == "warning" and "raw HTML" in row["message"] else done.stdout + done.stderr


def quiet(temp):
    home = project(temp)
    done = cchc(home, "build", "--quiet", *DATE)
    if done.returncode or done.stdout or done.stderr:
        return f"says something: {done.stdout}{done.stderr}"
    write(home, WRONG)
    done = cchc(home, "build", "-q", *DATE)
    return "" if done.returncode == 1 and "lỗi:" in done.stderr and "cảnh báo:" not in done.stderr else done.stderr


def stats(temp):
    home = project(temp)
    for lang, words in [("vi", ["load", "read", "collect", "plan", "render", "publish", "tin/bai.html", "page.html", "column.html", "bộ nhớ: trang đã đọc"]),
                        ("en", ["load", "render", "page.html", "memory: pages read"])]:
        done = cchc(home, "build", "--stats", "--lang", lang, *DATE)
        missing = [word for word in words if word not in done.stderr]
        if done.returncode or done.stdout or missing or not re.search(r"^load +[\d.]+ +[\d.]+ +[\d.]+$", done.stderr, re.M):
            return f"{missing}\n{done.stdout}{done.stderr}"
    return ""


def base_url(temp):
    home = project(temp)
    for args, expected in [([], "https://xamau.gov.vn/cchc/tin/bai.html"), (["--base-url", "https://khac.vn/a"], "https://khac.vn/a/tin/bai.html"),
                           (["--base-url=http://localhost:8000/"], "http://localhost:8000/tin/bai.html")]:
        done = cchc(home, "build", *args, *DATE)
        if done.returncode or f'href="{expected}"' not in (home / "site/tin/bai.html").read_text(encoding="utf-8"):
            return f"{args}: {done.stderr}"
    return ""


def folders(temp):
    """--themes, --theme and --plugins; what is not given is looked for beside content."""
    home = project(temp)
    away = Path(temp) / "nơi khác"
    shutil.move(home / "plugins", away / "phần mở rộng")
    shutil.copytree(home / "themes/theme", away / "giao diện/rieng")
    write(away, {"giao diện/rieng/theme.yaml": "name: rieng\nlabel: Riêng\n", "giao diện/rieng/templates/404.html": "<p>Riêng</p>\n"})
    done = cchc(home, "build", *DATE, "--themes", away / "giao diện", "--theme", "rieng", "--plugins", "../nơi khác/phần mở rộng")
    if done.returncode or (home / "site/404.html").read_text(encoding="utf-8") != "<p>Riêng</p>\n":
        return done.stderr
    done = cchc(home, "build", *DATE, "--themes", away / "giao diện", "--plugins", away / "phần mở rộng")
    return "" if done.returncode == 3 and "«theme»" in done.stderr else f"portal.yaml's theme is not there: {done.returncode} {done.stderr}"


def out_folders(temp):
    home = project(temp)
    trees = []
    for name, args, place in [("default", [], home / "site"), ("relative", ["-o", "ra"], home / "ra"), ("with a slash", ["-o", "ra-2/"], home / "ra-2"),
                              ("joined", ["-ora-3"], home / "ra-3"), ("long", [f"--out={home}/ra 4"], home / "ra 4"),
                              ("absolute", ["-o", f"{temp}/ra-5//"], Path(temp) / "ra-5"), ("climbing", ["-o", "../ra-6"], Path(temp) / "ra-6")]:
        done = cchc(home, "build", *args, *DATE)
        if done.returncode or not (place / "tin/bai.html").is_file():
            return f"{name}: {done.returncode} {done.stderr}"
        trees.append(tree(place))
    return "" if all(t == trees[0] for t in trees) else "not all are the same"


def contents(temp):
    """Wherever it is called from, the section lands beside content, with the themes and plugins from there."""
    home = project(temp)
    trees = []
    for cwd, given in [(home, []), (home, ["content"]), (home, ["./content/"]), (home / "content", ["."]), (home / "content", ["./"]),
                       (home / "content/tin", [".."]), (home / "content/tin", ["../../content"]), (Path(temp), [home / "content"]),
                       (Path("/"), [f"{home}/content/"]), (home / "themes", ["--", "../content"])]:
        shutil.rmtree(home / "site", ignore_errors=True)
        done = cchc(cwd, "build", *DATE, *given)
        if done.returncode or not (home / "site/tin/bai.html").is_file():
            return f"in {cwd}, {given}: {done.returncode} {done.stderr}"
        trees.append(tree(home / "site"))
    return "" if all(t == trees[0] for t in trees) else "not all are the same"


def check_writes_nothing(temp):
    home = project(temp)
    cchc(home, "build", *DATE)
    for files in ({}, {"content/tin/moi.md": "---\ntiêu đề: Mới\n---\n"}, WRONG):
        write(home, files)
        before = state(temp)
        for args in ([], ["--stats"], ["--json"], ["--drafts"], ["--inline"], ["-j8"]):
            done = cchc(home, "check", *args, *DATE)
            if done.returncode != (1 if files == WRONG else 0):
                return f"{args}: {done.returncode} {done.stderr}"
        if state(temp) != before:
            return f"changed: {sorted(set(state(temp).items()) ^ set(before.items()))[:2]}"
    return ""


def drafts(temp):
    home = project(temp)
    cchc(home, "build", *DATE)
    hidden = not (home / "site/tin/nhap.html").exists()
    done = cchc(home, "build", "--drafts", "-o", "xem-thu", *DATE)
    return "" if hidden and done.returncode == 0 and (home / "xem-thu/tin/nhap.html").is_file() else done.stderr


def rollback(temp):
    home = project(temp)
    done = cchc(home, "build", "--rollback")
    if done.returncode != 1 or "lỗi:" not in done.stderr:
        return f"with nothing to go back to: {done.returncode} {done.stderr}"
    cchc(home, "build", *DATE)
    first = tree(home / "site")
    write(home, {"content/tin/bai.md": "---\ntiêu đề: Bài đã sửa\n---\n"})
    cchc(home, "build", *DATE)
    second = tree(home / "site")
    if first == second:
        return "the two builds are the same, so the test proves nothing"
    for wanted in (first, second, first):
        done = cchc(home, "build", "--rollback")
        if done.returncode or tree(home / "site") != wanted:
            return f"{done.returncode} {done.stderr}"
    write(home, {"content/tin/bai.md": "---\ntiêu đề: Bài đã sửa\ntrạng thái: gỡ bỏ\n---\n"})
    cchc(home, "build", *DATE)
    taken = tree(home / "site")
    done = cchc(home, "build", "--rollback")
    if done.returncode != 1 or "tin/bai.html" not in done.stderr or "--force" not in done.stderr or tree(home / "site") != taken:
        return f"a page that was taken back comes again: {done.returncode} {done.stderr}"
    return ""


def on_terminal(home, env):
    """What `check` says on a terminal."""
    ours, theirs = pty.openpty()
    kept = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    with subprocess.Popen([CCHC, "check", *DATE], cwd=home, stdout=subprocess.DEVNULL, stderr=theirs, env=dict(kept, TERM="xterm", **env)) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
        process.wait(30)
    os.close(ours)
    return said.decode()


def colour(temp):
    home = project(temp, WRONG)
    if "\033" in cchc(home, "check", *DATE).stderr:
        return "colours in a file"
    if "\033[" not in on_terminal(home, {}) or "\033[" not in on_terminal(home, {"NO_COLOR": ""}):
        return "no colours on a terminal"
    return "colours in spite of NO_COLOR" if "\033" in on_terminal(home, {"NO_COLOR": "1"}) else ""


def english(temp):
    home = project(temp, WRONG)
    for args in (["check", "--lang", "en"], ["--lang", "en", "check"], ["--lang=en", "check"], ["check", "--lang=en"]):
        done = cchc(home, *args, *DATE)
        if done.returncode != 1 or "error:" not in done.stderr or "lỗi" in done.stderr:
            return f"{args}: {done.stderr}"
    return ""


TESTS = [(f"help of {command} in {lang}", lambda temp, c=command, l=lang: help_of(temp, c, l)) for command in ("build", "check") for lang in ("vi", "en")]
TESTS += [("help without a command", general_help), ("version", version), ("exit statuses", statuses), ("the nearest word", near_words), ("--json", json_rows),
          ("--quiet", quiet), ("--stats", stats), ("--base-url", base_url), ("--theme, --themes, --plugins", folders), ("--out", out_folders),
          ("where content is", contents), ("check writes nothing", check_writes_nothing), ("--drafts", drafts), ("--rollback", rollback),
          ("colour only on a terminal", colour), ("--lang en", english)]


def main():
    failed = False
    for name, test in TESTS:
        with tempfile.TemporaryDirectory() as temp:
            fault = test(temp)
        failed |= bool(fault)
        print(f"not ok cli: {name}\n  " + fault.strip().replace("\n", "\n  ") if fault else f"ok cli: {name}", flush=True)
    return 1 if failed else 0


sys.exit(main())
