"""What `fmt` and the language server cost, beside `check` of the same policy, in turn.

A keystroke is one character of a comment in the middle of the policy, and is over when its diagnostics are there. The
server is driven by the client of tests/lsp.
"""
import os
import statistics
import sys
import time
from pathlib import Path

import generate

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests/lsp"))
from client import Client  # noqa: E402

TURNS = 7
KEYS = 5  # in a turn
FMT_SIZE = 100_000
LSP_SIZES = 10_000, 100_000
ORIENTATION = {10_000: 100, 100_000: 400}  # milliseconds, on the machine of the day on which the bar was set
COMPLETION = 20  # milliseconds


def policy(bench, size):
    path = bench.work / f"{size}.rg"
    if not path.exists():
        path.write_text(generate.Policy(size, 1).text() + "\n")
    return path


class Editor:
    """A policy that is open in an editor."""

    def __init__(self, bench, path):
        os.environ["ROLEGATE"] = str(bench.rolegate)
        self.client, self.uri, text = Client(), path.as_uri(), path.read_text()
        lines = text.split("\n")
        self.line = next(i for i in range(len(lines) // 2, len(lines)) if lines[i].startswith("allow "))
        lines.insert(self.line, "#")
        self.client.open(self.uri, "\n".join(lines))
        self.client.wait(self.uri)
        self.typed = 0

    def key(self):
        self.typed += 1
        place = {"line": self.line, "character": self.typed}
        begin = time.perf_counter()
        self.client.change(self.uri, {"range": {"start": place, "end": place}, "text": "x"})
        self.client.wait(self.uri)
        return time.perf_counter() - begin

    def complete(self):
        begin = time.perf_counter()
        self.client.at("completion", self.uri, self.line + 1, len("allow "))
        return time.perf_counter() - begin


def measure(bench):
    """Medians in seconds: of fmt and of check, by size of check, of a keystroke and of a completion."""
    seen = {"fmt": [], "check": {}, "key": {}, "complete": {}}
    editors = {size: Editor(bench, policy(bench, size)) for size in LSP_SIZES}
    for _ in range(TURNS):
        for size, editor in editors.items():
            seen["check"].setdefault(size, []).append(checked(bench, size))
            seen["key"].setdefault(size, []).extend(editor.key() for _ in range(KEYS))
            seen["complete"].setdefault(size, []).extend(editor.complete() for _ in range(KEYS))
        seen["fmt"].append(bench.cost(["sh", "-c", '"$@" >/dev/null', "sh", bench.rolegate, "fmt",
                                       policy(bench, FMT_SIZE)])[0])
    for editor in editors.values():
        editor.client.end()
    middle = {name: statistics.median(values) if isinstance(values, list) else
              {size: statistics.median(some) for size, some in values.items()} for name, values in seen.items()}
    print(f"  {FMT_SIZE:>9,}  fmt {middle['fmt'] * 1000:.0f} ms, check {middle['check'][FMT_SIZE] * 1000:.0f} ms")
    for size in LSP_SIZES:
        print(f"  {size:>9,}  keystroke to diagnostics {middle['key'][size] * 1000:.0f} ms, completion "
              f"{middle['complete'][size] * 1000:.1f} ms, check {middle['check'][size] * 1000:.0f} ms")
    return middle


def checked(bench, size):
    return bench.cost(["sh", "-c", '"$@" >/dev/null 2>&1', "sh", bench.rolegate, "check", policy(bench, size)])[0]


def bars(results):
    if "tools" not in results:
        return
    tools = results["tools"]
    check, key, complete = ({int(size): value * 1000 for size, value in tools[name].items()}
                            for name in ("check", "key", "complete"))
    times = tools["fmt"] * 1000 / check[FMT_SIZE]
    yield f"fmt of {FMT_SIZE:,} statements", "≤ 2 times check of it", f"{times:.2f} times", times <= 2
    for size in LSP_SIZES:
        most = 2 * check[size] + 50
        yield (f"a keystroke to its diagnostics at {size:,}", f"≤ 2 times check + 50 ms = {most:.0f} ms",
               f"{key[size]:.0f} ms", key[size] <= most)
    for size in LSP_SIZES:
        yield (f"a completion at {size:,}", f"≤ {COMPLETION} ms", f"{complete[size]:.1f} ms", complete[size] <= COMPLETION)


def rows(results):
    tools = results.get("tools")
    if tools is None:
        return []
    found = [["fmt", f"{FMT_SIZE:,}", f"{tools['fmt'] * 1000:,.0f} ms", "150 ms"]]
    check, key, complete = ({int(size): value for size, value in tools[name].items()} for name in ("check", "key", "complete"))
    for size in LSP_SIZES:
        found.append(["check", f"{size:,}", f"{check[size] * 1000:,.0f} ms", ""])
        found.append(["keystroke to diagnostics", f"{size:,}", f"{key[size] * 1000:,.0f} ms", f"{ORIENTATION[size]} ms"])
        found.append(["completion", f"{size:,}", f"{complete[size] * 1000:,.1f} ms", f"{COMPLETION} ms"])
    return found
