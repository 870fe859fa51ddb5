#!/usr/bin/env python3
"""Puts the playground together: one HTML file with the compiler, policies and zones in it.

Usage: make_page.py COMPILER.wasm.gz TREE > playground.html
"""

import base64
import gzip
import json
import pathlib
import re
import sys

ZONES = ["UTC", "Europe/Berlin", "Asia/Kolkata"] # and those that the examples name
FIRST = {"name": "a small policy", "user": "maria", "groups": "billing", "service": "refund",
         "at": "2026-01-06T12:00:00Z"}
EXAMPLES = [
    {"file": "support-desk.rg", "name": "a support desk", "user": "kim", "groups": "acme-agents",
     "service": "broadcast-job", "at": "2026-01-06T12:00:00Z"},
    {"file": "bastion.rg", "name": "a bastion"},
    {"file": "contractors.rg", "name": "contractors"},
]


def base85_text(data):
    """Four bytes as five characters, none of which means anything in HTML."""
    return base64.b85encode(data).decode().replace("<", ",").replace("&", ".")


def readme_policy(tree):
    """The second policy of README.md."""
    return re.findall(r"```rolegate\n(.*?)```", (tree / "README.md").read_text(encoding="utf-8"), re.S)[1]


def given(tree):
    examples = [{**FIRST, "text": readme_policy(tree)}]
    for one in EXAMPLES:
        text = (tree / "policies/examples" / one["file"]).read_text(encoding="utf-8")
        examples.append({**{key: value for key, value in one.items() if key != "file"}, "text": text})
    named = re.findall(r'zone "([A-Za-z_/]+)"', "".join(one["text"] for one in examples))
    zones = {f"/usr/share/zoneinfo/{zone}": pathlib.Path("/usr/share/zoneinfo", zone).read_bytes().decode("latin-1")
             for zone in sorted({*ZONES, *named})}
    reserved = (tree / "lib/table/keywords.def").read_text(encoding="utf-8")
    words = re.findall(r'^X\([A-Z]*, "([a-z]*)"\)$', reserved, re.M)
    return {"words": words, "examples": examples, "zones": zones,
            "files": {**{f"/exceptions.d/{file.name}": file.read_text(encoding="utf-8")
                         for file in sorted((tree / "policies/examples/exceptions.d").glob("*.rg"))},
                      "/policies/predefined.rg": (tree / "policies/predefined.rg").read_text(encoding="utf-8")}}


def read_bare(path):
    """A text without indentation, and without lines that are a comment alone."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/**", "* @", "*/", "* Runs")))


def main():
    tree = pathlib.Path(sys.argv[2])
    here = tree / "packaging/playground"
    packed = {"compiler": base85_text(pathlib.Path(sys.argv[1]).read_bytes()),
              "given": base85_text(gzip.compress(json.dumps(given(tree), ensure_ascii=False).encode(), 9, mtime=0))}
    page = read_bare(here / "page.html")
    for mark, content in (("/*WASI*/", read_bare(here / "wasi.js")),
                          ("/*PACKED*/{}", json.dumps(packed)),
                          ("/*PAGE*/", read_bare(here / "page.js"))):
        page = page.replace(mark, content)
    sys.stdout.write(page)


if __name__ == "__main__":
    main()
