"""The suites that look at what decides, in small pieces: each program of tests is one, so that a mutant is found as soon
as any program fails.

The comparison with the reference is asked of a driver twice. First it gets what it was given without a mutant, and must
answer the same to the last byte: then the comparison would pass too. Only from the first case that it answers otherwise
does the comparison run, and that decides.
"""

import os
import signal
import subprocess
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

# What each costs besides its own time, to be linked and started; in seconds of the processor.
LINK = 0.1


@dataclass
class Suite:
    name: str
    programs: list  # what it runs of what is built, below build/
    command: str
    seconds: float = 0.0  # of the processor, without a mutant

    @property
    def first(self):
        """The command that runs it without a mutant."""
        return self.command

    def judge(self, shop):
        """As Shop.run(): its status, or None where it ran on and on; and what it took of the processor."""
        return shop.run(self.command, self.seconds)


@dataclass
class Compared(Suite):
    """A comparison with the reference; its command can begin at a case, and record what is said."""

    folder: str = ""  # below build/: the transcript

    @property
    def first(self):
        return f"{self.command} --record $BUILD/{self.folder}"

    def judge(self, shop):
        transcript = shop.folder / "build" / self.folder
        same, status, took = self.replay(shop, transcript)
        if status is None:
            return None, took
        if status == 0 and same == (transcript / "output").stat().st_size:
            return 0, took
        status, more = shop.run(f"{self.command} --first {self.case_at(transcript, same)}", self.seconds)
        return status, took + more

    def replay(self, shop, transcript):
        """How many bytes were answered as before; the status, None where the driver ran on; and what it took."""
        command = f"exec build/{self.programs[0]} <{transcript}/input"
        process = shop.piped(command, self.seconds)
        guard = threading.Timer(300, lambda: shop.end(process))
        guard.start()
        same, differs = 0, False
        with open(transcript / "output", "rb") as wanted:
            while not differs and (chunk := process.stdout.read1(1 << 16)):
                due = wanted.read(len(chunk))
                differs = chunk != due
                same += len(os.path.commonprefix([chunk, due]))
        if differs:
            shop.end(process)
        _, status, used = os.wait4(process.pid, 0)
        guard.cancel()
        process.stdout.close()
        process.returncode = os.waitstatus_to_exitcode(status)
        over = not differs and process.returncode in (-signal.SIGXCPU, -signal.SIGKILL)
        return same, None if over else process.returncode, used.ru_utime + used.ru_stime

    @staticmethod
    def case_at(transcript, size):
        """The case in whose answers the byte stands."""
        found = 0
        for line in (transcript / "cases").read_text(encoding="ascii").splitlines():
            number, before = map(int, line.split())
            if before > size:
                break
            found = number
        return found


class Order:
    """Which suite finds the mutants of a file soonest, by what they have found so far."""

    def __init__(self):
        self.lock, self.tried, self.found, self.took = threading.Lock(), Counter(), Counter(), Counter()

    def note(self, path, suite, took, is_found):
        key = path, suite.name
        with self.lock:
            self.tried[key] += 1
            self.found[key] += is_found
            self.took[key] += took

    def worth(self, path, suite):
        """How many mutants it finds in a second, about."""
        key = path, suite.name
        seconds = (suite.seconds + self.took[key]) / (1 + self.tried[key]) + LINK
        return (self.found[key] + 0.5) / (self.tried[key] + 1) / seconds

    def of(self, path, suites):
        with self.lock:
            return sorted(suites, key=lambda suite: -self.worth(path, suite))


def programs_of(tree, *patterns):
    found = [sorted(tree.glob(pattern)) for pattern in patterns]
    if not all(found):
        raise LookupError(" or ".join(patterns))
    return [str(path.relative_to(tree).with_suffix("")) for paths in found for path in paths]


def suites_of(tree):
    """Programs that have nothing of a file are left out when they are linked with its mutants."""
    wings = ("base", "decide", "explain", "lib", "nss", "pam_module", "zone")
    unit = [f"tests/unit/{wing}/*_test.c" for wing in wings if (tree / "tests/unit" / wing).is_dir()]
    suites = [Suite(Path(program).name, [program], f"build/{program}") for program in programs_of(tree, *unit)]
    for program in programs_of(tree, "tests/pam/test_*.c"):
        name = Path(program).name
        # What it shows of a table that is replaced, the torture shows in less time.
        if name != "test_replace":
            suites.append(Suite(name, ["pam_rolegate.so", program], f"ROLEGATE_LIFETIMES=200 build/{program}"))
    driver, play = "tests/reference/driver", "tests/directory/libnss_rgplay.so.2"
    stub = ["pam_rolegate.so", "tests/pam/transaction_driver", "tests/pam/libnss_rgtest.so.2"]
    compare = f"python3 -B tests/reference/compare.py --driver build/{driver} --jobs 1 --stop 1 --show 0"
    suites += [
        Compared("reference", [driver], f"{compare} --policies 300", folder="said/random"),
        Compared("small policies", [driver], f"{compare} --exhaustive 2", folder="said/small"),
        Suite("nss over pam", stub, "bash tests/pam/nss.sh"),
        Suite("exclusive sets over pam", stub, "bash tests/pam/exclusive.sh"),
        Suite("nss", ["libnss_rolegate.so.2", "tests/nss/entry_driver"], "bash tests/nss/run.sh"),
        Suite("torture", programs_of(tree, "tests/torture/*_driver.c"), "bash tests/torture/run.sh"),
    ]
    for path in sorted(tree.glob("tests/fuzz/fuzz_*.c")):
        kind = path.stem.removeprefix("fuzz_")
        suites.append(Suite(f"corpus {kind}", [f"tests/fuzz/replay_{kind}"],
                            f"build/tests/fuzz/replay_{kind} tests/fuzz/corpus/{kind}/*"))
    for part, least in (("cells", ""), ("orders", ""), ("generated", "WORLDS=12"), ("compared", "POLICIES=60")):
        suites.append(Suite(f"directory {part}", [driver, play], f"ONLY={part} {least} bash tests/directory/run.sh"))
    return suites
