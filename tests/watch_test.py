#!/usr/bin/env python3
"""The process that builds is watched by the one that was called: deaths are told, wishes to end reach all, nobody is left.

A build is stopped (SIGSTOP) where its workers run, so that every test strikes at a known moment."""
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
PAGES, PATIENCE = 1500, 60
STAGES = ("nạp cấu hình, phần mở rộng và giao diện", "đọc nội dung", "gom các trang", "lập danh sách tệp", "dựng trang")
UNCHANGED = "chưa đăng gì; trang hiện có giữ nguyên"
# The sanitizer would make an exit status out of a signal.
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "detect_leaks=0") + ":handle_segv=0:handle_abort=0")


def stat_of(pid):
    """(parent, state, session) of a process; None when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), fields[0], int(fields[3])


def processes():
    found = {int(name): stat_of(name) for name in os.listdir("/proc") if name.isdigit()}
    return {pid: stat for pid, stat in found.items() if stat}


def children(pid):
    return [child for child, stat in processes().items() if stat[0] == pid]


def members(session):
    return [pid for pid, stat in processes().items() if stat[2] == session and stat[1] not in "ZX"]


def until(condition):
    """What `condition` comes to be, or its last answer when patience is at its end."""
    end = time.monotonic() + PATIENCE
    while not (answer := condition()) and time.monotonic() < end:
        time.sleep(0.001)
    return answer


def send(pid, sig):
    """To a process that may be gone."""
    try:
        os.kill(pid, sig)
    except ProcessLookupError:
        pass


def state_of(pid):
    return (stat_of(pid) or (0, "gone"))[1]


class Build:
    """One run of cchc, as the leader of its own session, and its builder once that was stopped."""

    def __init__(self, home, *args, command="build", **popen):
        out = ["-o", str(home / "site")] if command == "build" else []
        self.process = subprocess.Popen([CCHC, command, str(home / "content"), *out, "--themes", str(ROOT / "tests/bench"), "--theme", "theme",
                                         "--plugins", str(ROOT / "plugins"), "--date", "2026-03-05", "-j2", *args],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=ENVIRONMENT, **popen)
        self.pid, self.builder = self.process.pid, None

    def ended(self):
        """(status, messages); it has to end by itself."""
        try:
            out, err = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self.process.wait()
            return None, "it does not end"
        return self.process.returncode, out + err

    def stop_at_work(self):
        """Stops the builder while it waits for workers. False: the build was over first."""
        while self.process.poll() is None:
            for builder in children(self.pid):
                if not children(builder):
                    continue
                send(builder, signal.SIGSTOP)
                until(lambda pid=builder: state_of(pid) in ("T", "Z", "X", "gone"))
                if children(builder) and state_of(builder) == "T":
                    self.builder = builder
                    return True
                send(builder, signal.SIGCONT)
        return False

    def go_on(self):
        """What was sent to it while it stood is met first."""
        send(self.builder, signal.SIGCONT)


def stopped_build(home, *args, **how):
    for _ in range(20):
        build = Build(home, *args, **how)
        if build.stop_at_work():
            return build
        build.ended()
    raise AssertionError("no build was caught at work")


def tree(folder):
    return {str(p.relative_to(folder)): (p.stat().st_ino, p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file()}


def change(home, number):
    """A build after this has something to publish."""
    path = home / "content/tin-tuc/moi.md"
    path.write_text(f"---\ntiêu đề: Bài mới {number}\n---\nLần {number}.\n", encoding="utf-8")


def next_build(home):
    """Works at once: no lock is held, nothing is left."""
    status, said = Build(home).ended()
    if status:
        return f"the next build gave {status}\n{said}"
    litter = [p.name for p in home.iterdir() if p.name.endswith(("-stage", "-trash", "-lock"))]
    return f"it left {litter}" if litter else ""


def died(home, sig, wanted, **how):
    """The builder dies by `sig`: what is wrong with how that is told, or ""."""
    change(home, f"{sig}{sorted(how)}")
    before = tree(home / "site")
    build = stopped_build(home, **how)
    os.kill(build.builder, sig)
    build.go_on()
    status, said = build.ended()
    left = members(build.pid)
    stage = re.search("bước «(.*?)»", said)
    if status != 4 or said.count(": lỗi:") != 1 or wanted not in said or UNCHANGED not in said:
        return f"status {status}\n{said}"
    if not stage or stage[1] not in STAGES:
        return f"the stage is not one of {STAGES}\n{said}"
    if left:
        return f"processes are left: {left}"
    return "site/ is not as it was" if tree(home / "site") != before else next_build(home)


def killed_builder(home):
    return died(home, signal.SIGKILL, "dừng đột ngột") or died(home, signal.SIGKILL, "(tín hiệu 9)", command="check")


def crashed_builder(home):
    return died(home, signal.SIGSEGV, "(tín hiệu 11)")


def ignore_signals():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPROF, signal.SIGCHLD])


def builder_at_its_wall(home):
    """Also where the caller ignores and blocks the signals that this rests on."""
    return died(home, signal.SIGPROF, "quá 60 giây") or died(home, signal.SIGPROF, "quá 60 giây", preexec_fn=ignore_signals)


def asked_to_end(home):
    """SIGTERM to the process that was called, and Ctrl-C, which reaches all of the group."""
    for sig, to_group in ((signal.SIGTERM, False), (signal.SIGHUP, False), (signal.SIGINT, True)):
        change(home, sig)
        before = tree(home / "site")
        build = stopped_build(home)
        (os.killpg if to_group else os.kill)(build.pid, sig)
        build.go_on()
        status, said = build.ended()
        left = members(build.pid)
        if status != -sig or said or left:
            return f"{sig.name}: status {status}, left {left}\n{said}"
        if tree(home / "site") != before:
            return f"{sig.name}: site/ is not as it was"
        fault = next_build(home)
        if fault:
            return f"{sig.name}: {fault}"
    return ""


def ignored_by_caller(home):
    """nohup: a signal that the caller ignores ends nothing."""
    change(home, "nohup")
    build = stopped_build(home, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    os.kill(build.pid, signal.SIGHUP)
    build.go_on()
    status, said = build.ended()
    return f"status {status}\n{said}" if status else ""


def killed_watcher(home):
    """Nobody can tell then, but all go."""
    change(home, "watcher")
    before = tree(home / "site")
    build = stopped_build(home)
    os.kill(build.pid, signal.SIGKILL)
    build.ended()
    until(lambda: not members(build.pid))
    if members(build.pid):
        return f"processes are left: {members(build.pid)}"
    return "site/ is not as it was" if tree(home / "site") != before else next_build(home)


def statuses(home):
    """What the builder ends with is what the caller sees; the messages come once."""
    small = home / "nhỏ"
    shutil.rmtree(small, ignore_errors=True)
    (small / "content/tin").mkdir(parents=True)
    portal, page = small / "content/portal.yaml", small / "content/tin/bai.md"
    shutil.copy(home / "content/portal.yaml", portal)
    page.write_text("---\ntiêu đề: Bài\n---\nChữ.\n", encoding="utf-8")
    (small / "content/tin/_muc.md").write_text("---\ntiêu đề: Tin\n---\n", encoding="utf-8")

    def wrong(expected, *args, **how):
        status, said = Build(small, *args, **how).ended()
        if status != expected or said.count(": lỗi:") != (expected != 0):
            return f"{expected}: status {status}\n{said}"
        return ""

    fault = wrong(0) or wrong(0, command="check") or wrong(2, "--jops") or wrong(0, preexec_fn=ignore_signals)
    with open(small / ".site.cchc-lock", "w", encoding="utf-8") as lock:
        lock.write("1\n")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        fault = fault or wrong(75)
    page.write_text("---\ntiêu đề: Bài\nthứ tự: nhiều\n---\nChữ.\n", encoding="utf-8")
    fault = fault or wrong(1) or wrong(1, command="check") or wrong(1, preexec_fn=ignore_signals)
    page.unlink()
    portal.write_text("tên chính thức: [\n", encoding="utf-8")
    return fault or wrong(3)


def in_line_forks_nothing(home):
    """Whoever has a debugger on it has all of it."""
    seen = {}
    for args in ((), ("--inline",)):
        change(home, f"inline{args}")
        build, seen[args] = Build(home, *args), 0
        while build.process.poll() is None:
            seen[args] += len(children(build.pid))
        status, said = build.ended()
        if status:
            return f"status {status}\n{said}"
    if not seen[()]:
        return "the builder was never seen, so the test proves nothing"
    return f"--inline has children: {seen}" if seen[("--inline",)] else ""


TESTS = [killed_builder, crashed_builder, builder_at_its_wall, asked_to_end, ignored_by_caller, killed_watcher, statuses, in_line_forks_nothing]


def main():
    failed = False
    for wish in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):  # a shell ignores some of them for its jobs in the background
        signal.signal(wish, signal.SIG_DFL)
    with tempfile.TemporaryDirectory(prefix="cchc-watch-") as temp:
        home = Path(temp)
        subprocess.run([sys.executable, ROOT / "tests/bench/corpus.py", home / "content", str(PAGES)], check=True)
        fault = next_build(home)
        for test in TESTS:
            name = "watch: " + test.__name__.replace("_", " ")
            fault = fault or test(home)
            failed = failed or bool(fault)
            print(f"not ok {name}\n  " + fault.replace("\n", "\n  ") if fault else f"ok {name}", flush=True)
            fault = ""
    return 1 if failed else 0


sys.exit(main())
