#!/usr/bin/env python3
"""One input, one section: the same bytes, the marker too, and the same messages, whoever builds it, where and how."""
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
DATE = ["--date", "2026-11-21"]
FOLDERS = ["--themes", str(ROOT / "themes"), "--plugins", str(ROOT / "plugins")]

# Mistakes in many files, found in different stages: their messages have an order too.
MISTAKES = {
    "portal.yaml": "tên chính thức: Ủy ban nhân dân xã Mẫu\ntrình đơn:\n  - tiêu đề: Mất\n    đường dẫn: mat.md\n",
    "du-lieu/field.yaml": "- tên: Hộ tịch\n- tên gọi khác: thiếu tên\n",
    "tin/_muc.md": "---\ntiêu đề: Tin\nloại nội dung: tin bài\n---\n[mất](mat.md)\n",
    "van-ban/_muc.md": "---\ntiêu đề: Văn bản\nloại nội dung: văn bản\n---\n",
    "la/bai.md": "---\ntiêu đề: Lạc\n---\n",
}
MISTAKES |= {f"tin/bai-{i:02}.md": f"---\ntiêu đề: Bài {i}\nngày đăng: {i}/2/2026\ntác giảa: x\n---\n[a](mat-{i}.md) <b>{i}</b>\n" for i in range(1, 36)}
MISTAKES |= {f"van-ban/vb-{i:02}.md": f"---\ntrích yếu: Văn bản {i}\nsố ký hiệu: 1/KH-UBND\nloại: kế hoạch\ncơ quan ban hành: UBND\nngày ban hành: 01/01/2026\n---\n" for i in range(1, 12)}


def build(content, out, *more, cwd=ROOT, env=None, date=DATE):
    done = subprocess.run([CCHC, "build", str(content), "-o", str(out), *FOLDERS, *date, *more], cwd=cwd, capture_output=True, text=True,
                          timeout=120, check=False, env=dict(os.environ, **(env or {})))
    said = done.stderr.replace(str(out), "OUT").replace(str(content).rstrip("/"), "CONTENT")
    return done.returncode, said, tree(out if Path(out).is_absolute() else Path(cwd) / out)


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(Path(folder).rglob("*")) if p.is_file()}


def write(folder, files):
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())


def difference(first, other):
    if first[0] != other[0]:
        return f"exit status {first[0]} and {other[0]}\n{other[1]}"
    if first[1] != other[1]:
        for a, b in zip(first[1].splitlines(), other[1].splitlines()):
            if a != b:
                return f"messages differ: {a!r} and {b!r}"
        return "one says more than the other"
    if first[2].keys() != other[2].keys():
        return f"files differ: {sorted(first[2].keys() ^ other[2].keys())[:5]}"
    unlike = [name for name in first[2] if first[2][name] != other[2][name]]
    return f"bytes differ: {unlike[:5]}" if unlike else ""


def say(name, fault):
    print(f"not ok determinism: {name}\n  " + fault.replace("\n", "\n  ") if fault else f"ok determinism: {name}", flush=True)
    return bool(fault)


def everywhere(temp, content, first, what):
    """Workers and surroundings."""
    failed = False
    ways = [("-j2", ["-j2"], {}), ("-j8", ["-j8"], {}), ("--inline", ["--inline"], {}),
            ("LC_ALL=vi_VN.UTF-8", [], {"LC_ALL": "vi_VN.UTF-8", "LANG": "vi_VN.UTF-8"}), ("LC_ALL=tr_TR", [], {"LC_ALL": "tr_TR.UTF-8"}),
            ("LC_ALL=C", [], {"LC_ALL": "C", "LANG": "C", "LANGUAGE": "en"}), ("TZ=America/Los_Angeles", [], {"TZ": "America/Los_Angeles"}),
            ("TZ=Pacific/Kiritimati", [], {"TZ": "Pacific/Kiritimati"}), ("HOME and USER", [], {"HOME": temp, "USER": "ai-khac", "HOSTNAME": "may-khac"})]
    for number, (name, args, env) in enumerate(ways):
        failed |= say(f"{what}, {name}", difference(first, build(content, f"{temp}/{what}-{number}", *args, env=env)))
    return failed


def places(temp, content, first):
    """The same files elsewhere, under other names, made in another order and at another time."""
    temp, failed = Path(temp), False
    other = temp / "Thư mục khác/sâu hơn/content"
    files = tree(content)
    write(other, dict(sorted(files.items(), reverse=True)))
    for path in other.rglob("*"):
        os.utime(path, (0, 0))
    failed |= say("files made in reverse, elsewhere, in 1970", difference(first, build(other, temp / "reverse")))
    beside, base = other.parent, temp / "ways"
    base.mkdir()
    for name, cwd, path in [("a relative path", beside, "content"), ("a relative path with a slash", beside, "content/"), ("./content", beside, "./content"),
                            ("a path through ..", beside / "content/tin-tuc", "../../content"), ("an absolute path", temp, other),
                            ("an absolute path with a slash", temp, f"{other}/")]:
        failed |= say(name, difference(first, build(path, base / name.replace("/", "-"), cwd=cwd)))
    inside = build(".", base / "inside", cwd=other)
    failed |= say("from inside content", difference((first[0], "", first[2]), (inside[0], "", inside[2])))
    return failed


def times(temp, content, first):
    """Another second, and the two ways to name the day: midnight in Vietnam of 21/11/2026 is 1795194000."""
    time.sleep(1.1)
    failed = say("a second later", difference(first, build(content, f"{temp}/later")))
    for name, epoch, date, same in [("SOURCE_DATE_EPOCH at the day's first second", "1795194000", [], True), ("and at its last", "1795280399", [], True),
                                    ("but not a second before", "1795193999", [], False), ("--date wins over SOURCE_DATE_EPOCH", "86400", DATE, True)]:
        fault = difference(first, build(content, f"{temp}/{epoch}-{len(date)}", env={"SOURCE_DATE_EPOCH": epoch}, date=date))
        failed |= say(name, fault if same else "" if fault else "the day before gives the same section")
    return failed


def again(temp, content, first):
    """Over what is there: a second build of the same, and one after another section."""
    out = Path(temp) / "again"
    build(content, out)
    second = build(content, out)
    failed = say("built twice into one folder", difference((first[0], "", first[2]), (second[0], "", second[2])))
    changed = Path(temp) / "changed"
    shutil.copytree(content, changed)
    (changed / "lien-he.md").unlink()
    write(changed, {"portal.yaml": "tên chính thức: Khác\n", "lien-he.md": "---\ntiêu đề: Khác\n---\n"})
    build(changed, out)
    third = build(content, out)
    return failed | say("built over another section", difference((first[0], "", first[2]), (third[0], "", third[2])))


def main():
    with tempfile.TemporaryDirectory() as temp:
        content = Path(temp) / "content"
        shutil.copytree(ROOT / "content", content)
        first = build(content, f"{temp}/first", "-j1")
        failed = say("the sample portal builds", "" if first[0] == 0 and ".cchc-manifest" in first[2] else first[1])
        failed |= everywhere(temp, content, first, "sample")
        failed |= places(temp, content, first)
        failed |= times(temp, content, first)
        failed |= again(temp, content, first)
        broken = Path(temp) / "broken"
        write(broken, MISTAKES)
        first = build(broken, f"{temp}/none", "-j1")
        failed |= say("a portal full of mistakes", "" if first[0] == 1 and first[1].count("lỗi:") > 70 and not first[2] else first[1])
        failed |= everywhere(temp, broken, first, "mistakes")
    return 1 if failed else 0


sys.exit(main())
