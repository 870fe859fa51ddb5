"""Plants one small fault at a time in what decides, and says which of them no test finds.

Each mutant goes, in a copy of the tree, through the suites that look at what decides, those first which find most of its
file's in the least time, until one fails. What lives is printed with its place; docs/mutants.md names those that must, with the reason. Exits 1
where less than 95 of 100 are found. Run with --help for the options.
"""

import argparse
import hashlib
import json
import queue
import random
import signal
import sys
import threading
from collections import Counter
from itertools import groupby
from pathlib import Path

from known import Unreadable, is_known, known_read
from mutants import mutants_of
from suites import Order
from workshop import Unbuilt, Workshop

# What is mutated. A pattern that matches nothing is an error, so that a file that moves is not forgotten.
FILES = ["lib/decide/*.c", "lib/nss/*.c", "pam_module/*.c"]
BAR = 95


def mutants_in(tree, patterns):
    for pattern in patterns:
        paths = sorted(tree.glob(pattern))
        if not paths:
            sys.exit(f"mutate: no file is {pattern}")
        for path in paths:
            yield from mutants_of(str(path.relative_to(tree)), path.read_text(encoding="utf-8"))


def chosen(options, known):
    every = list(mutants_in(options.tree, options.files or FILES))
    if options.again:
        last = {tuple(key) for key in json.loads(Path(options.again).read_text(encoding="utf-8"))}
        return [mutant for mutant in every if mutant.key in last]
    if options.known:
        return [mutant for mutant in every if is_known(known, mutant)]
    wanted = [mutant for mutant in every if not is_known(known, mutant)]
    if options.count == 0 or options.count >= len(wanted):
        return wanted
    return random.Random(options.seed).sample(wanted, options.count)


class Journal:
    """What campaigns in this folder have judged, a line each. A verdict is worth something as long as the mutant's file
    is the same; tests are only added to, so what was found stays found, and what lived is tried again."""

    def __init__(self, options):
        self.path, self.tree, self.digests, self.found = options.work / "judged", options.tree, {}, {}
        if options.resume and self.path.exists():
            lines = map(json.loads, self.path.read_text(encoding="utf-8").splitlines())
            self.found = {tuple(mark): verdict for mark, verdict in lines if verdict != "lives"}
        else:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text("", encoding="utf-8")

    def mark(self, mutant):
        if mutant.path not in self.digests:
            self.digests[mutant.path] = hashlib.sha256((self.tree / mutant.path).read_bytes()).hexdigest()
        return self.digests[mutant.path], mutant.path, mutant.first, *mutant.text

    def verdict(self, mutant):
        return self.found.get(self.mark(mutant))

    def note(self, mutant, verdict):
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps([self.mark(mutant), verdict]) + "\n")


class Campaign:
    def __init__(self, options, mutants):
        self.options, self.waiting, self.lock = options, queue.SimpleQueue(), threading.Lock()
        self.journal, self.total, self.error = Journal(options), len(mutants), None
        self.judged = [(mutant, verdict) for mutant in mutants if (verdict := self.journal.verdict(mutant))]
        order = Order()
        self.workshops = [Workshop(options.tree, options.work / str(number), order) for number in range(options.jobs)]
        to_do = [mutant for mutant in mutants if not self.journal.verdict(mutant)]
        for path, those in groupby(sorted(to_do, key=lambda mutant: mutant.path), key=lambda mutant: mutant.path):
            self.waiting.put((path, list(those)))

    def work(self, workshop):
        try:
            workshop.prepare(self.options.suites)
            if workshop is self.workshops[0]:
                suites = ", ".join(f"{suite.name} {suite.seconds:.1f}" for suite in workshop.suites)
                print(f"seconds of the processor without a mutant: {suites}", file=sys.stderr, flush=True)
            while self.error is None:
                for mutant, verdict in workshop.judged(*self.waiting.get_nowait()):
                    if self.error is not None:
                        break
                    self.note(mutant, verdict)
        except queue.Empty:
            pass
        except Unbuilt as error:
            self.error = self.error or error
        except BaseException as error:  # whatever it is, it must be told, and must not look like an end
            self.error = self.error or repr(error)
            raise

    def note(self, mutant, verdict):
        with self.lock:
            self.judged.append((mutant, verdict))
            self.journal.note(mutant, verdict)
            if verdict == "lives" or self.options.verbose:
                print(f"{verdict}  {mutant.place}: {mutant.old}  =>  {mutant.new}", flush=True)
            elif len(self.judged) % 50 == 0:
                print(f"{len(self.judged)} of {self.total}", file=sys.stderr, flush=True)

    def run(self):
        threads = [threading.Thread(target=self.work, args=(workshop,)) for workshop in self.workshops]
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        except KeyboardInterrupt:
            self.error = "interrupted"
            for workshop in self.workshops:
                workshop.stop()
        if self.error is not None:
            sys.exit(f"mutate: {self.error}")


def found_of(judged):
    """How many of those that differ there are, and how many of them a test has found."""
    differ = [verdict for _, verdict in judged if verdict not in ("same", "unbuilt")]
    return len(differ), sum(verdict != "lives" for verdict in differ)


def by_file(judged):
    for path in sorted({mutant.path for mutant, _ in judged}):
        total, found = found_of([entry for entry in judged if entry[0].path == path])
        print(f"  {path:<32} {found:5} of {total:5} found")


def summary(judged, known_count):
    counts = Counter(verdict for _, verdict in judged)
    same, unbuilt = counts.pop("same", 0), counts.pop("unbuilt", 0)
    total, found = found_of(judged)
    by_file(judged)
    suites = ", ".join(f"{name} {count}" for name, count in counts.most_common() if name != "lives")
    print(f"{len(judged)} mutants: {same} are the same program, {unbuilt} do not build; of {total} others {found} were"
          f" found ({suites}) and {counts['lives']} live. {known_count} more are known to live.")
    return total, found


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", help="what is mutated, as patterns (all that decides)")
    parser.add_argument("--tree", type=Path, default=Path(__file__).resolve().parents[2], help="the tree (this one)")
    parser.add_argument("--work", type=Path, default=Path("build/mutate"), help="where copies are built (%(default)s)")
    parser.add_argument("--count", type=int, default=200, help="how many, by chance; 0: all (%(default)s)")
    parser.add_argument("--seed", default="1", help="any text; the same seed takes the same ones (%(default)s)")
    parser.add_argument("--jobs", type=int, default=1, help="copies at work at once (%(default)s)")
    parser.add_argument("--again", metavar="FILE", help="only those that lived the last time: WORK/lives.json")
    parser.add_argument("--resume", action="store_true", help="go on where the last campaign in WORK was ended")
    parser.add_argument("--known", action="store_true", help="only those that are known to live: whether they still do")
    parser.add_argument("--list", action="store_true", help="print what would be tried, and try nothing")
    parser.add_argument("--suites", metavar="NAMES", help="only these, with commas between (all)")
    parser.add_argument("--verbose", action="store_true", help="print those that were found as well")
    return parser.parse_args()


def main():
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = parsed()
    options.work = options.work.resolve()
    try:
        known = known_read(options.tree / "docs/mutants.md")
    except Unreadable as error:
        sys.exit(f"mutate: docs/mutants.md: {error}")
    mutants = chosen(options, known)
    if options.list:
        for mutant in mutants:
            print(f"{mutant.place}: {mutant.old}  =>  {mutant.new}")
        return 0
    campaign = Campaign(options, mutants)
    campaign.run()
    lives = [mutant.key for mutant, verdict in campaign.judged if verdict == "lives"]
    (options.work / "lives.json").write_text(json.dumps(lives, indent=1), encoding="utf-8")
    total, found = summary(campaign.judged, len(known))
    if options.known:
        return 0 if found == 0 else 1
    return 0 if found * 100 >= total * BAR else 1


if __name__ == "__main__":
    sys.exit(main())
