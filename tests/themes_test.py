#!/usr/bin/env python3
"""The examples of themes/README.md are whole: taken out of it they make a theme that builds the sample portal."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CCHC = os.environ.get("CCHC", str(ROOT / "build/cchc"))
BLOCK = re.compile(r"^```html\n(\{# (themes/\S+\.html) #\}\n.*?)^```$", re.M | re.S)
YAML = re.compile(r"`(themes/\S+/theme\.yaml)`:\n\n```yaml\n(.*?)^```$", re.M | re.S)


def build(themes, out, theme):
    command = [CCHC, "build", str(ROOT / "content"), "-o", str(out), "--themes", str(themes), "--theme", theme, "--plugins", str(ROOT / "plugins"),
               "--quiet", "--date", "2026-11-21"]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def say(name, fault):
    print(f"not ok {name}\n  {fault}" if fault else f"ok {name}")
    return bool(fault)


def main():
    text = (ROOT / "themes/README.md").read_text(encoding="utf-8")
    files = {path: body for body, path in BLOCK.findall(text)} | dict(YAML.findall(text))
    failed = say("themes: README.md holds a theme.yaml and at least five templates",
                 "" if len(files) >= 6 and any(f.endswith("theme.yaml") for f in files) else f"found {sorted(files)}")
    unnamed = len(re.findall(r"^```html$", text, re.M)) - sum(f.endswith(".html") for f in files)
    failed |= say("themes: every example names its file", f"{unnamed} do not" if unnamed else "")
    with tempfile.TemporaryDirectory() as temp:
        themes = Path(temp) / "themes"
        shutil.copytree(ROOT / "themes/chuan", themes / "chuan")
        for path, body in files.items():
            target = Path(temp) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(body, encoding="utf-8")
        done = build(themes, Path(temp) / "site", "cua-toi")
        failed |= say("themes: the examples build the sample portal", done.stdout.decode("utf-8", "replace") if done.returncode else "")
        home = (Path(temp) / "site/index.html")
        shown = home.read_text(encoding="utf-8") if home.exists() else ""
        failed |= say("themes: the examples stand in the page", "" if "Lập ngày 21/11/2026" in shown and "mới nhất" in shown else shown[:400] or "no home page")
        broken = themes / "cua-toi/templates/unit.html"
        broken.write_text(broken.read_text(encoding="utf-8").replace("{{ page.title }}", "{{ page.title | titel }}"), encoding="utf-8")
        done = build(themes, Path(temp) / "other", "cua-toi")
        said = done.stdout.decode("utf-8", "replace")
        failed |= say("themes: a mistake is named with its line", "" if done.returncode == 3 and "unit.html:7:" in said and "titel" in said else f"{done.returncode}: {said}")
    return 1 if failed else 0


sys.exit(main())
