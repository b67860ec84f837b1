#!/usr/bin/env python3
"""Checks what no compiler checks: the order of rooms, that C knows no procedure, sizes, words that do not belong.

usage: tests/lint.py [ROOT]
"""
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

ROOMS = ["base", "value", "content", "template", "script", "site", "output", "pipeline", "commands", "main"]
TOP = {"stats": "pipeline", "versions": "pipeline", "watch": "pipeline"}  # files beside the rooms, and the room they stand with
FORBIDDEN = {"template": {"content", "script"}}
HOMES = {
    r"yaml\.h": r"value/yaml\w*\.c",
    r"cmark-gfm.*\.h": r"content/\w+\.[ch]",
    r"(lua|lauxlib|lualib)\.h": r"script/\w+\.[ch]",
    r"pcre2\.h": r"base/regex\.c",
    r"utf8proc\.h": r"base/(utf8|fold|collate)\w*\.c",
    r"xxhash\.h": r"base/hash\.c",
    r"jansson\.h": r"value/json_read\.c",
    r"qrencode\.h": r"base/qr\.c",
    r"zlib\.h": r"output/\w+\.c",
    r"microhttpd\.h": r"commands/http\.c",
}
ENGINE_KINDS = {"page", "document", "unit", "event"}
ENGINE_WORDS = ENGINE_KINDS | {"field", "channel", "kenh"}  # of schemas and portal.yaml too, though records bear them
MOST_LINES, MOST_FUNCTION = 600, 70
UNWANTED = re.compile(r"\b(TODO|FIXME|XXX|HACK|stub|stubs)\b|(?<![\w.])/(?:work|tmp|home|root)/", re.IGNORECASE)
TOKENS = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.DOTALL)


def fold(text):
    """As utf8_fold does it, for names."""
    marks_off = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(c for c in marks_off if not unicodedata.combining(c))
    return re.sub(r"[\s_-]+", "-", plain).strip("-")


def room_of(name):
    """The room of a file named below generator/."""
    stem = Path(name).stem
    return name.split("/")[0] if "/" in name else TOP.get(stem, stem)


class Source:
    def __init__(self, root, path):
        self.path = path
        self.name = str(path.relative_to(root))
        self.inside = path.relative_to(root / "generator")
        self.text = path.read_text(encoding="utf-8")
        self.lines = self.text.splitlines()
        self.room = room_of(str(self.inside))

    def at(self, offset):
        return f"{self.name}:{self.text.count(chr(10), 0, offset) + 1}"


def includes(sources, _root):
    """Each file includes its own room or an earlier one; each foreign header has one home."""
    for source in sources:
        if source.room not in ROOMS:
            yield f"{source.name}: «{source.room}» is no room; they are {', '.join(ROOMS)}"
            continue
        for match in re.finditer(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', source.text, re.MULTILINE):
            yield from include(source, source.at(match.start()), match[1], match[2])


def include(source, where, own, foreign):
    if own:
        room = room_of(own)
        if room not in ROOMS:
            yield f'{where}: "{own}" does not name its room'
        elif ROOMS.index(room) > ROOMS.index(source.room):
            yield f"{where}: {source.room} includes {own}, which comes later"
        elif room in FORBIDDEN.get(source.room, ()):
            yield f"{where}: {source.room} must not know {room}"
        return
    for header, home in HOMES.items():
        if re.fullmatch(header, Path(foreign).name) and not re.fullmatch(home, str(source.inside)):
            yield f"{where}: <{foreign}> has its home in {home}"


def kind_words(root):
    """The folded keys, labels, plurals and aliases of all kinds but the engine's own, each with its file."""
    words = {}
    for path in sorted(root.glob("plugins/*/kinds/*.yaml")):
        top, key = {}, None
        for line in path.read_text(encoding="utf-8").splitlines():
            pair = re.match(r"([\w-]+):\s*(.*)", line)
            item = re.match(r"\s*-\s+(.*)", line)
            if pair:
                key = pair[1]
                top[key] = re.split(r",\s*", pair[2].strip("[]")) if pair[2].startswith("[") else [pair[2]]
            elif item and key == "aliases":
                top[key].append(item[1])
        if top.get("kind", [""])[0].strip() in ENGINE_KINDS:
            continue
        for field in ("kind", "label", "plural", "aliases"):
            for word in top.get(field, []):
                word = fold(re.sub(r"\s#.*", "", word).strip().strip("\"'"))
                if word and word not in ENGINE_WORDS:
                    words[word] = str(path.relative_to(root))
    return words


def kinds(sources, root):
    """C knows no procedure: no string literal is a kind's key or label."""
    words = kind_words(root)
    for source in sources:
        for match in TOKENS.finditer(source.text):
            literal = match[0]
            if literal[0] == '"' and fold(literal[1:-1]) in words:
                yield f"{source.at(match.start())}: {literal} is a word of {words[fold(literal[1:-1])]}"


def sizes(sources, _root):
    """Files and functions that fit a head."""
    for source in sources:
        if len(source.lines) > MOST_LINES:
            yield f"{source.name}: {len(source.lines)} lines, at most {MOST_LINES}"
        start = None
        for number, line in enumerate(source.lines, 1):
            if line == "{":
                start = number
            elif line.startswith("}") and start:
                if number - start + 1 > MOST_FUNCTION:
                    yield f"{source.name}:{start}: a function of {number - start + 1} lines, at most {MOST_FUNCTION}"
                start = None


def words(sources, _root):
    """Nothing unfinished, no trailing white space, no path of one machine."""
    for source in sources:
        for number, line in enumerate(source.lines, 1):
            found = UNWANTED.search(line)
            if found:
                yield f"{source.name}:{number}: «{found[0]}» does not belong here"
            if line != line.rstrip():
                yield f"{source.name}:{number}: white space at the end"
            if "\t" in line:
                yield f"{source.name}:{number}: a tab"


def run_tool(command, root):
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        yield from done.stdout.strip().splitlines() or [f"{command[0]} ended with {done.returncode}"]


def cppcheck(_sources, root):
    yield from run_tool(["cppcheck", "--quiet", "--std=c11", "--enable=warning,portability", "--error-exitcode=1", "--inline-suppr",
                         "--suppress=missingIncludeSystem", "--suppress=nullPointerRedundantCheck",
                         "--suppress=nullPointerArithmeticRedundantCheck",  # it does not see where a process ends
                         "--suppress=returnDanglingLifetime",  # nor that a Value points into an arena
                         "-D_GNU_SOURCE", "-j2", "-Igenerator",
                         "generator"], root)


def luacheck(_sources, root):
    """Plugins see Lua's globals and the libraries of api_rows.c; plugins/api.lua declares these for editors' tools."""
    files = [str(path.relative_to(root)) for path in sorted(root.glob("plugins/*/**/*.lua"))]
    rows = root / "generator/script/api_rows.c"
    libraries = sorted(set(re.findall(r'^    \{"([a-z]+)", "', rows.read_text(encoding="utf-8"), re.M))) if rows.exists() else []
    if files:
        yield from run_tool(["luacheck", "--codes", "--no-color", "-q", "--std", "lua54", "--max-line-length", "150",
                             *(["--read-globals", *libraries] if libraries else []), "--", *files], root)


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    sources = [Source(root, path) for path in sorted((root / "generator").rglob("*.[ch]"))]
    failed = False
    for rule in (includes, kinds, sizes, words, cppcheck, luacheck):
        if rule in (cppcheck, luacheck) and not shutil.which(rule.__name__):
            print(f"skip lint {rule.__name__}: it is not installed")
            continue
        faults = list(rule(sources, root))
        failed = failed or bool(faults)
        print(f"{'not ok' if faults else 'ok'} lint {rule.__name__}")
        for fault in faults:
            print(f"  {fault}")
    return 1 if failed else 0


sys.exit(main())
