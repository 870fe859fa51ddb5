"""A copy of the tree in which mutants are built and tested; the tree itself is never changed."""

import hashlib
import os
import resource
import shutil
import signal
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path

# A suite's processes may each use so much more of the processor than the suite used without a mutant. What they wait
# for is bounded as well, though so widely that no busy machine gets there.
CPU_TIMES, CPU_LEAST, WAIT_TIMES, WAIT_LEAST = 10, 10, 100, 300
MEMORY_MOST = 8 << 30
FILE_MOST = 1 << 30


class Unbuilt(Exception):
    """The tree as it is does not build, or does not pass a suite."""


@dataclass
class Suite:
    name: str
    programs: list  # what it runs of what is built, below build/
    command: str
    seconds: float = 0.0  # of the processor, without a mutant
    digest: dict = field(default_factory=dict)


def programs_of(tree, *patterns):
    found = [path for pattern in patterns for path in sorted(tree.glob(pattern))]
    return [str(path.relative_to(tree).with_suffix("")) for path in found]


def each_of(programs):
    return " && ".join(f"build/{program}" for program in programs)


def suites_of(tree):
    """The suites that look at what decides."""
    unit = programs_of(tree, "tests/unit/*/*_test.c")
    pam = programs_of(tree, "tests/pam/test_*.c")
    long = [program for program in pam if program.endswith(("test_lifetime", "test_replace"))]
    quick = [program for program in pam if program not in long]
    stub = ["pam_rolegate.so", "tests/pam/transaction_driver", "tests/pam/libnss_rgtest.so.2"]
    driver = ["tests/reference/driver"]
    directory = [f"{program}.so.2" for program in programs_of(tree, "tests/directory/libnss_*.c")] + driver
    torture = programs_of(tree, "tests/torture/*_driver.c")
    nss = ["libnss_rolegate.so.2", "tests/nss/entry_driver"]
    corpus = [f"tests/fuzz/{path.stem.replace('fuzz_', 'replay_')}" for path in sorted(tree.glob("tests/fuzz/fuzz_*.c"))]
    all_of = [
        ("unit", unit, each_of(unit)),
        ("pam", ["pam_rolegate.so", *quick], each_of(quick)),
        ("pam at length", ["pam_rolegate.so", *long], f"export ROLEGATE_LIFETIMES=200 && {each_of(long)}"),
        ("nss over pam", stub, "bash tests/pam/nss.sh && bash tests/pam/exclusive.sh"),
        ("reference", driver, "cd tests/reference && python3 -B compare.py --driver ../../build/tests/reference/driver"
         " --policies 200 --jobs 1 --stop 1 --show 0"),
        ("small policies", driver, "cd tests/reference && python3 -B compare.py --driver"
         " ../../build/tests/reference/driver --exhaustive 2 --jobs 1 --stop 1 --show 0"),
        ("nss", nss, "bash tests/nss/run.sh"),
        ("corpus", corpus, "bash tests/fuzz/run.sh"),
        ("directory", directory, "ONLY='cells orders' bash tests/directory/run.sh"),
        ("torture", torture, "bash tests/torture/run.sh"),
    ]
    return [Suite(*suite) for suite in all_of]


def limits_of(seconds):
    processor = int(max(CPU_LEAST, CPU_TIMES * seconds))

    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST, MEMORY_MOST))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_MOST, FILE_MOST))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return processor, limit


def environment_of(tree):
    kept = ("PATH", "HOME", "TMPDIR", "USER", "LOGNAME", "TERM", "LANG", "LC_ALL", "TZ")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    build = tree / "build"
    # The policies of a test are compiled by the compiler as it is: only the program that is tested has the fault.
    return environment | {"BUILD": str(build), "ROLEGATE": str(build / "whole/rolegate"),
                          "MODULE": str(build / "pam_rolegate.so"), "PYTHONDONTWRITEBYTECODE": "1",
                          "MALLOC_PERTURB_": "165"}


class Workshop:
    def __init__(self, tree, folder):
        self.tree, self.folder = tree, folder
        self.environment = environment_of(folder)
        self.log = folder / "build/log"
        self.suites, self.running = [], None

    def run(self, command, seconds=None):
        """Its status, or None where it ran on and on; and what it took of the processor. The log holds what it said."""
        processor, limit = limits_of(0 if seconds is None else seconds)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "wb") as log:
            process = subprocess.Popen(["bash", "-c", command], cwd=self.folder, env=self.environment, stdout=log,
                                       stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
                                       preexec_fn=None if seconds is None else limit)
            self.running, late = process, []
            guard = threading.Timer(WAIT_LEAST + WAIT_TIMES * (seconds or 0), lambda: late.append(self.end(process)))
            guard.start()
            _, status, used = os.wait4(process.pid, 0)
            guard.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            self.end(process)
            self.running = None
        took = used.ru_utime + used.ru_stime
        over = late or (seconds is not None and process.returncode != 0 and took >= processor)
        return None if over else process.returncode, took

    @staticmethod
    def end(process):
        """What the process has left behind."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def stop(self):
        """Ends what runs now, from another thread."""
        process = self.running
        if process is not None:
            self.end(process)

    def make(self, targets):
        # What is not initialised holds something, so that a fault does not live by a zero that nobody wrote.
        return self.run("make -s -j2 BUILD=build CFLAGS=-O1 HARDEN=-ftrivial-auto-var-init=pattern "
                        + " ".join(targets))[0] == 0

    def copy(self):
        """Brings the copy up to the tree; what is the same stays, so that it need not be built again."""
        listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=self.tree, check=True,
                                capture_output=True).stdout.decode().split("\0")
        names = {name for name in listed if name and (self.tree / name).is_file()}
        for name in names:
            source, target = self.tree / name, self.folder / name
            if not target.exists() or target.read_bytes() != source.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
                shutil.copymode(source, target)
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder)
            if path.is_file() and name.parts[0] != "build" and str(name) not in names:
                path.unlink()

    def prepare(self, names):
        """Builds the copy, and runs every suite once: all must pass, and the fastest comes first from now on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.copy()
        suites = [suite for suite in suites_of(self.folder) if names is None or suite.name in names.split(",")]
        targets = sorted({f"build/{program}" for suite in suites for program in suite.programs})
        if not self.make(["build/rolegate", *targets]):
            raise Unbuilt(f"the tree does not build: {self.said()}")
        whole = self.folder / "build/whole"
        whole.mkdir(exist_ok=True)
        shutil.copy2(self.folder / "build/rolegate", whole)
        for suite in suites:
            status, suite.seconds = self.run(suite.command, 3600)
            if status != 0:
                raise Unbuilt(f"the suite {suite.name} does not pass without a mutant: {self.said()}")
            suite.digest = self.digest(suite)
        self.suites = sorted(suites, key=lambda suite: suite.seconds)

    def said(self):
        return self.log.read_text(errors="replace")[-3000:]

    def digest(self, suite):
        return {name: hashlib.sha256((self.folder / "build" / name).read_bytes()).digest() for name in suite.programs}

    def object_of(self, path):
        """The file's machine code: what is the same there behaves the same."""
        found = self.folder / "build" / Path(path).with_suffix(".o")
        return found.read_bytes() if found.exists() else b""

    def judge(self, mutant):
        """`same` (the compiler makes the same of it), `unbuilt`, `lives`, `hang`, or the suite that has found it."""
        path = self.folder / mutant.path
        source = path.read_text(encoding="utf-8")
        target = f"build/{Path(mutant.path).with_suffix('.o')}"
        self.make([target])
        before = self.object_of(mutant.path)
        try:
            path.write_text(mutant.apply(source), encoding="utf-8")
            if not self.make([target]):
                return "unbuilt"
            return "same" if self.object_of(mutant.path) == before else self.tested()
        finally:
            path.write_text(source, encoding="utf-8")

    def tested(self):
        for suite in self.suites:
            if not self.make([f"build/{program}" for program in suite.programs]):
                return "unbuilt"
            if self.digest(suite) == suite.digest:
                continue
            status, _ = self.run(suite.command, suite.seconds)
            if status is None:
                return "hang"
            if status != 0:
                return suite.name
        return "lives"
