"""Compares the product with the reference evaluator, on random policies or on every small one.

Each policy is compiled, and each request asked, by the driver; verdict and reason must be the reference's, and so
must the next time at which a request is allowed. Over the same cases the laws: statements shuffled or doubled
change nothing, one more deny never lets in, hiding a fact never lets in. A difference is made small and printed.
Exits 1 where there is one. Run with --help for the options.
"""

import argparse
import multiprocessing
import os
import random
import re
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

import exhaustive
import generate
import model
import policy as syntax
import text
import why
from product import Product, Transcript
from shrink import shrunk

MISSING_MAX = 8  # how many an answer names
INCOMPLETE_OF = 5000  # of so many answers one may be incomplete


def said(answer):
    return answer if isinstance(answer, str) else (answer.verdict, answer.reason)


def errors_of(diagnostics):
    """The errors with what belongs to them, without the warnings."""
    blocks = re.split(r"^(?=\S+:\d+:\d+: (?:error|warning): )", diagnostics, flags=re.M)
    return "".join(block for block in blocks if ": warning: " not in block)


def same(answer, other):
    """Whether they say the same, as far as the other was asked, and as far as they know it."""
    if not isinstance(answer, str) and not isinstance(other, str) and (answer.incomplete or other.incomplete):
        return answer.verdict == other.verdict
    return not isinstance(other, str) and other.verdict == said(answer)[0] and other.reason in ("", said(answer)[1])


def no_wider(answer, other):
    """Whether the other answer lets nobody in whom this one does not."""
    return not isinstance(other, str) and (other.verdict != "allow" or said(answer)[0] == "allow")


def no_wider_said(other, answer):
    """The same the other way round: whoever the answer lets in, the other answer lets in."""
    return not isinstance(other, str) and (said(answer)[0] != "allow" or other.verdict == "allow")


def details_problem(policy, request, answer):
    """What is wrong with the rest of an answer whose verdict and reason are right, or None."""
    if (answer.timing != "none") != (answer.reason == "not-now"):
        return f"timing {answer.timing} with the reason {answer.reason}"
    if answer.verdict == "allow" or answer.reason == "unlisted":
        return "permissions are missing" if answer.missing else None
    wrong = model.wrong_missing(policy, request, answer.missing)
    if wrong is not None:
        return "missing: " + wrong
    if answer.reason != "not-now":
        return f"a next time with the reason {answer.reason}" if answer.has_next else None
    search = why.Search(policy, request)
    grants = search.policy.assigns + search.policy.allows
    past, to_come = any(p.until <= request.now for p in grants), any(p.starting > request.now for p in grants)
    if (answer.timing == "expired" and not past) or (answer.timing == "not-started" and not to_come):
        return f"timing {answer.timing}, and there is no such grant"
    if not search.next_is(answer.has_next, answer.next):
        return f"next is not {answer.next if answer.has_next else 'never'}"
    return None


class Worker:
    """Compares cases, and keeps count."""

    def __init__(self, options):
        self.options = options
        self.transcript = Transcript(Path(options.record)) if options.record else None
        self.product = Product(options.driver, self.transcript)
        self.passed = Counter()
        self.failed = Counter()
        self.reasons = Counter()
        self.reports = []

    def report(self, kind, statements, request, still_fails, show):
        """Counts a failure; the first few are made small and printed."""
        self.failed[kind] += 1
        if self.failed[kind] > self.options.show:
            return
        small, ask = shrunk(statements, request, still_fails)
        lines = [f"---- {kind}", text.policy_text(small)]
        lines += [repr(ask)] if ask is not None else []
        self.reports.append("\n".join(lines + [show(small, ask)]))

    def ask_one(self, statements, request):
        answers = self.product.ask(text.policy_text(statements), [request], "V" if self.options.verdicts else "Q")
        return answers if isinstance(answers, str) else answers[0]

    def wanted(self, policy, request):
        """What the reference says; under --verdicts, as an answer without a reason is."""
        return (model.verdict(policy, request), "") if self.options.verdicts else why.why(policy, request)

    # ---- One policy ----

    def refused(self, statements, printed, why_not):
        diagnostics = set(re.findall(r"error: .* (\[[a-z-]+\])$", why_not, re.M)) or {why_not.split("\n")[0]}

        def still_fails(fewer, _):
            answers = self.product.ask(text.policy_text(fewer), [])
            return isinstance(answers, str) and any(d in answers for d in diagnostics)

        if still_fails(statements, None):
            # A test that fails tells of an answer; a policy that is refused for anything else, of a check.
            show = lambda s, _: errors_of(str(self.product.ask(text.policy_text(s), [])))
            self.report("refused", statements, None, still_fails, show)
        else:
            self.failed["refused as it was printed"] += 1
            self.reports.append(f"---- refused as it was printed\n{printed}\n{errors_of(why_not)}")

    def compare(self, statements, policy, request, answer):
        """Whether the answer is the reference's."""
        wanted = self.wanted(policy, request)
        self.reasons[wanted[1]] += 1
        if not isinstance(answer, str) and answer.incomplete and answer.verdict == wanted[0]:
            self.passed["incomplete"] += 1
            return True
        if said(answer) != wanted:

            def still_fails(fewer, ask):
                try:
                    got, now_wanted = self.ask_one(fewer, ask), self.wanted(model.Policy(fewer), ask)
                except (KeyError, TypeError, IndexError, ValueError, RecursionError):
                    return False  # what was dropped was needed
                return said(got) == said(answer) and now_wanted == wanted

            def show(s, ask):
                return f"the reference says {self.wanted(model.Policy(s), ask)}, the product {self.ask_one(s, ask)}"

            self.report("answer", statements, request, still_fails, show)
            return False
        if not self.options.verdicts and details_problem(policy, request, answer):

            def still_wrong(fewer, ask):
                try:
                    got, fewer_policy = self.ask_one(fewer, ask), model.Policy(fewer)
                    same = said(got) == why.why(fewer_policy, ask)
                    return same and bool(details_problem(fewer_policy, ask, got))
                except (KeyError, TypeError, IndexError, ValueError, RecursionError, AttributeError):
                    return False

            def show(s, ask):
                got = self.ask_one(s, ask)
                return f"{details_problem(model.Policy(s), ask, got)}: {got}"

            self.report("details", statements, request, still_wrong, show)
            return False
        self.passed["answers"] += 1
        return True

    def compare_all(self, statements, requests, printed):
        """The product's answers, each compared; None where there are none."""
        answers = self.product.ask(printed, requests, "V" if self.options.verdicts else "LQ")
        if isinstance(answers, str):
            self.refused(statements, printed, answers)
            return None
        policy = model.Policy(statements)
        for request, answer in zip(requests, answers):
            self.compare(statements, policy, request, answer)
        return answers

    # ---- Laws ----

    def law(self, name, holds, before, after, request, answer, other):
        if holds:
            self.passed[name] += 1
            return
        self.failed[name] += 1
        if self.failed[name] <= self.options.show:
            self.reports.append(f"---- {name}\n{before}\n---- and\n{after}\n{request!r}\n{answer}\n{other}")

    def laws(self, rng, maker, statements, printed, requests, answers):
        may_double = [s for s in statements if isinstance(s, (syntax.Assign, syntax.Rule, syntax.Exclusive))]
        shuffled = statements + [s for s in may_double if rng.random() < 0.5]
        rng.shuffle(shuffled)
        denied = statements + [syntax.Rule("deny", *maker.patterns(), maker.subjects(maker.roles), maker.limits())]
        on_roster = [s for s in statements if not isinstance(s, syntax.Roster)]
        changes = (
            ("shuffled and doubled", shuffled, "V" if self.options.verdicts else "QV", same),
            ("one more deny", denied, "V", no_wider),
            ("one more roster", statements + maker.rosters(1), "V", no_wider),
            ("allowed off the roster, so on it", on_roster, "V", lambda here, there: no_wider_said(there, here)),
        )
        for name, changed, how, holds in changes:
            after = text.policy_text(changed, rng)
            others = self.product.ask(after, requests, how)
            if isinstance(others, str):
                self.failed[name] += 1
                self.reports.append(f"---- {name}: refused\n{after}\n{errors_of(others)}")
                continue
            for request, answer, other in zip(requests, answers, others):
                self.law(name, holds(answer, other), printed, after, request, answer, other)

    def random_policy(self, seed):
        rng = random.Random(seed)
        maker = generate.Maker(rng)
        statements = maker.statements()
        policy = model.Policy(statements)
        asked = [generate.make_request(rng, maker, policy) for _ in range(self.options.requests)]
        blind = [generate.hidden(rng, request) for request in asked]
        tests = [generate.make_test(request, model.verdict(policy, request)) for request in asked[:2]]
        printed = text.policy_text(statements + [t for t in tests if t is not None], rng)
        answers = self.compare_all(statements, asked, printed)
        if answers is None:
            return
        others = self.product.ask(printed, blind, "V")
        for request, less, answer, other in zip(asked, blind, answers, others):
            self.law("a hidden fact", no_wider(answer, other), printed, repr(less), request, answer, other)
        if self.options.laws:
            self.laws(rng, maker, statements, printed, asked, answers)

    def small_policy(self, statements, is_refused, requests):
        if is_refused:
            answers = self.product.ask(text.policy_text(statements), [])
            if isinstance(answers, str) and answers.startswith("refused"):
                self.passed["refusals"] += 1
            else:
                self.failed["refusals"] += 1
                self.reports.append(f"---- not refused\n{text.policy_text(statements)}\n{answers}")
        else:
            self.compare_all(statements, requests, text.policy_text(statements))


def work(options, job, results):
    worker = Worker(options)
    try:
        for number, case in cases_of(options, job):
            if worker.transcript is not None:
                worker.transcript.case(number)
            if options.exhaustive is not None:
                worker.small_policy(*case)
            else:
                worker.random_policy(case)
            if sum(worker.failed.values()) >= options.stop:
                worker.reports.append(f"---- stopped after {options.stop} failures")
                break
        worker.product.stop()
        if worker.transcript is not None:
            worker.transcript.close()
    except Exception:  # whatever it is, it must be told, and must not look like a pass
        worker.failed["broken"] += 1
        worker.reports.append(f"---- the comparison itself broke at {case}\n{traceback.format_exc()}")
    results.put((worker.passed, worker.failed, worker.reasons, worker.reports))


def cases_of(options, job):
    """This process's share of the cases, each with its number."""
    if options.exhaustive is None:
        every = ((i, f"{options.seed}/{i}") for i in range(options.policies))
    else:
        requests = exhaustive.requests()
        every = ((i, (*case, requests)) for i, case in enumerate(exhaustive.policies(options.exhaustive)))
    return ((i, case) for i, case in every if i >= options.first and i % options.jobs == job)


def options_of(arguments):
    parser = argparse.ArgumentParser(description="compares the product with the reference evaluator")
    parser.add_argument("--driver", default="build/tests/reference/driver", help="the driver's program (%(default)s)")
    parser.add_argument("--policies", type=int, default=20000, help="random policies (%(default)s)")
    parser.add_argument("--requests", type=int, default=5, help="requests to each (%(default)s)")
    parser.add_argument("--seed", default="1", help="any text; the same seed makes the same cases (%(default)s)")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), help="processes (%(default)s)")
    parser.add_argument("--exhaustive", type=int, metavar="N", help="instead, every small policy of up to N statements")
    parser.add_argument("--verdicts", action="store_true", help="compare verdicts alone, which is much faster")
    parser.add_argument("--no-laws", dest="laws", action="store_false", help="leave the laws of changed policies out")
    parser.add_argument("--show", type=int, default=3, help="differences of a kind to print (%(default)s)")
    parser.add_argument("--stop", type=int, default=200, help="failures after which a process stops (%(default)s)")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="leave the cases before this one out (%(default)s)")
    parser.add_argument("--record", metavar="FOLDER", help="write there what the driver is given and answers; with one job")
    return parser.parse_args(arguments)


def main():
    options = options_of(sys.argv[1:])
    started = time.monotonic()
    results = multiprocessing.Queue()
    jobs = [multiprocessing.Process(target=work, args=(options, job, results)) for job in range(options.jobs)]
    for job in jobs:
        job.start()
    passed, failed, reasons = Counter(), Counter(), Counter()
    for _ in jobs:
        some_passed, some_failed, some_reasons, reports = results.get()
        passed, failed, reasons = passed + some_passed, failed + some_failed, reasons + some_reasons
        for report in reports:
            print(report, "\n")
    for job in jobs:
        job.join()
    # A reason that is not known is no reason that is right: hardly any of these policies may have one.
    if passed["incomplete"] * INCOMPLETE_OF > passed["answers"]:
        failed["incomplete"] += passed["incomplete"]
    print("reasons: " + ", ".join(f"{count} {name}" for name, count in reasons.most_common()))
    print("passed: " + ", ".join(f"{count} {name}" for name, count in passed.most_common()))
    if failed:
        print("failed: " + ", ".join(f"{count} {name}" for name, count in failed.most_common()))
    print(f"seed {options.seed}, {time.monotonic() - started:.0f} s")
    print(f"{sum(passed.values())} passed, {sum(failed.values())} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
