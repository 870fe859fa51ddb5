"""A copy of the tree in which mutants are built and tested; the tree itself is never changed.

All mutants of a file are compiled and linked as one (schema.py), by the commands that make(1) gives for it. Trusts the
tree, which builds and passes its suites.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

from schema import MARK, Schema, codes_of, unbuilt_of
from suites import suites_of

# A suite's processes may each use so much more of the processor than the suite used without a mutant. What they wait
# for is bounded as well, though so widely that no busy machine gets there.
CPU_TIMES, CPU_LEAST, WAIT_TIMES, WAIT_LEAST = 10, 1, 40, 100
MEMORY_MOST = 8 << 30
FILE_MOST = 1 << 30
# What is not initialised holds something, so that a fault does not live by a zero that nobody wrote.
MAKE = "make -s V=1 BUILD=build CFLAGS=-O1 HARDEN=-ftrivial-auto-var-init=pattern"
ARCHIVES = ("build/internal.a", "build/librolegate.a")


class Unbuilt(Exception):
    """The tree as it is does not build, or does not pass a suite."""


def object_of(path):
    return f"build/{Path(path).with_suffix('.o')}"


def limits_of(seconds):
    """How much of the processor a command may use, and what bash(1) does before it to hold it to that."""
    processor = int(max(CPU_LEAST, CPU_TIMES * seconds))
    return processor, (f"ulimit -t {processor + 5} && ulimit -St {processor} && ulimit -v {MEMORY_MOST >> 10}"
                       f" && ulimit -f {FILE_MOST >> 10} && ulimit -c 0 || exit\n")


def environment_of(tree):
    kept = ("PATH", "HOME", "TMPDIR", "USER", "LOGNAME", "TERM", "LANG", "LC_ALL", "TZ")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    build = tree / "build"
    # The policies of a test are compiled by the compiler as it is: only the program that is tested has the fault.
    return environment | {"BUILD": str(build), "ROLEGATE": str(build / "whole/rolegate"),
                          "MODULE": str(build / "pam_rolegate.so"), "PYTHONDONTWRITEBYTECODE": "1",
                          "MALLOC_PERTURB_": "165"}


class Shop:
    """Runs commands in the copy, each within its limits, and ends what they leave behind."""

    def __init__(self, folder):
        self.folder, self.environment = folder, environment_of(folder)
        self.log, self.running = folder / "build/log", None

    def started(self, command, seconds, **pipes):
        """The process, and how many seconds of the processor it may use."""
        processor, limit = limits_of(0 if seconds is None else seconds)
        command = command if seconds is None else limit + command
        return subprocess.Popen(["bash", "-c", command], cwd=self.folder, env=self.environment,
                                stdin=subprocess.DEVNULL, start_new_session=True, **pipes), processor

    def piped(self, command, seconds):
        """A process whose output is read as it comes; the caller waits for it."""
        return self.started(command, seconds, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)[0]

    def run(self, command, seconds=None):
        """Its status, or None where it ran on and on; and what it took of the processor. The log holds what it said."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "wb") as log:
            process, processor = self.started(command, seconds, stdout=log, stderr=log)
            self.running, late = process, []
            guard = threading.Timer(WAIT_LEAST + WAIT_TIMES * (seconds or 0), lambda: late.append(self.end(process)))
            if seconds is not None:  # what is built takes as long as it takes
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

    def said(self):
        return self.log.read_text(errors="replace")[-3000:]

    def succeeds(self, command):
        return self.run(command)[0] == 0

    def commands(self, changed, target):
        """What make would do for a target if these had changed, and nothing else; "" where it does not depend on them."""
        asked = f"{MAKE} -n {' '.join(f'-W {name}' for name in changed)} {target}"
        printed = subprocess.run(["bash", "-c", asked], cwd=self.folder, env=self.environment, check=True,
                                 capture_output=True, text=True).stdout
        return "\n".join(line for line in printed.split("\n") if line and not line.startswith(":"))


class Workshop(Shop):
    def __init__(self, tree, folder, order):
        super().__init__(folder)
        self.tree, self.order, self.suites = tree, order, []
        self.linking, self.stale = {}, {}  # commands by what they link and for which file; programs that have mutants

    # ---- The copy ----

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
        """Builds the copy, and runs every suite once: all must pass."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.copy()
        # Objects may be a mutant's, where the last campaign was ended.
        if not self.succeeds("rm -rf build/lib build/pam_module build/*.a"):
            raise Unbuilt(self.said())
        suites = [suite for suite in suites_of(self.folder) if names is None or suite.name in names.split(",")]
        targets = sorted({f"build/{program}" for suite in suites for program in suite.programs})
        if not self.succeeds(f"{MAKE} -j2 build/rolegate {' '.join(ARCHIVES)} {' '.join(targets)}"):
            raise Unbuilt(f"the tree does not build: {self.said()}")
        whole = self.folder / "build/whole"
        whole.mkdir(exist_ok=True)
        shutil.copy2(self.folder / "build/rolegate", whole)
        for suite in suites:
            status, suite.seconds = self.run(suite.first, 3600)
            if status != 0:
                raise Unbuilt(f"the suite {suite.name} does not pass without a mutant: {self.said()}")
        self.suites = suites

    # ---- A file ----

    def judged(self, path, mutants):
        """Each mutant of one file with its verdict: `same` (the compiler makes the same of it), `unbuilt`, `lives`,
        `hang`, or the suite that has found it."""
        file, whole = self.folder / path, self.folder / object_of(path)
        source, before = file.read_text(encoding="utf-8"), whole.read_bytes()
        schema = Schema(source, mutants)
        try:
            codes, unbuilt = self.compiled(path, schema)
            bench = Bench(self, path)
            for mutant in mutants:
                yield mutant, "unbuilt" if mutant in unbuilt else self.judge(bench, schema, codes, mutant)
        finally:
            file.write_text(source, encoding="utf-8")
            whole.write_bytes(before)
            self.archive(path)

    def compiled(self, path, schema):
        """Puts the file with all its mutants where it belongs. The machine code of each of its functions, and the mutants
        that do not build."""
        name = object_of(path)
        command = self.commands([path], name)
        assembly = name[:-1] + "s"
        command = command.replace(f"-c -o {name}", f"-S -o {assembly}")
        unbuilt = set()
        while True:
            text, owners = schema.text(unbuilt)
            (self.folder / path).write_text(text, encoding="utf-8")
            if self.succeeds(command):
                break
            wrong = unbuilt_of(self.log.read_text(errors="replace"), owners)
            if not wrong or None in wrong:
                raise Unbuilt(f"{path} with its mutants does not build: {self.said()}")
            unbuilt |= wrong
        if not self.succeeds(f"cc -c -o {name} {assembly}") or not self.archive(path):
            raise Unbuilt(self.said())
        return codes_of((self.folder / assembly).read_text(encoding="utf-8")), unbuilt

    def archive(self, path):
        """Puts the file's object into the archives that hold it."""
        holding = [archive for archive in ARCHIVES if self.linked(archive, path)]
        return not holding or self.succeeds(" && ".join(f"ar rcsD {name} {object_of(path)}" for name in holding))

    def linked(self, target, path):
        """The commands that make the target when the file's object has changed; none where it is no part of it."""
        if (target, path) not in self.linking:
            self.linking[target, path] = self.commands([object_of(path)], target).splitlines()
        return self.linking[target, path]

    def link(self, suite, path):
        """Links the suite's programs anew, as far as they have the file, or had another one's mutants."""
        commands = []
        for program in suite.programs:
            of = path if self.linked(f"build/{program}", path) else self.stale.pop(program, None)
            if of is not None:
                commands += [line for line in self.linked(f"build/{program}", of) if not line.startswith("rm -f build/")]
            if of == path:
                self.stale[program] = path
        if commands and not self.succeeds("set -e\n" + "\n".join(commands)):
            raise Unbuilt(f"{suite.name} does not link with the mutants of {path}: {self.said()}")

    def judge(self, bench, schema, codes, mutant):
        number = schema.numbers[mutant]
        code = codes.get(f"{mutant.function}__{number}")  # none where it does nothing that anybody could see
        if code == codes.get(f"{mutant.function}__whole"):
            return "same"
        key = mutant.function, code
        if key not in bench.verdicts:
            bench.verdicts[key] = bench.tested(number)
        return bench.verdicts[key]


class Bench:
    """A file's mutants, as they stand in the programs of suites: in each a number says which is at work."""

    def __init__(self, shop, path):
        self.shop, self.path, self.places, self.verdicts, self.sound = shop, path, {}, {}, set()

    def places_of(self, suite):
        """Where the numbers are, by program; none where the file is no part of what the suite runs."""
        if suite.name not in self.places:
            self.shop.link(suite, self.path)
            self.places[suite.name] = {}
            for program in suite.programs:
                bytes_ = (self.shop.folder / "build" / program).read_bytes()
                at = [found.end() for found in re.finditer(re.escape(MARK), bytes_)]
                if len(at) > 1:
                    raise Unbuilt(f"{program} has the mark {len(at)} times")
                if at:
                    self.places[suite.name][program] = at[0]
        return self.places[suite.name]

    def put(self, suite, number):
        for program, place in self.places_of(suite).items():
            with open(self.shop.folder / "build" / program, "r+b") as file:
                file.seek(place)
                file.write(number.to_bytes(4, sys.byteorder))

    def tested(self, number):
        for suite in self.shop.order.of(self.path, self.shop.suites):
            if not self.places_of(suite):
                continue
            self.put(suite, number)
            status, took = suite.judge(self.shop)
            self.shop.order.note(self.path, suite, took, status != 0)
            if status != 0:
                self.check(suite)
                return "hang" if status is None else suite.name
        return "lives"

    def check(self, suite):
        """A suite that does not pass with no mutant at work finds none."""
        if suite.name not in self.sound:
            self.put(suite, 0)
            if suite.judge(self.shop)[0] != 0:
                raise Unbuilt(f"{suite.name} does not pass with no mutant of {self.path} at work: {self.shop.said()}")
            self.sound.add(suite.name)
