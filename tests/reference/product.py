"""Talks to the product: a process of the driver, which compiles policies and asks the library.

Owns the driver's lines (they are described in driver.c). Knows nothing of what the answers mean.
"""

import subprocess
from dataclasses import dataclass


class Died(Exception):
    """The driver ended, or said what it never should."""


@dataclass(frozen=True)
class Answer:
    verdict: str
    reason: str
    timing: str
    has_next: bool
    next: int
    missing: tuple
    incomplete: bool = False  # the product gave up before it knew the reason


def request_line(request, how="Q"):
    """how: Q for verdict and reasons, L for the reasons of a lazy table as well, V for the verdict alone; with the
    groups that NSS knows, N for verdict and reasons, A for the verdict when all is found out that can be needed."""
    fields = [request.user, request.service or "", request.permission or "", str(request.now)]
    fields += [request.origin or "", request.tty or "", request.host or ""]
    letter = {"yes": "y", "no": "n", "unknown": "u"}
    fields += [letter[value] + "n" + name for name, value in request.groups]
    fields += [letter[value] + "g" + str(number) for number, value in request.gids]
    return how + " " + "".join(f + "\t" for f in fields) + "\n"


class Transcript:
    """What a driver was given and what it answered, in two files: `input` and `output`. In `cases`, for each case in the
    order in which they were asked, its number and how much of the output stood there before it."""

    def __init__(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self.given, self.answered = open(folder / "input", "wb"), open(folder / "output", "wb")
        self.cases = open(folder / "cases", "w", encoding="ascii")

    def case(self, number):
        self.cases.write(f"{number} {self.answered.tell()}\n")

    def close(self):
        for file in (self.given, self.answered, self.cases):
            file.close()


class Product:
    def __init__(self, driver, transcript=None):
        self.driver, self.transcript = driver, transcript
        self.process = None

    def start(self):
        self.process = subprocess.Popen([self.driver], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def stop(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.wait()
            self.process = None

    def line(self):
        line = self.process.stdout.readline()
        if not line.endswith(b"\n"):
            raise Died
        self.note(line)
        return line.decode()[:-1]

    def note(self, answered):
        if self.transcript is not None:
            self.transcript.answered.write(answered)
        return answered

    def ask(self, text, requests, how="Q"):
        """The answers to the requests, in order; or, as one string, why there are none.

        An answer that the driver itself finds wrong is the string that says so. how is request_line's: a letter for
        each request, the last one for all others too.
        """
        if self.process is None:
            self.start()
        data = text.encode()
        lines = "".join(request_line(r, how[min(i, len(how) - 1)]) for i, r in enumerate(requests))
        given = b"P %d\n" % len(data) + data + lines.encode() + b".\n"
        if self.transcript is not None:
            self.transcript.given.write(given)
        try:
            self.process.stdin.write(given)
            self.process.stdin.flush()
            said = self.line()
            if said.startswith("refused "):
                said = "refused\n" + self.note(self.process.stdout.read(int(said.split()[1]))).decode(errors="replace")
            answers = [self.answer(self.line()) for _ in requests]
            return answers if said == "ok" else said
        except (Died, BrokenPipeError):
            status = self.process.wait()
            self.process.stdin, self.process = None, None
            return f"the driver died with status {status}"

    @staticmethod
    def answer(line):
        if line.startswith("error "):
            return line
        if "\t" not in line:
            return Answer(line, "", "none", False, 0, ())
        verdict, reason, timing, has_next, next_time, incomplete, *missing = line.split("\t")
        return Answer(verdict, reason, timing, has_next == "1", int(next_time), tuple(missing), incomplete == "1")
