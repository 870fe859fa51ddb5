"""The mutants that are known to live, each with its reason: docs/mutants.md.

The page names a file (`## roles.c`), and shows in a block what lives there, as a difference: `@@ FUNCTION`, a line with
`-` and one with `+`, as many pairs as have the reason in common; the line above in the source may stand before a pair,
behind a blank, where the function has several such places. The reason is the text below the block. A mutant is found
again by these texts, wherever the lines or the file have gone.
"""

from pathlib import Path


class Unreadable(Exception):
    """The page is not written as above."""


def pairs_of(block, file, line):
    """The keys of the mutants in a block; the line above is "" where it is not said."""
    function, above, old = "", "", None
    for text in block:
        if text.startswith("@@ "):
            function, above = text[3:].strip(), ""
        elif text.startswith(" ") and old is None:
            above = text.strip()
        elif text.startswith("-") and old is None:
            old = text[1:].strip()
        elif text.startswith("+") and old is not None:
            yield file, function, above, old, text[1:].strip()
            above, old = "", None
        else:
            raise Unreadable(f"line {line}: not understood in a block: {text}")
    if old is not None:
        raise Unreadable(f"line {line}: a line with - and none with + below it")


def known_of(page):
    """The reasons, by a mutant's key."""
    known, file, block, waiting = {}, "", None, []
    for line, text in enumerate(page.split("\n") + ["## end"], 1):
        if block is not None:
            if text == "```":
                waiting, block = list(pairs_of(block, file, line)), None
            else:
                block.append(text)
        elif text == "```diff" or text.startswith("## "):
            if waiting:
                raise Unreadable(f"line {line}: no reason is given for what stands above")
            block = [] if text == "```diff" else None
            file = file if block is not None else text[3:].strip()
        elif text and waiting:
            known.update((key, text) for key in waiting)
            waiting = []
    return known


def is_known(known, mutant):
    file, function, _, old, new = mutant.key
    return mutant.key in known or (file, function, "", old, new) in known


def known_read(path):
    return known_of(Path(path).read_text(encoding="utf-8")) if Path(path).exists() else {}
