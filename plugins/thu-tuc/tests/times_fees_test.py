#!/usr/bin/env python3
"""The tables times.txt and fees.txt against times.lua and fees.lua, read by a plugin made for the purpose."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CCHC = os.environ.get("CCHC") or str(Path(os.environ.get("BUILD", "build")).resolve() / "cchc")
READER = """local cases = require "cases"
local function said(value, known) return value or not known and "?" or "-" end
local function all(list, parse)
  local out = {}
  for i, words in ipairs(list) do out[i] = said(parse(words)) end
  return out
end
local function days(list)
  for _, fees in ipairs(list) do
    for _, fee in ipairs(type(fees) == "table" and fees or {}) do
      fee.from, fee.to = fee.from and date.format(fee.from), fee.to and date.format(fee.to)
    end
  end
  return list
end
return { name = "doc", api = 1, plan = function(_, add)
  add { path = "doc.json", text = json.encode { times = all(cases.times, require "times".parse), fees = days(all(cases.fees, require "fees".parse)) } }
end }
"""


def cases(name):
    lines = (HERE / name).read_text(encoding="utf-8").split("\n\n", 1)[1].splitlines()
    return [tuple(line.split(" => ")) for line in lines]


def lua(words):
    return "{" + ",".join(json.dumps(w, ensure_ascii=False) for w in words) + "}"


def read(temp, times, fees):
    plugin = temp / "plugins/doc"
    shutil.copytree(ROOT / "plugins/trang", temp / "plugins/trang")
    plugin.mkdir()
    for name in ("times.lua", "fees.lua", "words.lua"):
        shutil.copy(HERE.parent / name, plugin)
    (plugin / "cases.lua").write_text(f"return {{ times = {lua(times)}, fees = {lua(fees)} }}\n", encoding="utf-8")
    (plugin / "plugin.lua").write_text(READER, encoding="utf-8")
    (temp / "content").mkdir()
    (temp / "content/portal.yaml").write_text("tên chính thức: Ủy ban nhân dân xã Mẫu\n", encoding="utf-8")
    done = subprocess.run([CCHC, "build", temp / "content", "-q", "--plugins", temp / "plugins", "--themes", ROOT / "themes", "-o", temp / "site",
                           "--date", "2026-03-05"], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads((temp / "site/doc.json").read_text(encoding="utf-8"))


def time_words(time):
    if isinstance(time, str):
        return time
    words = f"{time['value']}{'-' + str(time['max']) if 'max' in time else ''} {time['unit']}"
    words += ", in the day" if time.get("same_day") else ""
    words += f", until {time['cutoff']}" if "cutoff" in time else ""
    return words + (f"; rule: {time_words(time['statutory'])}" if "statutory" in time else "")


def fee_words(fees):
    if isinstance(fees, str):
        return fees
    parts = []
    for fee in fees:
        rest = [f"{key}={fee[key]}" for key in sorted(fee) if key not in ("amount", "free", "text")]
        parts.append(" ".join(["free" if fee["free"] else str(fee["amount"])] + rest))
    return "; ".join(parts)


def main():
    tables = {name: cases(name + ".txt") for name in ("times", "fees")}
    with tempfile.TemporaryDirectory(prefix="cchc-times-") as temp:
        got = read(Path(temp), *([words for words, _ in tables[name]] for name in ("times", "fees")))
    failed = 0
    for name, write in (("times", time_words), ("fees", fee_words)):
        wrong = [(words, wanted, write(value)) for (words, wanted), value in zip(tables[name], got[name]) if wanted != write(value)]
        print(f"{'not ok' if wrong else 'ok'} {name}, {len(tables[name])} cases")
        for words, wanted, found in wrong:
            print(f"  {words}\n    wanted {wanted}\n    got    {found}")
        failed += bool(wrong)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
