#!/usr/bin/env python3
"""What the READMEs show works: complete examples build beside the sample portal without a word said about them, and
the commands in them are ones that the program and the Makefile know. (themes_test.py does themes/README.md.)
"""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
DATE = "2026-11-21"
EXAMPLE = re.compile(r"^Ví dụ đầy đủ: (content/\S+)\n\n```(?:markdown|yaml|csv)\n(.*?)^```$", re.M | re.S)
WALK = re.compile(r"<!-- làm theo: \S+ -->\n.*?<!-- hết làm theo -->", re.S)
STEP = re.compile(r"[Tt]ệp `(?P<file>[^`]+)`:\n\n(?P<f>`{3,})\w+\n(?P<body>.*?)^(?P=f)$"
                  r"|[Tt]hêm vào tệp `(?P<into>[^`]+)`, trước `(?P<before>[^`]+)`:\n\n```\w+\n(?P<piece>.*?)^```$"
                  r"|[Đđ]ổi `(?P<old>[^`]+)` thành `(?P<new>[^`]+)` trong tệp `(?P<where>[^`]+)`"
                  r"|[Ll]ệnh `build/cchc (?P<command>[^`]+)` in ra:\n\n(?P<g>`{3,})text\n(?P<said>.*?)^(?P=g)$"
                  r"|[Tt]ệp `(?P<seen>[^`]+)` có dòng:\n\n```\w+\n(?P<lines>.*?)^```$", re.M | re.S)
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"^(?:[A-Z]+=\S+ )*(?:make\b|build/cchc\b|gdb --args build/cchc\b)")


def say(name, fault):
    print(f"not ok {name}\n  " + fault.strip().replace("\n", "\n  ") if fault else f"ok {name}", flush=True)
    return bool(fault)


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def project(temp):
    """A copy of what a build needs, so that commands may be run where nothing is lost."""
    copy = Path(temp) / "project"
    for folder in ("content", "plugins", "themes"):
        shutil.copytree(ROOT / folder, copy / folder)
    (copy / "build").mkdir()
    (copy / "build/cchc").symlink_to(CCHC)
    return copy


def run(copy, *args):
    return subprocess.run([*args], cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False)


def examples_build(temp):
    """The handbook's examples; the sample's own warnings are not theirs."""
    copy = project(temp)
    before = run(copy, CCHC, "build", "--date", DATE)
    examples = EXAMPLE.findall(text_of("content/README.md"))
    marked = len(re.findall(r"^Ví dụ đầy đủ:", text_of("content/README.md"), re.M))
    if len(examples) < 8 or marked != len(examples):
        return f"{len(examples)} examples found, {marked} marked"
    for path, body in examples:
        write(copy / path, body)
    after = run(copy, CCHC, "build", "--date", DATE)
    if before.returncode or after.returncode:
        return before.stdout if before.returncode else after.stdout
    new = [line for line in after.stdout.splitlines()[:-1] if line not in before.stdout.splitlines() and not line.startswith("cchc: ghi chú:")]
    missing = [path for path, _ in examples if not (copy / "site" / page_of(path)).is_file()]
    return "\n".join(new) or (f"not published: {missing}" if missing else "")


def page_of(path):
    path = path.removeprefix("content/")
    return path.replace("_muc.md", "index.html") if path.endswith("_muc.md") else path.replace(".md", ".html")


def snippets_build(temp):
    """The fragments of du-lieu/ and portal.yaml, in a portal that has nothing else."""
    fences = [body for kind, body in FENCE.findall(text_of("content/README.md")) if kind == "yaml"]
    records = [body for body in fences if body.startswith("- tên:")]
    notices = [body for body in fences if body.startswith("thông báo:")]
    if len(records) != 1 or len(notices) != 1:
        return f"{len(records)} lists of records, {len(notices)} notices in content/README.md"
    content = Path(temp) / "small/content"
    write(content / "portal.yaml", "tên chính thức: Ủy ban nhân dân xã Mẫu\n" + notices[0])
    write(content / "du-lieu/linh-vuc.yaml", records[0])
    done = run(ROOT, CCHC, "build", str(content), "-o", str(Path(temp) / "small/site"), "--date", DATE, "--plugins", "plugins", "--themes", "themes")
    said = done.stdout.splitlines()
    return "" if done.returncode == 0 and said[-1].endswith(" 0 cảnh báo.") else done.stdout


def kind_builds(temp):
    """plugins/README.md: a kind from an empty folder, and a page of it."""
    text = text_of("plugins/README.md")
    named = re.search(r"`(plugins/\S+/kinds/\w+\.yaml)`:\n\n```yaml\n(.*?)^```$", text, re.M | re.S)
    column = re.search(r"thư mục `(content/\S+/)` có `_muc.md` với dòng `([^`]+)`", text)
    page = re.search(r"^```markdown\n(.*?)^```$", text, re.M | re.S)
    if not named or not column or not page:
        return "the example is not where it was"
    copy = project(temp)
    before = run(copy, CCHC, "check", "--date", DATE)
    write(copy / named[1], named[2])
    write(copy / column[1] / "_muc.md", f"---\ntiêu đề: Mô hình\n{column[2]}\n---\n")
    write(copy / column[1] / "tu-sach.md", page[1])
    done = run(copy, CCHC, "build", "--date", DATE)
    new = [line for line in done.stdout.splitlines()[:-1] if line not in before.stdout.splitlines() and not line.startswith("cchc: ghi chú:")]
    if done.returncode or new:
        return done.stdout
    built = (copy / "site" / column[1].removeprefix("content/") / "tu-sach.html").read_text(encoding="utf-8")
    return "" if "Mẫu Đông" in built and "Tờ khai phải thay ngay" in built else "the page does not show what was written"


def said_so(expected, output):
    """The first line of `expected` («…» is anything) that does not stand in `output`, in this order; "" where all do."""
    lines = iter(output.splitlines())
    for line in filter(None, (line.strip() for line in expected.splitlines())):
        pattern = re.compile(".*".join(map(re.escape, line.split("…"))))
        if not any(pattern.fullmatch(came.strip()) for came in lines):
            return line
    return ""


def take_step(copy, step):
    """One step of a tutorial, as a reader takes it; what went wrong, or ""."""
    path = copy / (step["file"] or step["into"] or step["where"] or step["seen"] or "")
    if step["file"]:
        write(path, step["body"])
    elif step["command"]:
        env = dict(os.environ, SOURCE_DATE_EPOCH="1795219200", TMPDIR=str(copy.parent))  # DATE
        done = subprocess.run([CCHC, *shlex.split(step["command"])], cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
                              check=False, env=env)
        missing = said_so(step["said"], done.stdout)
        return f"{step['command']} does not say «{missing}» where it should:\n{done.stdout}" if missing else ""
    elif step["seen"]:
        missing = said_so(step["lines"], path.read_text(encoding="utf-8"))
        return f"{step['seen']} has no line «{missing}»" if missing else ""
    else:
        text = path.read_text(encoding="utf-8")
        if text.count(step["old"] or step["before"]) != 1:
            return f"«{step['old'] or step['before']}» is not there once in {path.name}"
        write(path, text.replace(step["old"], step["new"]) if step["old"] else text.replace(step["before"], step["piece"] + "\n" + step["before"]))
    return ""


def tutorial(temp):
    """plugins/README.md: each file is made, each change, each command gives what is shown; then the plugin holds its own tests and rules."""
    copy = project(temp)
    taken = [step for walk in WALK.findall(text_of("plugins/README.md")) for step in STEP.finditer(walk)]
    shown = sum(walk.count("` in ra:") + walk.count("` có dòng:") for walk in WALK.findall(text_of("plugins/README.md")))
    if len(taken) < 30 or shown != sum(bool(step["command"] or step["seen"]) for step in taken):
        return f"{len(taken)} steps, {shown} of them show something"
    for number, step in enumerate(taken, 1):
        fault = take_step(copy, step)
        if fault:
            return f"step {number}: {fault}"
    for part in ("test", "check"):
        done = run(copy, CCHC, "plugin", part, "nhac-han")
        if done.returncode:
            return done.stdout
    done = run(copy, CCHC, "build", "--date", "2026-03-26")
    page = (copy / "site/cac-han-sap-toi.html").read_text(encoding="utf-8") if not done.returncode else done.stdout
    table = (copy / "site/han.csv").read_text(encoding="utf-8") if not done.returncode else ""
    return "" if "31/3/2026, 5 ngày nữa" in page and "Nộp báo cáo quý I;2026-03-31" in table else page + table


def commands():
    """Every command in a README: in a code span, an indented block or a fence; those of tutorials are run there."""
    for name in sorted([Path("README.md"), *(p.relative_to(ROOT) for p in ROOT.glob("*/README.md"))]):
        text = WALK.sub("", text_of(name))
        found = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^ {4}(\S.*)$", text, re.M)
        for _, body in FENCE.findall(text):
            found += body.splitlines()
        for command in found:
            command = command.split("  #")[0].strip()
            if COMMAND.match(command):
                yield str(name), command


def command_fault(temp, number, command):
    words = [word for word in shlex.split(command) if not re.match(r"^[A-Z]+=", word) or command.startswith("make")]
    if words[0] == "make":
        done = subprocess.run(["make", "-n", f"BUILD={temp}/none", *words[1:]], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                              env={k: v for k, v in os.environ.items() if not k.startswith("MAKE")})
        return done.stdout if done.returncode else ""
    words = words[words.index("build/cchc"):]
    copy = project(f"{temp}/{number}")
    words = ["content" if word == "THƯ-MỤC" else "trang-moi" if word == "NƠI-LƯU" else word for word in words]
    done = run(copy, *words)
    return done.stdout if done.returncode else ""


def main():
    failed = False
    with tempfile.TemporaryDirectory() as temp:
        for name, test in [("the examples of content/README.md build", examples_build), ("the fragments of content/README.md build", snippets_build),
                           ("the kind of plugins/README.md builds", kind_builds), ("the tutorial of plugins/README.md", tutorial)]:
            (Path(temp) / test.__name__).mkdir()
            failed |= say(f"readme: {name}", test(f"{temp}/{test.__name__}"))
        known = {}
        for name, command in commands():
            known.setdefault(command, name)
        failed |= say("readme: there are commands to try", "" if len(known) >= 6 else f"only {sorted(known)}")
        for number, (command, name) in enumerate(sorted(known.items())):
            failed |= say(f"readme: {name}: {command}", command_fault(temp, number, command))
    return 1 if failed else 0


sys.exit(main())
