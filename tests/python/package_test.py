"""The Python package: its view of the header, and every answer, error and rule that its pages promise."""

import copy
import ctypes
import os
import pathlib
import pickle
import subprocess
import sys
import threading
import unittest
from datetime import datetime, timezone

import rolegate
from rolegate import _library

FOLDER, BUILD = os.environ["folder"], os.environ["BUILD"]
POLICY = """
contact "ask Ann"
contact "or Tom"
permission chat.use, refunds.issue
service chat requires chat.use
service refund requires chat.use and refunds.issue
role agent { allow chat.use }
assign agent to group agents, gid 2002
allow refunds.issue to user maria until 2030-01-01 because "SUP-1"
deny chat.use to group suspended because "HR-2"
allow chat.use to user lea when office because "SUP-2"
condition office from 10.0.0.0/8
"""


def compile_policy(text, name):
    source, table = f"{FOLDER}/{name}.rg", f"{FOLDER}/{name}.rgt"
    with open(source, "w") as file:
        file.write(text)
    subprocess.run([f"{BUILD}/rolegate", "compile", source, "-o", table], check=True, stderr=subprocess.DEVNULL)
    return table


class Layout(unittest.TestCase):
    def test_is_the_headers(self):
        subprocess.run([*os.environ.get("CC", "gcc").split(), "-Ilib", "-o", f"{FOLDER}/layout", "tests/python/layout.c"], check=True)
        said = subprocess.run([f"{FOLDER}/layout"], check=True, capture_output=True, text=True).stdout.splitlines()
        structs = {"rolegate_question": _library.Question, "rolegate_statement": _library.Statement,
                   "rolegate_answer": _library.Answer}
        here = []
        for name, struct in structs.items():
            here.append(f"{name} {ctypes.sizeof(struct)}")
            for field, *_ in struct._fields_:
                place = getattr(struct, field)
                here.append(f"{name}.{field} {place.offset} {place.size}")
        here += [f"Status.{s.name} {s.value}" for s in rolegate.Status]
        here += [f"Reason.{r.name.lower().replace('_', '-')} {r.value}" for r in rolegate.Reason]
        here += [f"ROLEGATE_ALLOW {rolegate.Verdict.ALLOW.value}", f"ROLEGATE_UNLISTED {rolegate.Verdict.UNLISTED.value}"]
        self.assertEqual(said, here)


class Questions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.path = compile_policy(POLICY, "desk")

    def setUp(self):
        self.table = rolegate.Table.open(self.path)

    def tearDown(self):
        self.table.close()

    def test_allow_and_why(self):
        answer = self.table.ask(rolegate.Subject("kim", ["agents"]), "chat")
        self.assertIs(answer.verdict, rolegate.Verdict.ALLOW)
        self.assertTrue(answer.allowed)
        self.assertIs(answer.reason, rolegate.Reason.GRANTED)
        self.assertIn(("desk.rg", "agent"), [(s.file, s.role) for s in answer.statements])

    def test_deny_names_what_is_missing(self):
        answer = self.table.ask(rolegate.Subject("kim", ["agents"]), "refund")
        self.assertFalse(answer.allowed)
        self.assertEqual(answer.missing, ("refunds.issue",))

    def test_gids(self):
        self.assertTrue(self.table.allows(rolegate.Subject("kim", [2002]), "chat"))

    def test_unknown_group_lets_nobody_in_and_escapes_no_deny(self):
        self.assertFalse(self.table.allows(rolegate.Subject("kim", unknown_groups=["agents"]), "chat"))
        answer = self.table.ask(rolegate.Subject("kim", ["agents"], ["suspended"]), "chat")
        self.assertIs(answer.reason, rolegate.Reason.UNDETERMINED)

    def test_deny_says_the_reason_of_the_policy(self):
        answer = self.table.ask(rolegate.Subject("kim", ["agents", "suspended"]), "chat")
        self.assertIs(answer.reason, rolegate.Reason.DENIED)
        self.assertIn("HR-2", [s.because for s in answer.statements])

    def test_time(self):
        maria = rolegate.Subject("maria", ["agents"])
        self.assertTrue(self.table.allows(maria, "refund", at=datetime(2029, 12, 31, tzinfo=timezone.utc)))
        answer = self.table.ask(maria, "refund", at=datetime(2031, 1, 1, tzinfo=timezone.utc))
        self.assertEqual((answer.reason, answer.timing), (rolegate.Reason.NOT_NOW, rolegate.Timing.EXPIRED))

    def test_origin_and_permission(self):
        lea = rolegate.Subject("lea")
        self.assertTrue(self.table.allows(lea, permission="chat.use", origin="10.1.2.3"))
        self.assertIs(self.table.ask(lea, permission="chat.use", origin="192.0.2.1").reason, rolegate.Reason.NOT_HERE)

    def test_unlisted_service(self):
        self.assertFalse(self.table.allows(rolegate.Subject("kim", ["agents"]), "nowhere"))

    def test_nothing_is_true_by_accident(self):
        answer = self.table.ask(rolegate.Subject("nobody"), "chat")
        for value in (answer, answer.verdict):
            with self.assertRaises(TypeError):
                bool(value)

    def test_wrong_questions(self):
        kim = rolegate.Subject("kim")
        for wrong in (lambda: self.table.ask(kim), lambda: self.table.ask(kim, "a", permission="b")):
            self.assertRaises(TypeError, wrong)
        self.assertRaises(ValueError, lambda: self.table.ask(kim, "chat", at=datetime(2026, 1, 1)))
        self.assertRaises(ValueError, lambda: self.table.ask(kim, "chat\0x"))
        self.assertRaises(ValueError, lambda: rolegate.Subject("kim", [-1]))
        with self.assertRaises(rolegate.Error) as caught:
            self.table.ask(kim, permission="not.there")
        self.assertIs(caught.exception.status, rolegate.Status.NO_PERMISSION)

    def test_contacts_and_version(self):
        self.assertEqual(self.table.contacts(), ["ask Ann", "or Tom"])
        self.assertRegex(rolegate.version(), r"^\d+\.\d+\.\d+$")

    def test_accounts_of_this_machine(self):
        self.assertEqual(rolegate.Subject.from_nss("root").user, "root")
        with self.assertRaises(rolegate.Error) as caught:
            rolegate.Subject.from_nss("no-such-user-here")
        self.assertIs(caught.exception.status, rolegate.Status.NO_USER)


class Tables(unittest.TestCase):
    def test_errors_are_statuses(self):
        for data, status in ((b"", rolegate.Status.TOO_SHORT), (b"not a table, at all", rolegate.Status.NOT_A_TABLE)):
            with self.assertRaises(rolegate.Error) as caught:
                rolegate.Table.from_bytes(data)
            self.assertIs(caught.exception.status, status)
        with self.assertRaises(rolegate.Error) as caught:
            rolegate.Table.open(f"{FOLDER}/absent.rgt")
        self.assertIs(caught.exception.status, rolegate.Status.ABSENT)
        self.assertIn("no table", str(caught.exception))

    def test_a_closed_table_says_so(self):
        with rolegate.Table.open(compile_policy(POLICY, "closed")) as table:
            pass
        self.assertRaises(ValueError, lambda: table.ask(rolegate.Subject("kim"), "chat"))

    def test_reload(self):
        path = compile_policy(POLICY, "reload")
        kim = ["agents"]
        with rolegate.Table.open(path) as table:
            self.assertFalse(table.reload())
            self.assertTrue(table.allows(rolegate.Subject("kim", kim), "chat"))
            compile_policy(POLICY.replace("group agents", "group others"), "reload")
            self.assertTrue(table.reload())
            self.assertFalse(table.allows(rolegate.Subject("kim", kim), "chat"))

    def test_handles_are_not_copied(self):
        with rolegate.Table.open(pathlib.Path(compile_policy(POLICY, "handles"))) as table:
            for thing in (rolegate.Subject("kim"), table):
                self.assertRaises(TypeError, copy.copy, thing)
                self.assertRaises(TypeError, copy.deepcopy, thing)
                self.assertRaises(TypeError, pickle.dumps, thing)

    def test_what_is_no_group(self):
        for wrong in ("agents", b"agents", [b"agents"], [True], [None], [2002.0]):
            self.assertRaises(TypeError, rolegate.Subject, "kim", wrong)
        self.assertRaises(TypeError, rolegate.Subject, b"kim")

    def test_threads_share_a_table(self):
        path = compile_policy(POLICY, "threads")
        wrong = []

        def ask(table):
            subject = rolegate.Subject("kim", ["agents"])
            for _ in range(300):
                if not table.allows(subject, "chat") or table.allows(subject, "refund"):
                    wrong.append(1)

        with rolegate.Table.open(path) as table:
            threads = [threading.Thread(target=ask, args=(table,)) for _ in range(8)]
            for thread in threads:
                thread.start()
            for _ in range(20):
                compile_policy(POLICY, "threads")
                table.reload()
            for thread in threads:
                thread.join()
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
