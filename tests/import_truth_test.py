#!/usr/bin/env python3
"""What `cchc import thu-tuc` reads out of real procedures, against what a person read in them: import_truth.txt.

A row of methods is right when channel, time and fee are; one more or less than there are is a mistake too. A fee's amount and what it is
taken for must be there, words behind them do not count. A paper is right when its name begins so, with its copies and its form's file.
VERBOSE=1 lists every mistake.
"""
import collections
import csv
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
REAL = ROOT.parent / "shared" / "data" / "procedures" / "tthc_capxa.jsonl"
LEAST = {"methods": 0.95, "papers": 0.90, "symbols": 0.95}
CHANNELS = {"tiếp": "Trực tiếp", "tuyến": "Trực tuyến", "bưu": "Dịch vụ bưu chính"}
PENDING = "chờ xác minh"


def truth():
    """By code: {methods: [(channel, time, fee)], papers: [(name, (originals, copies), form)], symbols: [text]}."""
    records, now = {}, None
    for line in (HERE / "import_truth.txt").read_text(encoding="utf-8").splitlines():
        sign, _, rest = line.partition(" ")
        if sign == "=":
            now = records[rest] = {"methods": [], "papers": [], "symbols": []}
        elif sign == "c" and now:
            channels, time, fee = rest.split(" | ")
            now["methods"] += [(CHANNELS[channel], time, fee) for channel in channels.split()]
        elif sign == "p" and now:
            name, copies, form = re.fullmatch(r"(.*?)(?: \[([\d,]+)\])?(?: > (.*))?", rest).groups()
            originals, _, copied = (copies or "1").partition(",")
            now["papers"].append((name, (int(originals), int(copied or 0)), form or ""))
        elif sign == "l" and now:
            now["symbols"] += [symbol.replace("chờ-xác-minh", PENDING) for symbol in rest.split()]
    return records


# ---- What the files say ----

def plain(text):
    return re.sub(r"\\(.)", r"\1", text)


def sections(text):
    return dict(part.split("\n", 1) for part in re.split(r"^## ", text, flags=re.M)[1:])


def table(body):
    rows = [[plain(cell.strip()) for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in body.split("\n") if line.startswith("|")]
    return [row for row in rows if not row[0].startswith("---") and row[0] not in ("Hình thức nộp", "Số ký hiệu", "Tên giấy tờ")]


def copies(cell):
    numbers = dict((kind, int(number)) for number, kind in re.findall(r"(\d+) bản (chính|sao)", cell))
    return numbers.get("chính", 0), numbers.get("sao", 0)


def papers(body):
    """Of all cases; remarks are none."""
    found = []
    for part in re.split(r"^### ", "\n" + body, flags=re.M):
        if part.split("\n", 1)[0].strip() == "Lưu ý":
            continue
        rows = table(part) + [(plain(line[2:]).split("; ") + ["", ""])[:3] for line in part.split("\n") if line.startswith("- ")]
        found += [(name, copies(quantity), form) for name, quantity, form in rows]
    return found


def read(text):
    parts = sections(text)
    return {"methods": [tuple(row[:3]) for row in table(parts.get("Cách thức thực hiện", ""))], "papers": papers(parts.get("Thành phần hồ sơ", "")),
            "symbols": [row[0] for row in table(parts.get("Căn cứ pháp lý", ""))]}


# ---- Whether it is the same ----

def key(text):
    return "".join(c for c in unicodedata.normalize("NFC", text).lower() if c.isalnum())


def same_fee(want, got):
    got = re.sub(r"(?<=\d) ?(vnđ|việt nam đồng|đồng|đ)(?!\w)", " đồng", got, flags=re.I).replace(" /", "/")
    if want == PENDING or got == PENDING:
        return want == got
    amount, _, per = want.partition("/")
    return (got == amount or got.startswith((amount + " ", amount + "/"))) and key(per) in key(got)


def same_method(want, got):
    return want[:2] == got[:2] and same_fee(want[2], got[2])


def same_paper(want, got):
    return key(got[0]).startswith(key(want[0])) and want[1:] == got[1:]


def compare(want, got, same):
    """(right, all, mistakes): each of `got` answers one of `want`."""
    left, missing = list(got), []
    for item in want:
        match = next((x for x in left if same(item, x)), None)
        if match is None:
            missing.append(item)
        else:
            left.remove(match)
    return len(want) - len(missing), len(want) + max(0, len(left) - len(missing)), [("wanted", x) for x in missing] + [("got", x) for x in left]


SAME = {"methods": same_method, "papers": same_paper, "symbols": lambda want, got: want == got}


def ok(name, good, words=""):
    print(f"{'ok' if good else 'not ok'} {name}" + ("" if good else f"\n  {words}"))
    return not good


def main():
    labels = {"methods": "rows of methods", "papers": "papers", "symbols": "legal symbols"}
    if not REAL.exists():
        for label in labels.values():
            print(f"skip {label} as a person reads them: {REAL.name} is not there")
        return 0
    failed = 0
    wanted = truth()
    with tempfile.TemporaryDirectory(prefix="cchc-truth-") as temp:
        subprocess.run([CCHC, "import", "thu-tuc", REAL, "-o", temp, "--plugins", ROOT / "plugins", "--quiet"], check=True, timeout=300)
        files = {p.stem: p.read_text(encoding="utf-8") for p in Path(temp).glob("thu-tuc/*/*.md") if p.name != "_muc.md"}
        with open(Path(temp) / "bao-cao-nhap.csv", encoding="utf-8-sig", newline="") as f:
            told = {(row["tệp"].split("/")[-1][:-3], row["trường"]) for row in csv.DictReader(f, delimiter=";")}
    right, total, mistakes = collections.Counter(), collections.Counter(), []
    for code, want in wanted.items():
        got = read(files[code])
        for part, same in SAME.items():
            good, count, found = compare(want[part], got[part], same)
            right[part] += good
            total[part] += count
            mistakes += [(part, code, *x) for x in found]
    if os.environ.get("VERBOSE"):
        for mistake in mistakes:
            print("  " + " ".join(map(str, mistake)))
    for part, label in labels.items():
        share = f"{right[part]} of {total[part]}"
        failed += ok(f"{label} as a person reads them: {share}", right[part] >= LEAST[part] * total[part] > 0, f"at least {LEAST[part]:.0%}")
    failed += ok("70 records are judged", len(wanted) == 70, len(wanted))
    headings = {"methods": "Cách thức thực hiện", "papers": "Thành phần hồ sơ", "symbols": "Căn cứ pháp lý"}
    silent = [m for m in mistakes if m[2] == "wanted" and (m[1], headings[m[0]]) not in told and PENDING not in str(m[3])]
    failed += ok(f"mistakes that the report does not warn of: {len(silent)}", len(silent) <= 0.02 * sum(total.values()), silent)
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
