#!/usr/bin/env python3
"""Bad input is the normal case: for each kind of it, the exit status, the message with its place, and site/ as it was.

A case changes a small portal that builds, builds it over the site that it published before, and compares.
Says "ok name" and so on, as README.md here describes.
"""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
PORTAL = "tên chính thức: Ủy ban nhân dân Xã Mẫu\n"
COLUMN = "---\ntiêu đề: Tin tức\nloại nội dung: trang\n---\n"
PAGE = "---\ntiêu đề: Bài một\nngày: 05/3/2026\n---\nXin chào [bài hai](bai-hai.md#muc-dich).\n"
OTHER = "---\ntiêu đề: Bài hai\n---\n## Mục đích\n\nNội dung.\n"
BASE = {"portal.yaml": PORTAL, "tin-tuc/_muc.md": COLUMN, "tin-tuc/bai-mot.md": PAGE, "tin-tuc/bai-hai.md": OTHER}
CASES = []


def page(body="Nội dung.\n", front="tiêu đề: Bài hỏng\n"):
    return f"---\n{front}---\n{body}"


def case(name, files, status, *expected, **more):
    """`files`: what is written over the base (None: deleted). `expected`: pieces of one message, in this order."""
    CASES.append((name, files, status, expected, more))


def write(folder, files):
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            target.unlink()
        elif callable(content):
            content(target)
        else:
            target.write_bytes(content if isinstance(content, bytes) else content.encode())


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Portal:
    """A small portal in a folder of its own, built once."""

    def __init__(self, temp):
        self.temp = Path(temp)
        self.content, self.site = self.temp / "content", self.temp / "site"
        self.themes, self.plugins = ROOT / "tests" / "bench", ROOT / "plugins"
        write(self.content, BASE)
        done = self.build()
        assert done.returncode == 0, done.stderr
        self.before = tree(self.site)

    def command(self, *more, action="build"):
        out = [] if action == "check" else ["-o", str(self.site)]
        return [CCHC, action, str(self.content), *out, "--date", "2026-03-05", "--themes", str(self.themes),
                "--theme", "theme", "--plugins", str(self.plugins), "-j2", *more]

    def build(self, *more, action="build", **how):
        return subprocess.run(self.command(*more, action=action), capture_output=True, text=True, timeout=300, check=False, **how)

    def unharmed(self):
        litter = [p.name for p in self.temp.iterdir() if p.name.endswith(("-stage", "-trash"))]
        if litter:
            return f"left behind: {litter}"
        return "" if tree(self.site) == self.before else "site/ is not as it was"


def message_fault(said, expected):
    """Looks for one line that holds the first piece, and for the others in what follows it, in order."""
    at = 0
    for piece in expected:
        found = said.find(piece, at)
        if found < 0:
            return f"not said: {piece!r}\nsaid:\n{said}"
        at = found + len(piece)
    return ""


def run_case(name, files, status, expected, more):
    with tempfile.TemporaryDirectory() as temp:
        portal = Portal(temp)
        if "themes" in more:
            portal.themes = Path(temp) / "themes"
            shutil.copytree(ROOT / "tests" / "bench" / "theme", portal.themes / "theme")
            write(portal.themes, more["themes"])
        if "plugins" in more:
            portal.plugins = Path(temp) / "plugins"
            shutil.copytree(ROOT / "plugins", portal.plugins)
            write(portal.plugins, more["plugins"])
        write(portal.content, files)
        start = time.monotonic()
        done = portal.build(*more.get("args", ()))
        took = time.monotonic() - start
        faults = [message_fault(done.stderr, expected), portal.unharmed()]
        if done.returncode != status:
            faults.append(f"exit status {done.returncode}, not {status}\n{done.stderr}")
        if took > more.get("seconds", 20):
            faults.append(f"took {took:.1f} s")
        checked = portal.build(action="check")
        if checked.returncode != more.get("check_status", status):
            faults.append(f"check gave {checked.returncode}, build {done.returncode}")
        return "\n".join(f for f in faults if f)


# What the bytes of a file may not be.
case("not-utf8", {"tin-tuc/hong.md": b"---\nti\xeau: x\n---\n"}, 1, "tin-tuc/hong.md:2: lỗi:", "UTF-8", "Lưu thành")
case("utf16", {"tin-tuc/hong.md": "---\ntiêu đề: x\n---\n".encode("utf-16")}, 1, "tin-tuc/hong.md:1: lỗi:", "UTF-8", "UTF-16")
case("nul", {"tin-tuc/hong.md": b"---\nti\x00u: x\n---\n"}, 1, "tin-tuc/hong.md:2:3: lỗi:", "NUL")
case("control-byte", {"tin-tuc/hong.md": page("abc\x0bdef\n")}, 1, "tin-tuc/hong.md:4:4: lỗi:", "0x0b")
case("escape-byte", {"tin-tuc/hong.md": page("ok\n\x1b[31m\n")}, 1, "tin-tuc/hong.md:5:1: lỗi:", "0x1b")

# What a file's name may not be, and what of it reaches the terminal.
case("name-newline", {"tin-tuc/a\nb.md": page()}, 1, "tin-tuc/a b.md: lỗi:", "tên tệp", "đổi tên")
case("name-escape", {"tin-tuc/a\x1b[31m.md": page()}, 1, "tin-tuc/a\ufffd[31m.md: lỗi:", "tên tệp")
case("name-not-utf8", {os.fsdecode(b"tin-tuc/a\xff.md"): page()}, 1, "tin-tuc/a\ufffd.md: lỗi:", "UTF-8")
case("name-not-utf8-asset", {os.fsdecode(b"tin-tuc/a\xff.pdf"): "%PDF-1.4"}, 1, "tin-tuc/a\ufffd.pdf: lỗi:", "UTF-8")
case("lines-of-old-macs", {"tin-tuc/hong.md": page("[x](khong.md)\n").replace("\n", "\r")}, 1, "tin-tuc/hong.md:4:1: lỗi:", "    [x](khong.md)\n    ^")

# Front matter.
case("no-front-matter", {"tin-tuc/hong.md": "Chỉ có chữ.\n"}, 1, "tin-tuc/hong.md:1:1: lỗi:", "khai báo", "---")
case("front-matter-open", {"tin-tuc/hong.md": "---\ntiêu đề: x\nNội dung\n"}, 1, "tin-tuc/hong.md:", "lỗi:")
case("empty-file", {"tin-tuc/hong.md": ""}, 1, "tin-tuc/hong.md:1:1: lỗi:", "khai báo")
case("unknown-kind", {"tin-tuc/hong.md": page(front="tiêu đề: x\nloại nội dung: tin bàj\n")}, 1,
     "tin-tuc/hong.md:3:16: lỗi:", "«tin bàj»")
case("field-missing", {"tin-tuc/hong.md": page(front="thứ tự: 3\n")}, 1, "tin-tuc/hong.md:2:1: lỗi:", "thiếu «Tiêu đề»")
case("field-unknown", {"tin-tuc/hong.md": page(front="tiêu đề: x\ntừ kháo: y\n")}, 1,
     "tin-tuc/hong.md:3:1: lỗi:", "«từ kháo»", "«Từ khóa»")
case("field-wrong", {"tin-tuc/hong.md": page(front="tiêu đề: x\nthứ tự: nhiều\n")}, 1, "tin-tuc/hong.md:3:9: lỗi:", "nhiều")
case("field-out-of-range", {"tin-tuc/hong.md": page(front="tiêu đề: x\ntóm tắt: " + "a" * 300 + "\n")}, 1,
     "tin-tuc/hong.md:3:", "lỗi:", "255")
case("choice-unknown", {"tin-tuc/hong.md": page(front="tiêu đề: x\ntrạng thái: đã duyêt rồi\n")}, 1,
     "tin-tuc/hong.md:3:13: lỗi:", "đã duyệt")
case("no-such-day", {"tin-tuc/hong.md": page(front="tiêu đề: x\nngày: 30/2/2026\n")}, 1, "tin-tuc/hong.md:3:7: lỗi:", "30/2")
case("many-mistakes-one-run",
     {"tin-tuc/hong.md": page(front="tiêu đề: x\nthứ tự: nhiều\ntừ kháo: y\n"), "tin-tuc/hong-2.md": "không có gì\n",
      "tin-tuc/hong-3.md": page("[x](khong-co.md)\n")}, 1,
     "tin-tuc/hong-2.md:1:1: lỗi:", "tin-tuc/hong-3.md:4:1: lỗi:", "tin-tuc/hong.md:3:9: lỗi:", "tin-tuc/hong.md:4:1: lỗi:", "Có 4 lỗi")

case("yaml-and-schema-in-one-run", {"tin-tuc/hong.md": page(front="tiêu đề: x\ntừ khóa: [a, b\nthứ tự: nhiều\n")}, 1,
     "tin-tuc/hong.md:3:10: lỗi:", "ngoặc", "tin-tuc/hong.md:4:9: lỗi:", "nhiều", "Có 2 lỗi")

case("lines-broken-as-in-a-pdf", {"tin-tuc/hong.md": page("Tiếp tục chú trọng, quan tâm công tác\n\ntuyên truyền, phổ biến về cải cách\n\n" * 12)
                                 + "[x](khong-co.md)\n"}, 1, "tin-tuc/hong.md:4: cảnh báo:", "đứt giữa câu", "PDF", "lỗi:")

case("double-ending", {"tin-tuc/tin.md.txt": page(), "tin-tuc/hong.md": "x\n"}, 1, "tin-tuc/hong.md:1:1: lỗi:", "tin-tuc/tin.md.txt: cảnh báo:", "tin.md")

# Addresses.
case("two-pages-one-url", {"tin-tuc/hong.md": page(front="tiêu đề: x\nslug: bai-hai\n")}, 1,
     "tin-tuc/hong.md: lỗi:", "tin-tuc/bai-hai.html", "tin-tuc/bai-hai.md", "tin-tuc/hong.md")
case("one-url-by-case", {"tin-tuc/Bai-Hai.md": page()}, 1, "lỗi:", "tin-tuc/bai-hai.html", "Bai-Hai.md")
case("one-url-by-diacritics", {"tin-tuc/bài-hai.md": page()}, 1, "lỗi:", "tin-tuc/bai-hai.html", "bài-hai.md")
case("stray-folder", {"khong-khai-bao/a.md": page()}, 1, "khong-khai-bao/a.md: lỗi:", "chuyên mục", "_muc.md")
case("address-of-windows", {"tin-tuc/con.md": page(), "Aux/_muc.md": COLUMN, "tin-tuc/com10.md": page()}, 1,
     "Aux/_muc.md: lỗi:", "aux/index.html", "«aux»", "tin-tuc/con.md: lỗi:", "tin-tuc/con.html", "«con.html»", "Có 2 lỗi")
case("address-too-long", {"/".join(["x" * 100] * 12) + "/_muc.md": COLUMN}, 1, "_muc.md: lỗi:", "dài quá", "1000")
case("alias-below-a-file", {"tin-tuc/hong.md": page(front="tiêu đề: x\nalias: [tin-tuc/Bai-Hai.html/x.html, index.html/]\n")}, 1,
     "tin-tuc/hong.md:3:9: lỗi:", "«tin-tuc/bai-hai.html»", "bai-hai.md", "tin-tuc/hong.md:3:", "«index.html»")
for alias in ("../x.html", "x/../../y.html", ".htaccess/x.html", ".cchc-manifest/", "x?id=3.html", "a\\\\b.html", "C:/x.html", "%2e%2e/x.html",
              "a<b>.html", "x" * 150 + ".html", "a/" * 3000, "x\\e[31m.html"):
    case(f"alias-{alias[:12]}", {"tin-tuc/hong.md": page(front=f'tiêu đề: x\nalias: ["{alias}"]\n')}, 1, "tin-tuc/hong.md:3:", "lỗi:")

# Links.
case("link-nowhere", {"tin-tuc/hong.md": page("Xem [bài](bai-hay.md).\n")}, 1,
     "tin-tuc/hong.md:4:", "lỗi:", "«bai-hay.md»", "«bai-hai.md»")
case("anchor-nowhere", {"tin-tuc/hong.md": page("Xem [bài](bai-hai.md#muc-dic).\n")}, 1,
     "tin-tuc/hong.md:4:", "lỗi:", "#muc-dic", "muc-dich")
case("own-anchor-nowhere", {"tin-tuc/hong.md": page("## Một\n\n[lên](#mot2)\n")}, 1, "tin-tuc/hong.md:6:", "lỗi:", "#mot2")
case("image-nowhere", {"tin-tuc/hong.md": page("![Ảnh](anh.jpg)\n")}, 1, "tin-tuc/hong.md:4:", "lỗi:", "ảnh «anh.jpg»")
case("file-nowhere", {"tin-tuc/hong.md": page("[Mẫu](../tep/mau.pdf)\n")}, 1, "tin-tuc/hong.md:4:", "lỗi:", "mau.pdf")
case("link-climbs-out", {"tin-tuc/hong.md": page("[x](../../../etc/passwd)\n")}, 1, "tin-tuc/hong.md:4:", "lỗi:")
case("link-script", {"tin-tuc/hong.md": page("[x](javascript:alert(1))\n")}, 1, "tin-tuc/hong.md:4:", "lỗi:", "javascript")
case("file-not-what-it-says", {"tin-tuc/hong.md": page("[x](x.pdf)\n"), "tin-tuc/x.pdf": "không phải PDF"}, 1,
     "tin-tuc/x.pdf: lỗi:", "PDF")
case("svg-with-script", {"tin-tuc/hong.md": page("![x](x.svg)\n"), "tin-tuc/x.svg": "<svg onload='x()'/>"}, 1,
     "tin-tuc/x.svg: lỗi:", "on…=")
case("svg-with-hidden-script", {"tin-tuc/hong.md": page("![x](x.svg)\n"),
     "tin-tuc/x.svg": '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>x()</s:script></s:svg>'}, 1, "tin-tuc/x.svg: lỗi:", "<script>")
case("file-type-refused", {"tin-tuc/hong.md": page("[x](x.php)\n"), "tin-tuc/x.php": "<?php"}, 1,
     "tin-tuc/hong.md:4:", "lỗi:", "x.php", ".pdf")
case("symlink-out", {"tin-tuc/hong.md": lambda p: p.symlink_to("/etc/hostname")}, 1, "tin-tuc/hong.md: lỗi:", "symlink")
case("symlink-folder", {"lien-ket": lambda p: p.symlink_to("/etc")}, 1, "lien-ket: lỗi:", "symlink")

case("invisible-characters", {"tin-tuc/hong.md": page("[a\u200bb](bai-hai.md)\n[x](khong.md)\n", front="tiêu đề: Bài\u202e hỏng\n")}, 1,
     "tin-tuc/hong.md:2:10: cảnh báo:", "U+202E", "tin-tuc/hong.md:4:", "cảnh báo:", "U+200B")

# Markdown that would break lesser tools.
case("unknown-directive", {"tin-tuc/hong.md": page("```{danh-muc-thu-tucs}\nlĩnh vực: Hộ tịch\n```\n")}, 1,
     "tin-tuc/hong.md:4:", "lỗi:", "danh-muc-thu-tucs", "có phải «danh-muc-thu-tuc»?")
case("table-2000-columns", {"tin-tuc/hong.md": page("a|" * 2000 + "\n" + "-|" * 2000 + "\n" + "x\n" * 2000)}, 1,
     "tin-tuc/hong.md:", "lỗi:", "100", seconds=5)
case("quotes-200000", {"tin-tuc/hong.md": page(">" * 200000 + " a\n")}, 1, "tin-tuc/hong.md:4:", "lỗi:", "100", seconds=5)
case("brackets-200000", {"tin-tuc/hong.md": page("[" * 200000 + "\n")}, 1, "tin-tuc/hong.md:4:", "lỗi:", seconds=5)
case("file-3-gib", {"tin-tuc/hong.md": lambda p: sparse(p, 3 << 30)}, 1, "tin-tuc/hong.md: lỗi:", "quá lớn", seconds=5)
case("surplus-cell", {"tin-tuc/hong.md": page("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n")}, 1, "tin-tuc/hong.md:6:", "lỗi:")

# What everything rests on: exit status 3.
case("portal-missing", {"portal.yaml": None}, 3, "lỗi:", "portal.yaml", "tên chính thức")
case("portal-broken", {"portal.yaml": "tên chính thức: \"Xã Mẫu\nđịa chỉ: x\n"}, 3, "portal.yaml:1:", "lỗi:")
case("portal-wrong-key", {"portal.yaml": PORTAL + "địa chi goocs: x\n"}, 3, "portal.yaml:2:1: lỗi:", "«địa chi goocs»", "địa chỉ gốc")
case("portal-and-page", {"portal.yaml": PORTAL + "abc: x\n", "tin-tuc/hong.md": "x\n"}, 3, "portal.yaml:2:1: lỗi:", "hong.md:1:1: lỗi:")
case("theme-unknown", {}, 3, "lỗi:", "«chaun»", args=("--theme", "chaun"), check_status=0)
case("kind-broken", {}, 3, "trang/kinds/page.yaml:", "lỗi:", plugins={"trang/kinds/page.yaml": "kind: page\nlabel: Trang\nfields:\n  - nam: x\n"})
case("record-unknown-kind", {"du-lieu/xe-co.yaml": "- tên: x\n"}, 1, "du-lieu/xe-co.yaml: lỗi:", "«xe-co»")

# Templates: each class of mistake with the template's own line.
for name, text, line, expected in [
    ("unknown-filter", "{{ page.title | datte }}", "1:", "datte"),
    ("unknown-name", "<p>\n{{ pag.title }}</p>", "2:", "pag"),
    ("unclosed-block", "{% if page %}\n<p>", "1:", "if"),
    ("unquoted-attribute", "<a href={{ page.url }}>x</a>", "1:", "lỗi"),
    ("event-attribute", "<p>\n<a onclick=\"x\">x</a>", "2:", "on"),
    ("style-attribute", "<p style=\"color:red\">x</p>", "1:", "style"),
    ("inline-script", "<script>x</script>", "1:", "script"),
    ("unknown-include", "{% include \"khong-co.html\" %}", "1:", "khong-co.html"),
    ("bad-expression", "{{ page.title + }}", "1:", "lỗi"),
    ("branches-differ", "<p {% if page %}class=\"{% endif %}x\">", "1:", "lỗi"),
    ("nil-output", "<p>{{ page.titel }}</p>", "1:", "page.titel"),
]:
    case(f"template-{name}", {}, 1 if name == "nil-output" else 3, f"theme/templates/page.html:{line}", "lỗi:" if expected != "lỗi" else "",
         expected if expected != "lỗi" else "", themes={"theme/templates/page.html": text})

case("template-of-400-kb", {}, 3, "theme/templates/page.html:40001:", "lỗi:", "khong_co", seconds=3,
     themes={"theme/templates/page.html": "<b>x</b>\n" * 40000 + "{{ khong_co }}\n"})


def sparse(path, size):
    with open(path, "wb") as f:
        f.truncate(size)


# Cases that need more than other content.

def not_ours(portal):
    """A folder with somebody's files and no marker is never replaced."""
    target = portal.temp / "cua-nguoi-khac"
    write(target, {"bao-cao.docx": "quý giá"})
    done = subprocess.run([*portal.command(), "-o", str(target)], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 4:
        return f"exit status {done.returncode}, not 4\n{done.stderr}"
    if tree(target) != {"bao-cao.docx": "quý giá".encode()}:
        return "the folder was changed"
    return message_fault(done.stderr, ["lỗi:", "bao-cao.docx"])


def dangerous_targets(portal):
    for target in ("/", os.path.expanduser("~"), str(portal.content), str(portal.temp)):
        done = subprocess.run([*portal.command(), "-o", target], capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 4 or "lỗi:" not in done.stderr:
            return f"-o {target}: exit status {done.returncode}\n{done.stderr}"
    return ""


def another_build(portal):
    import fcntl
    lock = portal.temp / ".site.cchc-lock"
    with open(lock, "a+", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.seek(0)
        held.truncate()
        held.write(f"{os.getpid()}\n")
        held.flush()
        done = portal.build()
    if done.returncode != 75:
        return f"exit status {done.returncode}, not 75\n{done.stderr}"
    return message_fault(done.stderr, ["lỗi:", str(os.getpid())])


def read_only(portal):
    """The parent of site/ cannot be written to."""
    write(portal.content, {"tin-tuc/moi.md": page()})
    if os.geteuid() == 0:
        if subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
            return None
        script = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && shift 0 && exec "$@"'
        done = subprocess.run(["unshare", "-m", "sh", "-c", script, str(portal.temp), *portal.command()], capture_output=True,
                              text=True, timeout=60, check=False)
    else:
        portal.temp.chmod(0o555)
        done = portal.build()
        portal.temp.chmod(0o755)
    if done.returncode != 4:
        return f"exit status {done.returncode}, not 4\n{done.stderr}"
    return message_fault(done.stderr, ["lỗi:"])


def closed_folder(portal):
    """A folder that may not be read is named; its neighbours are read."""
    deep = "x" * 250
    write(portal.content, {"tin-tuc/hong.md": page(front="thứ tự: 3\n")})
    here = os.getcwd()
    os.chdir(portal.content)
    for _ in range(17):
        os.mkdir(deep)
        os.chdir(deep)
    os.chdir(here)
    done = portal.build()
    shutil.rmtree(portal.content / deep)
    if done.returncode != 4:
        return f"exit status {done.returncode}, not 4\n{done.stderr}"
    return message_fault(done.stderr, ["lỗi: không đọc được «", deep, "tên quá dài", "tin-tuc/hong.md:2:1: lỗi:", "Có 2 lỗi"])


def folder_became_link(portal):
    """Who put a link into site/ where a folder stood finds nothing written or deleted behind it."""
    for publish in ("files", "exchange"):
        outside = portal.temp / "ngoai"
        shutil.rmtree(outside, ignore_errors=True)
        write(outside, {"bai-mot.html": "của người khác"})
        shutil.rmtree(portal.site / "tin-tuc")
        (portal.site / "tin-tuc").symlink_to(outside)
        write(portal.content, {"tin-tuc/bai-mot.md": None, "tin-tuc/bai-hai.md": page(publish)})
        done = portal.build("--publish", publish)
        if done.returncode or (portal.site / "tin-tuc").is_symlink():
            return f"{publish}: {done.returncode} {done.stderr}"
        if tree(outside) != {"bai-mot.html": "của người khác".encode()}:
            return f"{publish}: something was done outside site/: {list(tree(outside))}"
        write(portal.content, BASE)
        portal.build()
    return ""


def closed_streams(portal):
    """Started with its standard streams closed, as some schedulers do: no message lands in a file of the build."""
    lock, kept = portal.temp / ".site.cchc-lock", portal.temp / "khoa"
    for mode in ("<&- >&- 2>&-", ">&- 2>&-", "2>&-"):
        write(portal.content, {"tin-tuc/moi.md": page(mode)})
        lock.touch()
        kept.unlink(missing_ok=True)
        os.link(lock, kept)
        done = subprocess.run(["sh", "-c", f'exec "$@" {mode}', "sh", *portal.command("--stats")], timeout=60, check=False)
        if done.returncode:
            return f"{mode}: exit status {done.returncode}"
        if "publish" in kept.read_text(encoding="utf-8") or "tệp" in kept.read_text(encoding="utf-8"):
            return f"{mode}: a message was written into the lock\n" + kept.read_text(encoding="utf-8")
    write(portal.content, {"tin-tuc/moi.md": None})
    portal.build()
    return ""


def little_memory(portal):
    """Where the system gives no memory: exit status 4, a reason, site/ as it was."""
    if b"__asan_init" in Path(CCHC).read_bytes():
        return None
    for limit, status in (("-v 400000", 4), ("-v 20000", 4), ("-d 1000", 4)):
        done = subprocess.run(["sh", "-c", f'ulimit {limit}; exec "$@"', "sh", *portal.command()], capture_output=True, text=True,
                              timeout=60, check=False)
        if done.returncode != status:
            return f"{limit}: exit status {done.returncode}\n{done.stderr}"
        fault = message_fault(done.stderr, ["không đủ bộ nhớ"])
        if fault:
            return f"{limit}: {fault}"
    return ""


def damaged_previous(portal):
    write(portal.content, {"tin-tuc/moi.md": page()})
    portal.build()
    previous = portal.temp / ".site.cchc-previous" / ".cchc-manifest"
    previous.write_text("x", encoding="utf-8")
    done = subprocess.run(portal.command("--rollback"), capture_output=True, text=True, timeout=60, check=False)
    write(portal.content, {"tin-tuc/moi.md": None})
    portal.build()
    if done.returncode != 4:
        return f"exit status {done.returncode}\n{done.stderr}"
    return message_fault(done.stderr, ["lỗi: bản trước của «", "bị hỏng"])


def disk_full(portal):
    """Every size of the disk at which something does not fit: site/ stays, the message says why."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
        return None
    script = ('mount -t tmpfs -o size=$1k none "$0" && cp -a "$2/." "$0" && shift 2 && '
              '"$@"; s=$?; cd "$0" && find site -type f | sort | xargs cat | md5sum; find . -name "*-stage" ; exit $s')
    copy = portal.temp / "day"
    copy.mkdir()
    source = portal.temp / "goc"
    source.mkdir()
    shutil.copytree(portal.content, source / "content")
    shutil.copytree(portal.site, source / "site")
    write(source / "content", {f"tin-tuc/bai-{i}.md": page("Chữ. " * 900 + "\n") for i in range(60)})
    command = [str(copy / "content") if w == str(portal.content) else str(copy / "site") if w == str(portal.site) else w
               for w in portal.command()]
    before = None
    statuses = set()
    for kilobytes in (800, 840, 880, 940, 1040, 8000):
        done = subprocess.run(["unshare", "-m", "sh", "-c", script, str(copy), str(kilobytes), str(source), *command],
                              capture_output=True, text=True, timeout=60, check=False)
        statuses.add(done.returncode)
        if "mount" in done.stderr:
            return None
        if done.returncode == 0:
            continue
        if done.returncode != 4 or "đầy" not in done.stderr:
            return f"{kilobytes} KB: exit status {done.returncode}\n{done.stderr}"
        before = before or done.stdout
        if done.stdout != before:
            return f"{kilobytes} KB: site/ is not as it was\n{done.stdout}\n{before}"
    return "" if statuses == {0, 4} else f"statuses were {statuses}, so the sizes of the test prove nothing"


def killed(portal):
    """Ended at many moments: site/ is the old one or the new one, and the next build succeeds and leaves no litter."""
    new_files = {f"tin-tuc/bai-{i}.md": page("Chữ. " * 200 + "\n") for i in range(150)}
    write(portal.content, new_files)
    start = time.monotonic()
    done = portal.build()
    full = time.monotonic() - start
    if done.returncode:
        return done.stderr
    new = tree(portal.site)
    pages_new = {k: v for k, v in new.items() if k.startswith("tin-tuc/")}
    write(portal.content, {k: None for k in new_files})
    portal.build()
    old = tree(portal.site)
    ended = 0
    for i in range(24):
        write(portal.content, new_files)
        process = subprocess.Popen(portal.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(full * (i + 1) / 22)
        process.send_signal(signal.SIGTERM if i % 4 == 3 else signal.SIGKILL)
        process.wait()
        ended += process.returncode != 0
        now = tree(portal.site)
        pages_now = {k: v for k, v in now.items() if k.startswith("tin-tuc/")}
        if now != old and pages_now != pages_new:
            return f"after {i}: site/ is neither the old one nor the new one"
        write(portal.content, {k: None for k in new_files})
        for _ in range(50):
            done = portal.build()
            if done.returncode != 75:
                break
            time.sleep(0.05)
        if done.returncode:
            return f"after {i}: the next build gave {done.returncode}\n{done.stderr}"
        litter = [p.name for p in portal.temp.iterdir() if p.name.endswith(("-stage", "-trash"))]
        if litter or tree(portal.site) != old:
            return f"after {i}: the next build left {litter}"
    portal.before = old
    return "" if ended > 3 else "no build was ended on its way, so the test proves nothing"


def usage(portal):
    for args, expected in [(["--jops", "2"], "--jobs"), (["--date", "30/2/2026"], "--date"), (["-j", "0"], "--jobs"),
                           (["--publish", "x"], "exchange"), (["a", "b"], "«a»")]:
        done = portal.build(*args)
        if done.returncode != 2:
            return f"{args}: exit status {done.returncode}\n{done.stderr}"
        fault = message_fault(done.stderr, ["lỗi:", expected])
        if fault:
            return fault
    return ""


def json_lines(portal):
    """One JSON object a line, with all the keys, on standard output."""
    import json
    write(portal.content, {"tin-tuc/hong.md": page(front="tiêu đề: x\nthứ tự: nhiều\n")})
    done = portal.build("--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 1 or done.stderr or len(rows) != 1:
        return f"{done.returncode} {done.stdout} {done.stderr}"
    row = rows[0]
    if sorted(row) != sorted(["file", "line", "column", "code", "level", "message", "hint"]):
        return str(row)
    return "" if (row["line"], row["column"], row["level"]) == (3, 9, "error") else str(row)


def same_messages(portal):
    """-j1, -j8 and --inline say the same."""
    write(portal.content, {f"tin-tuc/hong-{i}.md": page("[x](khong-co-%d.md)\n" % i, "tiêu đề: x\nthứ tự: nhiều %d\n" % i) for i in range(40)})
    said = [portal.build(*args).stderr for args in (["-j1"], ["-j8"], ["--inline"])]
    return "" if said[0] == said[1] == said[2] and said[0].count("lỗi:") >= 40 else "messages differ\n" + said[0] + said[1]


def twice_then_rollback(portal):
    """Who builds twice out of habit still gets the build before the change back."""
    write(portal.content, {"tin-tuc/bai-mot.md": PAGE.replace("Xin chào", "Đã sửa")})
    first, second = portal.build(), portal.build()
    if first.returncode or second.returncode or "Không có gì thay đổi" not in second.stderr:
        return first.stderr + second.stderr
    target = portal.site / "tin-tuc" / "bai-hai.html"
    target.unlink()
    target.write_text("ai đó sửa tay", encoding="utf-8")
    mended = portal.build()
    if "Không có gì thay đổi" in mended.stderr or "sửa tay" in target.read_text(encoding="utf-8"):
        return "a file that was changed by hand in site/ was left so\n" + mended.stderr
    write(portal.content, {"tin-tuc/bai-mot.md": PAGE})
    third, again = portal.build(), portal.build()
    back = subprocess.run(portal.command("--rollback"), capture_output=True, text=True, timeout=60, check=False)
    page_now = (portal.site / "tin-tuc" / "bai-mot.html").read_text(encoding="utf-8")
    if third.returncode or again.returncode or back.returncode or "Đã sửa" not in page_now:
        return third.stderr + again.stderr + back.stderr + page_now
    portal.build()
    return ""


SPECIAL = [twice_then_rollback, not_ours, dangerous_targets, another_build, read_only, closed_folder, folder_became_link, closed_streams, little_memory, damaged_previous, disk_full, killed, usage, json_lines, same_messages]


def main():
    only = sys.argv[1:]
    failed = False
    for name, files, status, expected, more in CASES:
        if only and name not in only:
            continue
        fault = run_case(name, files, status, expected, more)
        failed = failed or bool(fault)
        print(f"not ok bad input: {name}\n  " + fault.replace("\n", "\n  ") if fault else f"ok bad input: {name}", flush=True)
    for special in SPECIAL:
        name = special.__name__.replace("_", "-")
        if only and name not in only:
            continue
        with tempfile.TemporaryDirectory() as temp:
            portal = Portal(temp)
            fault = special(portal)
            if fault is None:
                print(f"skip bad input: {name}: needs root, mount namespaces or a build without ASan")
                continue
            fault = fault or portal.unharmed()
        failed = failed or bool(fault)
        print(f"not ok bad input: {name}\n  " + fault.replace("\n", "\n  ") if fault else f"ok bad input: {name}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    main()
