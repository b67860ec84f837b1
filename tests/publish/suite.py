#!/usr/bin/env python3
"""Publishing under fire: a tiny site is built over an older one by a process that is killed before every call that
changes the file system, or whose calls fail one by one; after each, site/ must be the old tree or the new one, and the
next build must succeed and leave no litter. Run from the root of the repository; BUILD names the build folder.

Prints `ok name`, `not ok name` or `skip name: why`; ends with 1 when anything failed."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

BUILD = os.environ.get("BUILD", "build")
ROOT = os.path.realpath(tempfile.mkdtemp(prefix="cchc-publish-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
DRIVER = os.path.join(ROOT, "driver")
WRAPPED = ("openat mkdirat linkat unlinkat renameat renameat2 write pwrite read ftruncate fchmod fsync syncfs statx").split()
MANIFEST = ".cchc-manifest"
STRUCK = "(fault struck)"
stride = 1  # every call; under the sanitizers, which start slowly, every fifth, since the plain run does all
STRIDES = {1: "", 5: " (every fifth)"}
failures = 0


def report(name, problems):
    global failures
    print(("not ok " if problems else "ok ") + name, flush=True)
    for problem in problems[:10]:
        print("    " + problem)
    failures += bool(problems)


def compile_driver():
    """The driver is linked with the library under test, with its sanitizers when it has them."""
    library = os.path.join(BUILD, "libcchc.a")
    symbols = subprocess.run(["nm", library], capture_output=True, text=True).stdout
    compiler = os.environ.get("CC", "cc").split()
    global stride
    if "__asan_init" in symbols:
        stride = 5
        compiler.append("-fsanitize=address,undefined")
    libs = subprocess.run(["pkg-config", "--libs", "libxxhash", "libutf8proc"], capture_output=True, text=True, check=True).stdout.split()
    subprocess.run(compiler + ["-std=c11", "-D_GNU_SOURCE", "-g", "-Igenerator", "-o", DRIVER, "tests/publish/driver.c",
                               "tests/publish/fault.c", library] + libs + ["-Wl,--wrap=" + w for w in WRAPPED], check=True)


def run(args, cwd, **env):
    """The driver's exit code (negative: the signal) and its messages."""
    done = subprocess.run([DRIVER] + args, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


def tree(top):
    """path -> bytes of every file below `top`; None when there is no such folder."""
    if not os.path.isdir(top):
        return None
    found = {}
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), top)
            with open(os.path.join(folder, name), "rb") as f:
                found[path] = f.read()
    return found


def whole(tree_found):
    """Whether a tree is exactly what its own manifest says (paths and sizes)."""
    lines = tree_found[MANIFEST].decode().splitlines()[1:]
    listed = {line.split(" ", 3)[3]: int(line.split(" ", 3)[1]) for line in lines if not line.startswith("withdrawn ")}
    actual = {path: len(data) for path, data in tree_found.items() if path not in (MANIFEST, ".gitkeep")}
    return listed == actual


class Scene:
    """A place with an old state, and the command that changes it."""

    def __init__(self, name, setup, command, again=None, atomic=True, **env):
        self.name, self.setup, self.command, self.env, self.atomic = name, setup, command, env, atomic
        self.again = again or command
        self.start = os.path.join(ROOT, name)
        os.makedirs(self.start)
        os.makedirs(self.start + "/src")
        with open(self.start + "/src/anh.png", "wb") as f:
            f.write(b"\x89PNG" + bytes(range(256)) * 300)
        for step in setup:
            if step == "keeper":
                os.makedirs(self.start + "/site")
                open(self.start + "/site/.gitkeep", "w").close()
            else:
                code, errors = run(step, self.start)
                assert code == 0, errors
        self.old = tree(self.start + "/site")
        reference = self.fresh("reference")
        code, errors = run(command, reference, **self.at(reference))
        assert code == 0, errors
        self.new = tree(reference + "/site")
        self.older = (tree(self.start + "/.site.cchc-previous") or {}).get(MANIFEST)
        self.had_previous = os.path.isdir(self.start + "/.site.cchc-previous")
        assert self.litter(reference) == [], self.litter(reference)
        assert self.old != self.new

    def at(self, place):
        """The environment of a run; the mount that is played depends on the place."""
        return {k: v.replace("@", place) for k, v in self.env.items()}

    def fresh(self, tag):
        """A copy of the old state, links between its files kept."""
        place = os.path.join(ROOT, "%s.%s" % (self.name, tag))
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run(["cp", "-a", self.start, place], check=True)
        return place

    def litter(self, place):
        beside = [n for n in os.listdir(place) if n not in ("site", "src", ".site.cchc-previous")]
        inside = [n for n in os.listdir(place + "/site")] if os.path.isdir(place + "/site") else []
        return beside + [n for n in inside if n == ".cchc-new"]

    def state(self, place):
        """old, new, between (each file whole; only where the swap is not atomic) or broken."""
        now = tree(place + "/site")
        if now == self.old:
            return "old"
        if now == self.new:
            return "new"
        if self.atomic or now is None:
            return "broken: %s" % diff(now, self.old, self.new)
        return self.between({path: data for path, data in now.items() if not path.startswith(".cchc-new/")})

    def between(self, now):
        """Files go one by one: each is whole, and they come in the order assets, pages, deletions, manifest."""
        old, new = self.old or {}, self.new
        for path, data in now.items():
            if data not in (old.get(path), new.get(path)):
                return "broken: %s is neither old nor new" % path
        kept = [line.split(" ", 3)[3] for line in new[MANIFEST].decode().splitlines()[1:] if line.split(" ")[2:3] == ["k"]]
        for path in set(old) & set(new) - set(kept):
            if path not in now:
                return "broken: %s is missing" % path
        missing = [path for path, data in new.items() if now.get(path) != data and path not in kept]
        pages = [path for path, data in now.items() if data != old.get(path) and not path.startswith("assets/") and path != MANIFEST]
        if pages and any(path.startswith("assets/") for path in missing):
            return "broken: the page %s came before its assets" % pages[0]
        gone = [path for path in old if path not in now and path not in new and path != "vuong"]  # a folder in its place
        if gone and missing not in ([], [MANIFEST]):
            return "broken: %s went before %s came" % (gone[0], missing[0])
        if now.get(MANIFEST) == new[MANIFEST] != old.get(MANIFEST) and (missing or set(now) - set(new)):
            return "broken: the manifest came before the rest"
        return "between"

    def clears_up(self, place, problems, tag):
        """A build that only begins finishes the publish that was killed, or undoes it; the previous build fits."""
        before = self.state(place)
        code, errors = run(["open", "site"], place, **self.at(place))
        after, previous = self.state(place), tree(place + "/.site.cchc-previous")
        allowed = {"old": ["old"] if self.atomic else ["old", "new"], "new": ["new"], "between": ["old", "new"]}.get(before, [])
        if code or errors or after not in allowed:
            problems.append("%s: clearing up made %s of %s: %d %s" % (tag, after, before, code, errors))
        if self.litter(place):
            problems.append("%s: clearing up left %s" % (tag, self.litter(place)))
        kept = (previous or {}).get(MANIFEST)
        was = (self.old or {}).get(MANIFEST)
        if after == "new" and kept != was:
            problems.append("%s: the previous build is not the old site" % tag)
        if after == "old" and kept not in (self.older, None if self.atomic else was):
            problems.append("%s: the previous build is not the one before the old site" % tag)
        if previous:
            self.check_previous(place, previous, problems, tag)

    def recovers(self, place, problems, tag):
        """The next build succeeds, is right, and leaves nothing but a whole previous build."""
        before = self.state(place)
        command = self.command if before in ("old", "between") else self.again
        code, errors = run(command, place, **{k: v for k, v in self.at(place).items() if k != "FAULT"})
        if code != 0:
            problems.append("%s: the next build ends with %d: %s" % (tag, code, errors))
            return
        if command is self.command or self.again == self.command:
            now = tree(place + "/site")
            # A rebuild of the same variant drops the assets that were kept one build long.
            if {k: v for k, v in now.items() if k in self.new and k != MANIFEST} != {k: v for k, v in self.new.items() if k in now and k != MANIFEST}:
                problems.append("%s: the next build is not the new site" % tag)
        if self.litter(place):
            problems.append("%s: left behind %s" % (tag, self.litter(place)))
        if not whole(tree(place + "/site")):
            problems.append("%s: site is not what its manifest says" % tag)
        previous = tree(place + "/.site.cchc-previous")
        if self.had_previous and previous is None:
            problems.append("%s: the previous build is lost" % tag)
        if previous is not None:
            self.check_previous(place, previous, problems, tag)

    def check_previous(self, place, previous, problems, tag):
        if MANIFEST not in previous:
            problems.append("%s: the previous build has no manifest" % tag)
            return
        withdrawn = [line[10:] for line in tree(place + "/site")[MANIFEST].decode().splitlines() if line.startswith("withdrawn ")]
        lines = previous[MANIFEST].decode().splitlines()[1:]
        for line in lines:
            path = line.split(" ", 3)[-1]
            if line.startswith("withdrawn ") or path in withdrawn:
                continue
            if path not in previous:
                problems.append("%s: the previous build lacks %s" % (tag, path))
        for path in withdrawn:
            if path in previous:
                problems.append("%s: the previous build still holds the withdrawn %s" % (tag, path))


def diff(now, old, new):
    if now is None:
        return "site is gone"
    return "lacks %s of old and %s of new, has more %s" % (
        sorted(set(old or {}) - set(now))[:3], sorted(set(new) - set(now))[:3], sorted(set(now) - set(old or {}) - set(new))[:3])


def killed_everywhere(scene):
    problems, seen_new, n = [], False, 0
    while True:
        n += stride
        place = scene.fresh("kill")
        code, errors = run(scene.command, place, FAULT="kill:%d" % n, **scene.at(place))
        tag = "killed before change %d" % n
        if code == 0:
            break
        if code != -signal.SIGKILL:
            problems.append("%s: ends with %d: %s" % (tag, code, errors))
            break
        state = scene.state(place)
        if state.startswith("broken") or (seen_new and state == "old"):
            problems.append("%s: %s" % (tag, state))
        seen_new = seen_new or state == "new"
        scene.clears_up(place, problems, tag)
        scene.recovers(place, problems, tag)
    if n < 20:
        problems.append("only %d changes were seen: the shim does not work" % n)
    if not seen_new and stride == 1:
        problems.append("no kill came after the swap")
    report("%s: killed before each of %d changes%s" % (scene.name, n - 1, STRIDES[stride]), problems)


def killed_twice(scene):
    """The build that cleans up after a kill is killed too: every tenth change by every tenth."""
    problems, total, first, code = [], 0, 0, -signal.SIGKILL
    both = os.path.join(ROOT, scene.name + ".second")
    while code == -signal.SIGKILL:
        first += 10 * stride
        place = scene.fresh("first")
        code, _ = run(scene.command, place, FAULT="kill:%d" % first, **scene.at(place))
        second, again = 0, code
        while again == -signal.SIGKILL:
            second += 10 * stride
            shutil.rmtree(both, ignore_errors=True)
            subprocess.run(["cp", "-a", place, both], check=True)
            relabel(place, both)
            again, _ = run(scene.command, both, FAULT="kill:%d" % second, **scene.at(both))
            tag = "killed at %d, then at %d" % (first, second)
            total += again == -signal.SIGKILL
            state, now = scene.state(both), tree(both + "/site")
            # A second build of the same variant is right too; it has dropped the kept asset.
            if state.startswith("broken") and not (now and MANIFEST in now and whole(now)):
                problems.append("%s: %s" % (tag, state))
            scene.recovers(both, problems, tag)
    report("%s: killed twice, %d pairs" % (scene.name, total), problems if total > 20 // stride ** 2 else problems + ["too few pairs"])


def relabel(old, new):
    """A copied place has other inodes; its journal must name those of the copy."""
    lock = new + "/.site.cchc-lock"
    if not os.path.exists(lock):
        return
    words = open(lock).readline().split()
    if len(words) != 3:
        return
    for name in ("site", ".site.cchc-stage"):
        if os.path.isdir(old + "/" + name) and os.stat(old + "/" + name).st_ino == int(words[2]):
            with open(lock, "w") as f:
                f.write("%s %s %d\n" % (words[0], words[1], os.stat(new + "/" + name).st_ino))


def failing_everywhere(scene, fault):
    problems, n, failed, errors = [], 0, 0, STRUCK
    while STRUCK in errors:
        n += stride
        place = scene.fresh("fail")
        code, errors = run(scene.command, place, FAULT="%s:%d" % (fault, n), **scene.at(place))
        tag = "%s at call %d" % (fault, n)
        state = scene.state(place)
        if code not in (0, 1):
            problems.append("%s: ends with %d: %s" % (tag, code, errors))
        elif code == 0 and state != "new":
            problems.append("%s: ends with 0, but site is %s" % (tag, state))
        elif code == 1 and state != "old" and (scene.atomic or state != "between"):
            problems.append("%s: ends with 1, but site is %s" % (tag, state))
        elif code == 1 and not errors.replace(STRUCK, "").strip():
            problems.append("%s: fails without a word" % tag)
        failed += code == 1
        scene.recovers(place, problems, tag)
    if failed < 3:
        problems.append("only %d calls failed: the shim does not work" % failed)
    report("%s: %s at each of %d calls%s, %d failures" % (scene.name, fault, n - 1, STRIDES[stride], failed), problems)


def short_writes():
    scene = SCENES["over-old"]
    problems, n, errors = [], 0, STRUCK
    while STRUCK in errors:
        n += 1
        place = scene.fresh("short")
        code, errors = run(scene.command, place, FAULT="short:%d" % n)
        if code or scene.state(place) != "new":
            problems.append("short write %d: %d %s" % (n, code, errors))
    report("short writes are continued, %d of them" % (n - 1), problems if n > 5 else ["the shim does not work"])


def links_refused():
    problems = []
    for error in ("EMLINK", "EPERM"):
        scene = SCENES["over-old"]
        place = scene.fresh("link")
        code, errors = run(scene.command, place, FAULT_LINK=error)
        if code or scene.state(place) != "new":
            problems.append("%s: %d %s" % (error, code, errors))
    report("where no hard link can be had, files are written", problems)


def unchanged_keep_inode():
    place = os.path.join(ROOT, "inode")
    os.makedirs(place)
    problems = []
    run(["build", "site", "a", "auto"], place)
    before = {p: os.stat(place + "/site/" + p) for p in tree(place + "/site")}
    run(["build", "site", "b", "auto"], place)
    for path in ("cot/giong.html", "lon.html", "assets/chung.00000000.css", "trong.html"):
        if os.stat(place + "/site/" + path).st_ino != before[path].st_ino:
            problems.append("%s was written anew" % path)
    if os.stat(place + "/site/index.html").st_ino == before["index.html"].st_ino:
        problems.append("index.html changed and is the same file")
    report("unchanged files are hard links, changed ones are new files", problems)


def files_mode_keeps_time():
    place = os.path.join(ROOT, "files-inode")
    os.makedirs(place)
    problems = []
    run(["build", "site", "a", "auto"], place)
    os.utime(place + "/site/cot/giong.html", (1000000000, 1000000000))
    folder = os.stat(place + "/site").st_ino
    code, errors = run(["build", "site", "b", "files"], place)
    if code or errors:
        problems.append("files mode by flag: %d %s" % (code, errors))
    if os.stat(place + "/site/cot/giong.html").st_mtime != 1000000000:
        problems.append("an unchanged file lost its time")
    if os.stat(place + "/site").st_ino != folder:
        problems.append("site/ is another folder than before")
    if os.path.isdir(place + "/site/cu"):
        problems.append("an empty folder was left")
    report("files mode replaces in place, without a warning when asked for", problems)


def fallback_warns():
    problems = []
    for error in ("EINVAL", "EBUSY"):
        place = os.path.join(ROOT, "fallback-" + error)
        os.makedirs(place)
        run(["build", "site", "a", "auto"], place)
        code, errors = run(["build", "site", "b", "exchange"], place, FAULT_EXCHANGE=error)
        if code != 1 or "chi-a" not in " ".join(tree(place + "/site")):
            problems.append("%s, exchange wanted: %d" % (error, code))
        code, errors = run(["build", "site", "b", "auto"], place, FAULT_EXCHANGE=error)
        if code or "từng tệp được thay lần lượt" not in errors:
            problems.append("%s, auto: %d %s" % (error, code, errors))
    report("without exchange: auto warns and goes by files, exchange refuses", problems)


def busy():
    place = os.path.join(ROOT, "busy")
    os.makedirs(place)
    run(["build", "site", "a", "auto"], place)
    holder = subprocess.Popen([DRIVER, "hold", "site"], cwd=place, stdout=subprocess.PIPE, text=True)
    holder.stdout.readline()
    problems = []
    before = tree(place)
    for command in (["build", "site", "b", "auto"], ["build", "site/", "b", "files"], ["rollback", "site"]):
        code, errors = run(command, place)
        if code != 75 or str(holder.pid) not in errors:
            problems.append("%s: %d %s" % (command, code, errors))
    if tree(place) != before:
        problems.append("a busy build changed something")
    holder.kill()
    holder.wait()
    code, errors = run(["build", "site", "b", "auto"], place)
    if code:
        problems.append("after the holder was killed: %d %s" % (code, errors))
    report("another build is running: 75 and its process number", problems)


MOUNTED = r"""
mount -t tmpfs -o size=$2 none site && cd "$1" || exit 99
"$D" build site a auto; echo "first $?"
"$D" build site b auto; echo "second $?"
"$D" rollback site force; echo "rollback $?"
find site -type f | sort | tr '\n' ' '
"""


def real_mount():
    """site/ is a mount point of its own, as in a container: a real EBUSY and EXDEV; and once a disk that is too small."""
    for size, name in (("1m", "a real mount point"), ("72k", "a real mount point that is full")):
        place = os.path.join(ROOT, "mount-" + size)
        os.makedirs(place + "/site")
        tried = subprocess.run(["unshare", "-m", "sh", "-c", "mount -t tmpfs none " + place + "/site"], capture_output=True)
        if tried.returncode:
            print("skip %s: mounting is not allowed here" % name)
            continue
        done = subprocess.run(["unshare", "-m", "sh", "-c", MOUNTED, "sh", place, size], cwd=place, capture_output=True, text=True,
                              env={**os.environ, "D": DRIVER})
        lines, problems = done.stdout, []
        if size == "1m":
            wanted = ["first 0", "second 0", "rollback 0", "site/cu/chi-a.html"]
            problems += ["lacks %s" % w for w in wanted if w not in lines] + ["holds the withdrawn page"] * ("rut.html" in lines)
            if done.stderr.count("từng tệp được thay lần lượt") != 3:
                problems.append("no warning")
        elif "first 1" not in lines or "site/" in lines or "ổ đĩa đã đầy" not in done.stderr:
            problems.append("a full disk goes unnoticed")
        report(name, problems + [lines, done.stderr] if problems else [])


def mode_stays():
    place = os.path.join(ROOT, "mode")
    os.makedirs(place + "/site")
    os.chmod(place + "/site", 0o2775)
    code, errors = run(["build", "site", "a", "auto"], place)
    mode = os.stat(place + "/site").st_mode & 0o7777
    report("site/ keeps its permissions", [] if code == 0 and mode == 0o2775 else ["%d %o %s" % (code, mode, errors)])


def reader_misses_nothing():
    """300 swaps beside two readers; each file is there at every moment and is one of its two versions."""
    place = os.path.join(ROOT, "reader")
    os.makedirs(place)
    run(["build", "site", "b", "exchange"], place)
    versions = {path: set() for path in ("index.html", "cot/khac.html", "cot/giong.html")}
    for variant in "cb":
        run(["build", "site", variant, "exchange"], place)
        for path in versions:
            versions[path].add(open(place + "/site/" + path, "rb").read())
    stop, problems, reads = threading.Event(), [], [0]

    def read():
        while not stop.is_set():
            for path, allowed in versions.items():
                reads[0] += 1
                try:
                    if open(place + "/site/" + path, "rb").read() not in allowed:
                        problems.append("%s is not whole" % path)
                except OSError as error:
                    problems.append(str(error))
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for i in range(300):
        code, errors = run(["build", "site", "bc"[i % 2 == 0], "exchange"], place)
        if code:
            problems.append(errors)
    stop.set()
    for reader in readers:
        reader.join()
    if reads[0] < 1000:
        problems.append("only %d reads" % reads[0])
    report("300 swaps beside readers, nothing missing", problems)


SCENES = {}


def make_scenes():
    a, b, c = (["build", "site", v, "auto", "src"] for v in "abc")
    files = ["build", "site", "b", "files", "src"]
    for scene in (
        Scene("first", [], a),
        Scene("over-keeper", ["keeper"], a),
        Scene("over-old", [c, a], b),
        Scene("rollback", [a, b], ["rollback", "site", "force"], again=b),
        Scene("by-files", [c, a], files, atomic=False),
        Scene("no-exchange", [a], b, atomic=False, FAULT_EXCHANGE="EINVAL"),
        Scene("other-mount", [a], b, atomic=False, FAULT_MOUNT="@/site"),
        Scene("empty-mount", ["keeper"], a, atomic=False, FAULT_MOUNT="@/site"),
    ):
        SCENES[scene.name] = scene


def main():
    compile_driver()
    make_scenes()
    started = time.time()
    for scene in SCENES.values():
        killed_everywhere(scene)
    for name in ("over-old", "by-files", "other-mount"):
        killed_twice(SCENES[name])
    for name in ("first", "over-old", "by-files", "other-mount"):
        for fault in ("ENOSPC", "EIO", "EMFILE", "EROFS", "EACCES"):
            failing_everywhere(SCENES[name], fault)
    for test in (short_writes, links_refused, unchanged_keep_inode, files_mode_keeps_time, fallback_warns, busy, real_mount, mode_stays,
                 reader_misses_nothing):
        test()
    print("# %.0f s" % (time.time() - started))
    return 1 if failures else 0


try:
    CODE = main()
finally:
    shutil.rmtree(ROOT, ignore_errors=True)
sys.exit(CODE)
