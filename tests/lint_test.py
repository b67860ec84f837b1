#!/usr/bin/env python3
"""Each rule of lint.py catches a bad sample and lets a good one pass."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

LINT = Path(__file__).parent / "lint.py"
KIND = "kind: procedure # the key\nlabel: Thủ tục hành chính\nplural: Các thủ tục\naliases: [tthc, 'thủ tục']\nfields:\n  - name: code\n    label: Mã số\n"
BLOCK_KIND = "kind: question\nlabel: \"Câu hỏi\"\naliases:\n  - hỏi đáp\n"
PAGE_KIND = "kind: page\nlabel: Trang\n"
GOOD = '#include "base/str.h"\n\n#include <stdio.h>\n\nint good(void)\n{\n    return puts("Mã số"); /* "procedure" in a comment */\n}\n'

# name, file, text, rule, whether the rule finds fault
SAMPLES = [
    ("a clean file", "value/a.c", GOOD, "includes", False),
    ("its own room", "value/a.c", '#include "value/b.h"\n', "includes", False),
    ("a later room", "base/a.c", '#include "value/value.h"\n', "includes", True),
    ("a later room, with spaces", "content/a.h", '  #  include   "site/model.h"\n', "includes", True),
    ("template knows content", "template/a.c", '#include "content/doc.h"\n', "includes", True),
    ("template knows value", "template/a.c", '#include "value/value.h"\n', "includes", False),
    ("no room", "misc/a.c", "int a;\n", "includes", True),
    ("a header without its room", "base/a.c", '#include "str.h"\n', "includes", True),
    ("main includes all", "main.c", '#include "pipeline.h"\n#include "commands/build.h"\n', "includes", False),
    ("pipeline knows commands", "pipeline.c", '#include "commands/build.h"\n', "includes", True),
    ("yaml.h at home", "value/yaml_scan.c", "#include <yaml.h>\n", "includes", False),
    ("yaml.h elsewhere", "content/a.c", "#include <yaml.h>\n", "includes", True),
    ("cmark elsewhere", "site/a.c", "#include <cmark-gfm-core-extensions.h>\n", "includes", True),
    ("lua elsewhere", "template/a.c", "#include <lauxlib.h>\n", "includes", True),
    ("pcre2 elsewhere", "value/a.c", "#include <pcre2.h>\n", "includes", True),
    ("utf8proc elsewhere", "base/str.c", "#include <utf8proc.h>\n", "includes", True),
    ("a kind's key", "site/a.c", 'const char *a = "procedure";\n', "kinds", True),
    ("a kind's label without diacritics", "site/a.c", 'const char *a = "thu-tuc hanh_chinh";\n', "kinds", True),
    ("a kind's plural", "site/a.c", 'const char *a = "Các thủ tục";\n', "kinds", True),
    ("a kind's alias", "site/a.c", 'const char *a = "TTHC";\n', "kinds", True),
    ("a kind's alias in a block list", "site/a.c", 'const char *a = "hoi-dap";\n', "kinds", True),
    ("a field's label", "site/a.c", 'const char *a = "Mã số";\n', "kinds", False),
    ("the engine's own kind", "site/a.c", 'const char *a = "page", *b = "Trang";\n', "kinds", False),
    ("a longer text", "site/a.c", 'const char *a = "procedure of the build";\n', "kinds", False),
    ("a comment", "site/a.c", '/* "procedure" */ // "tthc"\n', "kinds", False),
    ("600 lines", "base/a.c", "\n" * 600, "sizes", False),
    ("601 lines", "base/a.c", "\n" * 601, "sizes", True),
    ("a function of 70 lines", "base/a.c", "void a(void)\n{\n" + "    ;\n" * 68 + "}\n", "sizes", False),
    ("a function of 71 lines", "base/a.c", "void a(void)\n{\n" + "    ;\n" * 69 + "}\n", "sizes", True),
    ("something unfinished", "base/a.c", "/* TO" + "DO: later */\n", "words", True),
    ("a stub", "base/a.c", "/* a st" + "ub */\n", "words", True),
    ("a path of one machine", "base/a.c", 'const char *a = "/tm' + 'p/x";\n', "words", True),
    ("white space at the end", "base/a.c", "int a; \n", "words", True),
    ("a tab", "base/a.c", "\tint a;\n", "words", True),
    ("a fraction", "base/a.c", '/* a/works/b, output of stubborn things */\n', "words", False),
]


def verdict(name, text, rule):
    """True where lint finds fault by `rule` in a tree of this one file."""
    with tempfile.TemporaryDirectory() as temp:
        root = Path(temp)
        for path, content in {f"generator/{name}": text, "plugins/thu-tuc/kinds/procedure.yaml": KIND,
                              "plugins/hoi-dap/kinds/question.yaml": BLOCK_KIND, "plugins/x/kinds/page.yaml": PAGE_KIND}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content, encoding="utf-8")
        done = subprocess.run([sys.executable, LINT, root], stdout=subprocess.PIPE, text=True, check=False,
                              env=dict(os.environ, PATH=temp))
        return f"not ok lint {rule}" in done.stdout.splitlines(), done.returncode


def main():
    failed = False
    for what, name, text, rule, bad in SAMPLES:
        found, status = verdict(name, text, rule)
        right = found == bad and (status == 1 or not bad)
        failed = failed or not right
        print(f"{'ok' if right else 'not ok'} lint_test {rule}: {what}")
    return 1 if failed else 0


sys.exit(main())
