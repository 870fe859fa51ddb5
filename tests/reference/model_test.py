"""Cases worked out by hand from the language's manual page, so that the reference evaluator is itself checked.

Run: python3 model_test.py
"""

import ipaddress
import random
import unittest
from dataclasses import replace
from datetime import datetime

import generate
import model
import text
import why
from model import FALSE, TRUE, UNKNOWN
from policy import (Assign, Condition, Exclusive, Limits, Permission, Request, Role, Roster, Rule, Service, Unlisted,
                    Zone)  # fmt: skip

FIVE = tuple(range(5))
DAILY = tuple(range(7))


def at(iso):
    return int(datetime.fromisoformat(iso).timestamp())


def net(*texts):
    return ("from", tuple(t if t == "local" else ipaddress.ip_network(t) for t in texts))


def when(cond):
    return Limits(when=cond)


def allow(pattern, subject, limits=Limits()):
    return Rule("allow", (pattern,), (), (subject,), limits)


def deny(pattern, subject, limits=Limits()):
    return Rule("deny", (pattern,), (), (subject,), limits)


def one(name):
    return ("permission", name)


BASE = [
    Permission(("p", "q", "p.x", "p.x.y")),
    Service(("s",), one("p")),
    Service(("both",), ("and", one("p"), one("q"))),
]
MARIA, STAFF, EVERYONE = ("user", "maria"), ("group", "staff"), ("everyone", None)
ASK = Request(user="maria", service="s", now=at("2026-07-01T12:00:00+00:00"))
YES, NO, MAYBE = ((("staff", v),) for v in ("yes", "no", "unknown"))

EXAMPLE = [
    Zone("Asia/Kolkata"),
    Permission(("conversations.view", "billing.view", "broadcast.send", "automation.run")),
    Permission(("analytics.view", "refunds.issue")),
    Role("owner", (), (Rule("allow", ("*",)),)),
    Role("agent", (), (Rule("allow", ("conversations.view", "refunds.issue")),)),
    Role("night-lead", ("agent",), (
        Rule("allow", ("broadcast.send", "automation.run"), limits=when(("name", "office-net"))),
        Rule("deny", ("refunds.issue",)),
    )),
    Role("auditor"),
    Condition("office-hours", ("time", FIVE, 540, 1080, None)),
    Condition("office-net", net("10.0.0.0/8", "2001:db8::/32")),
    Service(("inbox",), one("conversations.view")),
    Service(("billing-tool",), one("billing.view")),
    Service(("refund",), ("and", one("billing.view"), one("refunds.issue"))),
    Service(("give-back",), one("refunds.issue")),
    Service(("broadcast",), one("broadcast.send")),
    Service(("broadcast-job",), ("and", one("broadcast.send"), one("automation.run")), ("name", "office-hours")),
    Service(("reports",), one("analytics.view")),
    Assign(("owner",), (("group", "acme owners"),)),
    Assign(("agent",), (("group", "acme-agents"),)),
    Assign(("agent",), (("user", "freelancer"),), Limits(until=("date", 2026, 12, 31))),
    Assign(("night-lead",), (("group", "night-shift"),)),
    Assign(("auditor",), (("group", "auditors"),)),
    allow("broadcast.send", MARIA, Limits(until=("date", 2026, 12, 31), because="SUP-1234")),
    deny("analytics.*", ("user", "bob"), Limits(because="HR-77")),
    Exclusive(("auditor", "owner")),
]  # fmt: skip


class Case(unittest.TestCase):
    def answers(self, statements, request, expected):
        policy = model.Policy(statements)
        self.assertEqual(why.why(policy, request), expected)
        self.assertEqual(why.why(policy, request, thorough=True), expected)

    def allows(self, statements, request=ASK):
        self.answers(statements, request, ("allow", "granted"))

    def denies(self, statements, reason, request=ASK):
        self.answers(statements, request, ("deny", reason))


class ExampleTest(Case):
    def ask(self, user, service, *groups, now="2026-07-01T10:00:00+05:30", **facts):
        pairs = tuple((g, "yes") for g in groups)
        return Request(user=user, service=service, now=at(now), groups=pairs, **facts)

    def test_an_agent_has_the_inbox_and_no_billing(self):
        self.allows(EXAMPLE, self.ask("kim", "inbox", "acme-agents"))
        self.denies(EXAMPLE, "not-granted", self.ask("kim", "billing-tool", "acme-agents"))
        self.denies(EXAMPLE, "not-granted", self.ask("kim", "refund", "acme-agents"))

    def test_a_date_until_lasts_to_the_end_of_the_day_in_the_zone(self):
        self.allows(EXAMPLE, self.ask("maria", "broadcast", now="2026-12-31T23:59:59+05:30"))
        self.denies(EXAMPLE, "not-now", self.ask("maria", "broadcast", now="2027-01-01T00:00:00+05:30"))
        self.denies(EXAMPLE, "not-now", self.ask("freelancer", "inbox", now="2027-01-01T00:00:00+05:30"))

    def test_a_night_lead_broadcasts_from_the_office_net_in_office_hours(self):
        lead = self.ask("kim", "broadcast-job", "night-shift", origin="10.1.2.3")
        self.allows(EXAMPLE, lead)
        self.denies(EXAMPLE, "not-here", replace(lead, origin="192.0.2.1"))
        self.denies(EXAMPLE, "undetermined", replace(lead, origin="gateway"))
        self.denies(EXAMPLE, "not-now", replace(lead, now=at("2026-07-01T18:00:00+05:30")))
        self.denies(EXAMPLE, "not-here", replace(lead, now=at("2026-07-04T12:00:00+05:30"), origin=None))

    def test_a_deny_of_a_role_binds_who_holds_the_role(self):
        self.allows(EXAMPLE, self.ask("kim", "give-back", "acme-agents"))
        self.denies(EXAMPLE, "denied", self.ask("kim", "give-back", "acme-agents", "night-shift"))

    def test_deny_wins_over_the_owner(self):
        self.allows(EXAMPLE, self.ask("ann", "reports", "acme owners"))
        self.denies(EXAMPLE, "denied", self.ask("bob", "reports", "acme owners"))

    def test_exclusive_roles_void_each_other(self):
        self.denies(EXAMPLE, "conflict", self.ask("ann", "reports", "acme owners", "auditors"))
        self.allows(EXAMPLE, self.ask("ann", "inbox", "acme owners", "auditors", "acme-agents"))

    def test_a_service_without_requires_is_a_permission_too(self):
        both = [Service(("door", "gate"), None), Service(("pair",), ("and", one("door"), one("gate")))]
        mine = both + [allow("door", MARIA)]
        self.allows(mine, replace(ASK, service="door"))
        self.allows(mine, replace(ASK, service=None, permission="door"))
        self.denies(mine, "not-granted", replace(ASK, service="gate"))
        self.denies(mine, "not-granted", replace(ASK, service="pair"))
        self.allows(both + [allow("*", MARIA)], replace(ASK, service="pair"))

    def test_what_is_not_listed_may_be_decided(self):
        mine = BASE + [Unlisted(None, ("or", one("q"), one("p.x")), net("10.0.0.0/8")), allow("p.x", MARIA)]
        other = replace(ASK, service="cron", origin="10.1.2.3")
        self.allows(mine, other)
        self.denies(mine, "not-here", replace(other, origin="192.0.2.1"))
        self.denies(mine, "not-granted", replace(other, user="bob"))
        self.denies(mine, "not-granted", ASK)

    def test_days_are_those_of_the_policy_s_zone(self):
        holidays = ("date", (((2026, 3, 8), (2026, 3, 9)), ((2026, 2, 23), (2026, 2, 23))))
        mine = BASE + [Zone("Asia/Kolkata"), allow("p", MARIA, when(holidays))]
        for iso in ("2026-03-08T00:00:00+05:30", "2026-03-09T23:59:59+05:30", "2026-02-23T12:00:00+05:30"):
            self.allows(mine, replace(ASK, now=at(iso)))
        for iso in ("2026-03-07T23:59:59+05:30", "2026-03-10T00:00:00+05:30", "2026-02-24T00:00:00+05:30"):
            self.denies(mine, "not-now", replace(ASK, now=at(iso)))

    def test_a_day_that_is_put_back_over_midnight_counts_twice(self):
        mine = BASE + [Zone("Africa/Cairo"), allow("p", MARIA, when(("date", (((2026, 10, 30), (2026, 10, 30)),))))]
        self.denies(mine, "not-now", replace(ASK, now=at("2026-10-29T20:59:59+00:00")))
        self.denies(mine, "not-now", replace(ASK, now=at("2026-10-29T21:00:00+00:00")))  # 23:00 again
        self.allows(mine, replace(ASK, now=at("2026-10-29T22:00:00+00:00")))
        self.allows(mine, replace(ASK, now=at("2026-10-30T21:59:59+00:00")))
        self.denies(mine, "not-now", replace(ASK, now=at("2026-10-30T22:00:00+00:00")))

    def test_an_unlisted_service(self):
        self.answers(EXAMPLE, self.ask("ann", "cron", "acme owners"), ("deny", "unlisted"))
        self.answers(EXAMPLE + [Unlisted("ignore")], self.ask("ann", "cron"), ("unlisted", "unlisted"))


class DecisionTest(Case):
    """Steps 1 to 7, one by one."""

    def test_unknown_membership_neither_lets_in_nor_escapes_a_deny(self):
        self.allows(BASE + [allow("p", STAFF)], replace(ASK, groups=YES))
        self.denies(BASE + [allow("p", STAFF)], "undetermined", replace(ASK, groups=MAYBE))
        self.denies(BASE + [allow("p", STAFF)], "not-granted", replace(ASK, groups=NO))
        both = BASE + [allow("p", MARIA), deny("p", STAFF)]
        self.denies(both, "denied", replace(ASK, groups=YES))
        self.denies(both, "undetermined", replace(ASK, groups=MAYBE))
        self.allows(both, replace(ASK, groups=NO))

    def test_a_gid_and_a_name_are_two_things(self):
        self.denies(BASE + [allow("p", ("gid", 27))], "not-granted", replace(ASK, groups=(("27", "yes"),)))
        self.allows(BASE + [allow("p", ("gid", 27))], replace(ASK, gids=((27, "yes"),)))

    def test_spans_are_half_open(self):
        span = Limits(starting=("instant", ASK.now, 0), until=("instant", ASK.now + 10, 0))
        statements = BASE + [allow("p", MARIA, span)]
        for seconds, expected in ((-1, "not-now"), (10, "not-now")):
            self.denies(statements, expected, replace(ASK, now=ASK.now + seconds))
        for seconds in (0, 9):
            self.allows(statements, replace(ASK, now=ASK.now + seconds))

    def test_an_expired_deny_is_as_if_not_written(self):
        self.allows(BASE + [allow("p", MARIA), deny("*", MARIA, Limits(until=("instant", ASK.now, 0)))])

    def test_patterns_and_except(self):
        policy = model.Policy(BASE)
        self.assertEqual(policy.matching(("p.*",)), ["p.x", "p.x.y"])
        self.assertEqual(policy.matching(("p", "p.x.*")), ["p", "p.x.y"])
        self.allows(BASE + [allow("p", MARIA), Rule("deny", ("*",), ("p", "q"), (MARIA,))])
        self.denies(BASE + [allow("p", MARIA), Rule("deny", ("*",), ("q",), (MARIA,))], "denied")

    def test_a_role_passes_up_what_it_extends_and_not_down(self):
        roles = [Role("low"), Role("mid", ("low",)), Role("top", ("mid",)), allow("p", ("role", "mid"))]
        self.denies(BASE + roles + [Assign(("low",), (MARIA,))], "not-granted")
        self.allows(BASE + roles + [Assign(("mid",), (MARIA,))])
        self.allows(BASE + roles + [Assign(("top",), (MARIA,))])

    def test_a_role_that_may_be_held_binds_by_its_deny_and_grants_nothing(self):
        roles = [Role("r", (), (Rule("deny", ("p",)),)), Assign(("r",), (STAFF,)), allow("p", MARIA)]
        self.denies(BASE + roles, "undetermined", replace(ASK, groups=MAYBE))
        roles = [Role("r", (), (Rule("allow", ("p",)),)), Assign(("r",), (STAFF,))]
        self.denies(BASE + roles, "undetermined", replace(ASK, groups=MAYBE))

    def test_a_void_role_grants_nothing_and_still_binds(self):
        roles = [Role("a", (), (Rule("allow", ("p",)),)), Role("b", (), (Rule("deny", ("q",)),)), Role("c", ("a",)),
                 Assign(("b",), (MARIA,)), Assign(("c",), (("everyone", None),)), Exclusive(("a", "b"))]  # fmt: skip
        self.denies(BASE + roles, "conflict")
        self.denies(BASE + roles + [allow("q", MARIA)], "denied", replace(ASK, service=None, permission="q"))

    def test_a_role_not_in_conflict_still_grants_what_a_void_one_extends(self):
        roles = [Role("base", (), (Rule("allow", ("p",)),)), Role("a", ("base",)), Role("b"),
                 Assign(("a",), (("everyone", None),)), Assign(("b",), (MARIA,)), Exclusive(("a", "b"))]  # fmt: skip
        self.denies(BASE + roles, "conflict")
        self.allows(BASE + roles + [Assign(("base",), (MARIA,))])

    def test_an_unknown_exclusive_role_conflicts(self):
        roles = [Role("a", (), (Rule("allow", ("p",)),)), Role("b"), Exclusive(("a", "b")),
                 Assign(("a",), (MARIA,)), Assign(("b",), (STAFF,))]  # fmt: skip
        # Both ways out are enough alone; the first in the order is the reason.
        self.denies(BASE + roles, "conflict", replace(ASK, groups=MAYBE))
        self.allows(BASE + roles, replace(ASK, groups=NO))

    def test_the_services_own_when(self):
        statements = BASE + [Service(("t",), one("p"), net("10.0.0.0/8")), allow("p", MARIA)]
        ask = replace(ASK, service="t")
        self.allows(statements, replace(ask, origin="::ffff:10.0.0.1%eth0"))
        self.denies(statements, "not-here", ask)
        self.denies(statements, "undetermined", replace(ask, origin="10.0.0"))


class ReasonTest(Case):
    """Where no single obstacle is the cause."""

    def test_two_obstacles_the_first_that_is_necessary(self):
        night = ("time", DAILY, 0, 60, None)
        self.denies(BASE + [allow("p", MARIA, when(night)), deny("p", MARIA)], "denied")
        self.denies(BASE + [allow("p", MARIA, when(("and", night, net("10.0.0.0/8"))))], "not-here")
        self.denies(BASE + [allow("p", STAFF, when(night))], "undetermined", replace(ASK, groups=MAYBE))

    def test_denied_where_no_obstacle_is_necessary(self):
        # Two services' worth of ways in, each with two obstacles of its own.
        night = ("time", DAILY, 0, 60, None)
        ways = BASE + [Service(("w",), ("or", one("p"), one("q"))), allow("p", MARIA, when(night)), deny("p", MARIA),
                       allow("q", STAFF, when(net("10.0.0.0/8")))]  # fmt: skip
        self.denies(ways, "denied", replace(ASK, service="w", groups=MAYBE))

    def test_a_contradiction_is_never_granted(self):
        cond = ("and", ("time", (0,), 0, 60, None), ("time", (1,), 120, 180, None))
        self.denies(BASE + [allow("p", MARIA, when(cond))], "not-granted")
        # But where the name cannot be read, each use of it may be settled apart.
        cond = ("and", ("host", ("web*",)), ("not", ("host", ("w*",))))
        self.denies(BASE + [allow("p", MARIA, when(cond))], "undetermined", replace(ASK, host=None))
        self.denies(BASE + [allow("p", MARIA, when(cond))], "undetermined")

    def test_no_place_and_no_time_undoes_a_deny(self):
        everywhere = ("or", net("0.0.0.0/0", "::/0"), net("local"))
        self.denies(BASE + [allow("p", MARIA), deny("p", MARIA, when(everywhere))], "denied")
        self.denies(BASE + [allow("p", MARIA), deny("p", MARIA, when(net("10.0.0.0/8")))], "undetermined",
                    replace(ASK, origin="a-name"))  # fmt: skip

    def test_missing_is_a_smallest_set_that_would_do(self):
        policy = model.Policy(BASE + [allow("p", MARIA)])
        self.assertIsNone(model.wrong_missing(policy, replace(ASK, service="both"), ["q"]))
        self.assertIsNotNone(model.wrong_missing(policy, replace(ASK, service="both"), []))
        self.assertIsNotNone(model.wrong_missing(policy, replace(ASK, service="both"), ["p", "q"]))

    def test_missing_of_two_sides_is_the_smaller_one(self):
        either = ("or", ("and", one("p"), one("q")), one("p.x"))
        policy = model.Policy(BASE + [Service(("either",), either)])
        wrong = lambda *said: model.wrong_missing(policy, replace(ASK, service="either"), list(said)) is not None
        self.assertEqual([wrong("p.x"), wrong("p", "q"), wrong("p"), wrong("p.x", "p")], [False, True, True, True])

    def test_missing_counts_what_two_sides_share_once(self):
        shared = ("and", ("or", one("p"), one("q")), ("or", one("q"), one("p.x")))
        policy = model.Policy(BASE + [Service(("shared",), shared)])
        wrong = lambda *said: model.wrong_missing(policy, replace(ASK, service="shared"), list(said)) is not None
        self.assertEqual([wrong("q"), wrong("p", "q"), wrong("p", "p.x")], [False, True, True])

    def test_that_there_is_no_terminal_is_known(self):
        """Only globs are settled: `none` stays true, so only another terminal would do."""
        at = lambda *globs: ("tty", globs)
        rule = lambda cond: BASE + [allow("p", MARIA, when(cond))]
        self.allows(rule(at(None)))
        self.denies(rule(at("pts/*")), "undetermined")
        self.denies(rule(("not", at(None, "pts/*"))), "not-here")
        self.denies(rule(at(None)), "not-here", replace(ASK, tty="pts/1"))
        self.denies(BASE + [allow("p", MARIA), deny("p", MARIA, when(at(None)))], "denied")

    def test_a_list_of_subjects_is_one_or(self):
        """With one true and one unknown it is true: the deny is certain, and nothing else is the cause."""
        groups = (("a", "yes"), ("b", "unknown"))
        rule = Rule("deny", ("p",), (), (("group", "a"), ("group", "b")))
        self.denies(BASE + [allow("p", MARIA), rule], "denied", replace(ASK, groups=groups))
        rule = Rule("deny", ("p",), (), (("group", "b"),))
        self.denies(BASE + [allow("p", MARIA), rule], "undetermined", replace(ASK, groups=groups))


class RosterTest(Case):
    STATEMENTS = BASE + [Roster((("group", "all"), ("user", "root"))), allow("p", EVERYONE), deny("p", ("group", "hr"))]

    def test_off_the_roster_no_is_unknown(self):
        self.denies(self.STATEMENTS, "undetermined")
        self.denies(self.STATEMENTS, "undetermined", replace(ASK, groups=(("all", "unknown"),)))

    def test_on_it_no_is_no(self):
        self.allows(self.STATEMENTS, replace(ASK, groups=(("all", "yes"),)))
        self.allows(self.STATEMENTS, replace(ASK, user="root"))

    def test_every_roster_must_vouch(self):
        statements = self.STATEMENTS + [Roster((("gid", 7),))]
        self.denies(statements, "undetermined", replace(ASK, groups=(("all", "yes"),)))
        self.allows(statements, replace(ASK, groups=(("all", "yes"),), gids=((7, "yes"),)))

    def test_a_roster_lets_nobody_in(self):
        statements = BASE + [Roster((("group", "all"),)), allow("p", ("group", "staff"))]
        self.denies(statements, "undetermined")
        self.denies(statements, "not-granted", replace(ASK, groups=(("all", "yes"),)))


class ConditionTest(unittest.TestCase):
    def value(self, cond, **facts):
        return model.condition(model.Policy([]), replace(ASK, **facts), cond)

    def test_the_connectives_are_kleenes(self):
        atom = {TRUE: net("local"), FALSE: ("not", net("local"))}
        unknown = ("tty", ("x",))
        atom[UNKNOWN] = unknown
        for a in (FALSE, UNKNOWN, TRUE):
            self.assertEqual(self.value(("not", atom[a])), {FALSE: TRUE, TRUE: FALSE, UNKNOWN: UNKNOWN}[a])
            for b in (FALSE, UNKNOWN, TRUE):
                conj = FALSE if FALSE in (a, b) else UNKNOWN if UNKNOWN in (a, b) else TRUE
                disj = TRUE if TRUE in (a, b) else UNKNOWN if UNKNOWN in (a, b) else FALSE
                self.assertEqual(self.value(("and", atom[a], atom[b])), conj)
                self.assertEqual(self.value(("or", atom[a], atom[b])), disj)

    def test_windows(self):
        def inside(days, start, end, iso, zone="UTC"):
            return self.value(("time", days, start, end, zone), now=at(iso)) == TRUE

        self.assertTrue(inside(FIVE, 540, 1080, "2026-07-03T09:00:00+00:00"))
        self.assertFalse(inside(FIVE, 540, 1080, "2026-07-03T08:59:59+00:00"))
        self.assertTrue(inside(FIVE, 540, 1080, "2026-07-03T17:59:59+00:00"))
        self.assertFalse(inside(FIVE, 540, 1080, "2026-07-03T18:00:00+00:00"))
        self.assertFalse(inside(FIVE, 540, 1080, "2026-07-04T12:00:00+00:00"))
        # Past midnight a window belongs to the day on which it starts.
        self.assertTrue(inside((4,), 1320, 120, "2026-07-04T01:59:59+00:00"))
        self.assertFalse(inside((4,), 1320, 120, "2026-07-04T02:00:00+00:00"))
        self.assertFalse(inside((4,), 1320, 120, "2026-07-03T01:00:00+00:00"))
        # An end that is its start: a day long. 24:00 is the end of the day.
        self.assertTrue(inside((6,), 540, 540, "2026-07-06T08:59:59+00:00"))
        self.assertFalse(inside((6,), 540, 540, "2026-07-06T09:00:00+00:00"))
        self.assertTrue(inside((6,), 0, 1440, "2026-07-05T23:59:59+00:00"))
        self.assertFalse(inside((6,), 0, 1440, "2026-07-06T00:00:00+00:00"))

    def test_folds_and_gaps(self):
        def inside(start, end, iso):
            return self.value(("time", DAILY, start, end, "Europe/Berlin"), now=at(iso)) == TRUE

        # 2026-10-25: 02:00-03:00 comes twice. 2026-03-29: it does not come.
        for iso in ("2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"):
            self.assertTrue(inside(120, 180, iso))
        self.assertFalse(inside(120, 180, "2026-03-29T00:59:59+00:00"))
        self.assertFalse(inside(120, 180, "2026-03-29T01:00:00+00:00"))
        self.assertTrue(inside(180, 240, "2026-03-29T01:00:00+00:00"))

    def test_a_day_begins_with_its_first_instant(self):
        # Cairo's clocks went from 2025-04-24 24:00 to 01:00, Havana's from 2025-11-02 01:00 back to 00:00.
        self.assertEqual(model.day_bounds("Africa/Cairo", 2025, 4, 25)[0], at("2025-04-25T01:00:00+03:00"))
        self.assertEqual(model.day_bounds("America/Havana", 2025, 11, 2),
                         (at("2025-11-02T00:00:00-04:00"), at("2025-11-03T00:00:00-05:00")))  # fmt: skip
        self.assertEqual(model.day_bounds("Europe/Berlin", 2026, 3, 29),
                         (at("2026-03-29T00:00:00+01:00"), at("2026-03-30T00:00:00+02:00")))  # fmt: skip

    def test_origins(self):
        for origin, cond, expected in (
            (None, net("local"), TRUE),
            (None, net("10.0.0.0/8"), FALSE),
            ("10.0.0.1", net("local"), FALSE),
            ("10.0.0.1", net("local", "10.0.0.0/8"), TRUE),
            ("::ffff:10.0.0.1", net("10.0.0.0/8"), TRUE),
            ("10.0.0.1", net("::ffff:10.0.0.0/104"), TRUE),
            ("10.0.0.1", net("::/0"), FALSE),
            ("fe80::1%eth0", net("fe80::/10"), TRUE),
            ("a-name", net("local", "0.0.0.0/0", "::/0"), UNKNOWN),
            ("a-name", net("local"), FALSE),
            ("010.0.0.1", net("10.0.0.0/8"), UNKNOWN),
        ):
            self.assertEqual(self.value(cond, origin=origin), expected, (origin, cond))

    def test_hosts_and_terminals(self):
        for host, globs, expected in (
            ("WEB1.Example.com", ("web?",), TRUE),
            ("web1.example.com", ("WEB1.*.COM",), TRUE),
            ("web12", ("web?",), FALSE),
            ("aweb1", ("web*",), FALSE),
            (None, ("*",), UNKNOWN),
        ):
            self.assertEqual(self.value(("host", globs), host=host), expected, (host, globs))
        for tty, globs, expected in (
            ("/dev/pts/3", ("pts/*",), TRUE),
            ("pts/3", ("pts/?",), TRUE),
            ("TTY1", ("tty1",), FALSE),
            ("/dev/tty1", ("x", "tty1"), TRUE),
            (None, ("*",), UNKNOWN),
            (None, ("none",), UNKNOWN),
            (None, (None,), TRUE),
            (None, ("pts/*", None), TRUE),
            ("none", (None,), FALSE),
            ("none", (None, "none"), TRUE),
        ):
            self.assertEqual(self.value(("tty", globs), tty=tty), expected, (tty, globs))


class SearchTest(unittest.TestCase):
    def test_texts_for_finds_every_combination(self):
        rng = random.Random(5)
        for _ in range(30):
            globs = tuple(sorted(rng.sample([model.lower(g) for g in generate.HOST_GLOBS], 3)))
            matches = lambda t: tuple(model.on_host(t, (g,)) == TRUE for g in globs)
            found = {matches(t) for t in why.texts_for(globs, True)}
            self.assertEqual(len(found), len(why.texts_for(globs, True)))
            for _ in range(300):
                host = "".join(rng.choice("web1d.xamplco") for _ in range(rng.randint(1, 8)))
                for name in (host, host + ".example.com", "web1" + host, host + "1.example.com"):
                    if name[0] != ".":
                        self.assertIn(matches(name), found, (globs, name))

    def test_the_short_cuts_change_no_reason(self):
        rng = random.Random(7)
        for _ in range(100):
            maker = generate.Maker(rng)
            statements = maker.statements()
            policy = model.Policy(statements)
            request = generate.make_request(rng, maker, policy)
            expected = why.why(policy, request)
            if expected[1] not in ("granted", "unlisted") and len(why.Search(policy, request, True).instants()) < 300:
                self.assertEqual(why.why(policy, request, True), expected, text.policy_text(statements))


if __name__ == "__main__":
    unittest.main()
