"""Memberships worked out by hand: what sources say wrongly, too shortly, twice or not at all, and what must come of it.

Each is asked through an allow and through a deny, of a whole table and of a lazy one; and no group may have been looked
up in the directory but the one that the table names, and those that membership.py says lead to it.
"""

import sys

import gate
import membership
from count import Count
from machine import NO_GID, RECORD_MAX, Accounts, Group, Machine

LOU = {"root": 0, "lou": 100}  # lou's own group is of /etc/group
LOCAL = [Group("root", 0), Group("users", 100), Group("ops", 2000, ("lou",)), Group("desk", 2001)]


def world(**parts):
    return Accounts(**{"users": dict(LOU), "files": list(LOCAL), **parts})


def answering(*records, lou=(), **parts):
    """A directory that is up, with these records, and lou's gids."""
    return world(records=list(records), lists={"lou": lou}, **parts)


CON, CON_LOU = Group("con", 3000, ("kim",)), Group("con", 3000, ("lou",))
MEMBERLESS = Group("con", 3000)
MANY = tuple(f"longusername{i:06}" for i in range(70000))

# title, the machine, what is asked for, the membership, and what an allow makes of it where that is another
CELLS = [
    ("this machine's own: in it", world(order="files"), "ops", "yes"),
    ("this machine's own: not in it", world(order="files"), "desk", "no"),
    ("this machine's own: no such group", world(order="files"), "con", "no"),
    ("this machine's own: a gid of his", world(order="files"), 2000, "yes"),
    ("this machine's own: a gid that is not his", world(order="files"), 2001, "no"),
    ("this machine's own: a gid of no group", world(order="files"), 3000, "no"),
    ("his own group, by name", world(order="files"), "users", "yes"),
    ("the directory is up: in it", answering(CON_LOU, lou=(3000,)), "con", "yes"),
    ("the directory is up: not in it", answering(CON), "con", "no"),
    ("the directory is up: no such group", answering(CON), "none", "unknown"),
    ("the directory is up: a gid that is not his", answering(CON), 3000, "no"),
    ("the directory is up: a gid of no group", answering(CON), 3001, "unknown"),
    ("a group of /etc/group, and a directory", answering(CON), "desk", "no"),
    ("a group of /etc/group, and the directory down", world(otherwise="unavail"), "desk", "no"),
    ("a group of /etc/group that he is in, and the directory down", world(otherwise="unavail"), "ops", "yes"),
    # The directory is away.
    ("offline, as sssd says it: none, and no error", world(), "con", "unknown"),
    ("offline: a gid", world(), 3000, "unknown"),
    ("unavailable", world(otherwise="unavail"), "con", "unknown"),
    ("unavailable: a gid", world(otherwise="unavail"), 3000, "unknown"),
    ("busy", world(otherwise="tryagain"), "con", "unknown"),
    ("unavailable, and files have the last word", world(otherwise="unavail", order="rgplay files"), "con", "unknown"),
    ("unavailable: a gid, and files have the last word",
     world(otherwise="unavail", order="rgplay files"), 3000, "unknown"),
    ("nothing but a directory, and that is away", world(otherwise="unavail", order="rgplay"), "con", "unknown"),
    ("the name is found, the list of gids fails",
     answering(CON_LOU, failing={("l", "lou"): "unavail"}), "con", "unknown"),
    ("the list is there, the name's look-up fails",
     answering(CON_LOU, lou=(3000,), failing={("n", "con"): "unavail"}), "con", "unknown"),
    ("the list is there, the way back fails",
     answering(CON_LOU, lou=(3000,), failing={("g", 3000): "tryagain"}), "con", "unknown"),
    ("by gid the list is enough", answering(CON_LOU, lou=(3000,), otherwise="unavail"), 3000, "yes"),
    # Short lists, groups without members. What no source shows, nobody can know: for that a policy has a roster.
    ("a short list, a record that names him", answering(CON_LOU, lou=(3001,)), "con", "unknown"),
    ("a short list, a record that names him: a gid", answering(CON_LOU), 3000, "unknown"),
    ("a group without members, on his list", answering(MEMBERLESS, lou=(3000,)), "con", "yes"),
    ("a group without members, not on his list", answering(MEMBERLESS), "con", "no"),
    ("a record without any list of members", answering(Group("con", 3000, None)), "con", "unknown"),
    ("a record without any list of members: a gid", answering(Group("con", 3000, None)), 3000, "unknown"),
    ("a record without any list of members, on his list",
     answering(Group("con", 3000, None), lou=(3000,)), "con", "yes"),
    # One name with two gids, one gid with two names.
    ("two lines of one name, he in the second",
     world(files=LOCAL + [Group("con", 3000), Group("con", 3001, ("lou",))], order="files"), "con", "unknown"),
    ("two lines of one name, he in the first",
     world(files=LOCAL + [CON_LOU, Group("con", 3001)], order="files"), "con", "yes"),
    ("two lines of one name, he in neither",
     world(files=LOCAL + [CON, Group("con", 3001)], order="files"), "con", "no"),
    ("two lines of one gid, he in the second: a name that is not the gid's",
     world(files=LOCAL + [Group("con", 3000), Group("other", 3000, ("lou",))], order="files"), "other", "unknown"),
    ("two lines of one gid, he in the second: the gid's name",
     world(files=LOCAL + [Group("con", 3000), Group("other", 3000, ("lou",))], order="files"), "con", "yes"),
    ("two records of one gid in the directory",
     answering(Group("con", 3000), Group("other", 3000), lou=(3000,)), "other", "unknown"),
    ("two records of one gid: by number he is in it",
     answering(Group("con", 3000), Group("other", 3000), lou=(3000,)), 3000, "yes"),
    ("a directory's gid is another group's here",
     answering(Group("con", 2001, ("lou",)), lou=(2001,)), "con", "unknown"),
    ("and the group here, by that gid", answering(Group("con", 2001, ("lou",)), lou=(2001,)), "desk", "yes"),
    # One name in /etc/group and in the directory (D5).
    ("a name here and there, he in the directory's", answering(Group("desk", 20050, ("lou",)), lou=(20050,)), "desk",
     "unknown", "no"),
    ("a name here and there, he in neither", answering(Group("desk", 20050), CON_LOU, lou=(3000,)), "desk", "no"),
    ("a name here and there, he in the one here",
     answering(Group("ops", 20050, ("lou",)), lou=(20050,)), "ops", "yes"),
    ("a name here, and a gid of his that has no name", answering(lou=(20050,)), "desk", "unknown", "no"),
    ("a name here, and a gid of his whose name fails",
     answering(Group("any", 20050), lou=(20050,), failing={("g", 20050): "unavail"}), "desk", "unknown", "no"),
    ("a name here and there, the directory first: he in the directory's",
     answering(Group("desk", 20050, ("lou",)), lou=(20050,), order="rgplay files"), "desk", "yes"),
    ("a name here and there, the directory first: he in the one here",
     answering(Group("ops", 20050), order="rgplay files"), "ops", "unknown"),
    # Large records.
    ("a record of 1 MiB and more", answering(Group("con", 3000, ("kim",), (1 << 20) + 4096)), "con", "no"),
    ("a record of 1 MiB and more that names him",
     answering(Group("con", 3000, ("lou",), (1 << 20) + 4096)), "con", "unknown"),
    ("a record of 64 MiB", answering(Group("con", 3000, ("kim",), RECORD_MAX)), "con", "no"),
    ("a record of 64 MiB, and he is in it",
     answering(Group("con", 3000, ("lou",), RECORD_MAX), lou=(3000,)), "con", "yes"),
    ("a record of more", answering(Group("con", 3000, ("kim",), RECORD_MAX + 1)), "con", "unknown"),
    ("a record of more, by gid", answering(Group("con", 3000, ("kim",), RECORD_MAX + 1)), 3000, "unknown"),
    ("beside one of more, another group", answering(Group("big", 3001, (), RECORD_MAX + 1), CON), "con", "no"),
    ("beside one of more, a group that he is in",
     answering(Group("big", 3001, (), RECORD_MAX + 1), CON_LOU, lou=(3000, 3001)), "con", "yes"),
    ("a line of /etc/group of 1.3 MB, and a group behind it",
     world(files=LOCAL + [Group("big", 3001, MANY), CON], order="files"),
     "con", "no"),
    ("a line of /etc/group of 1.3 MB that ends with him",
     world(files=LOCAL + [Group("big", 3001, MANY + ("lou",))], order="files"),
     "big", "yes"),
    # Other spellings.
    ("a source that folds case: in it", answering(CON_LOU, lou=(3000,), aliases={"CON": "con"}), "CON", "yes"),
    ("a source that folds case: not in it", answering(CON, aliases={"CON": "con"}), "CON", "no"),
    # Garbage.
    ("the gid -1", answering(Group("con", NO_GID, ("kim",))), "con", "unknown"),
    ("the gid -1 in /etc/group",
     world(files=LOCAL + [Group("con", NO_GID, ("kim",))], order="files"), "con", "unknown"),
    ("an empty name among the members", answering(Group("con", 3000, ("", "kim", ""))), "con", "no"),
    ("found by name, not by gid", answering(Group("con", 3000, ("lou",), 0, "n"), lou=(3000,)), "con", "unknown"),
    ("found by gid, not by name", answering(Group("con", 3000, ("lou",), 0, "g"), lou=(3000,)), "con", "unknown"),
]  # fmt: skip


def ask(count, machine, title, accounts, asked, by_deny, by_allow):
    machine.write(accounts)
    for way, text, answers, member, keeps_out in (
        ("deny", gate.denies(asked), gate.DENY_ANSWERS, by_deny, {asked}),
        ("allow", gate.allows(asked), gate.ALLOW_ANSWERS, by_allow, set()),
    ):
        answer, seen = machine.ask(text, gate.request("lou"))
        count.same(f"{title} ({way})", answers[member], gate.said(answer))
        stray = set(seen) - membership.may_look_up(accounts, {asked}, "lou", keeps_out)
        count.same(f"{title} ({way}): looked up", set(), stray)
        all_asked = machine.ask_all(text, gate.request("lou"))
        count.same(f"{title} ({way}): all found out", answers[member][0], all_asked)
        model = membership.of(accounts, asked, "lou", way == "deny")
        count.same(f"{title} ({way}): the model of the generated cases", member, model)


def other_spelling_of_user(count, machine):
    """What counts is the name that NSS answers."""
    accounts = answering(CON, accounts=[("LOU", "lou", 100)])
    accounts.users.pop("lou")
    machine.write(accounts)
    text = gate.REQUIRES + "allow p to everyone\ndeny p to user lou\n"
    answer, _ = machine.ask(text, gate.request("LOU"))
    count.same("a user under another spelling", ("deny", "denied"), gate.said(answer))


def slow_source(count, machine):
    """Counted, not timed: of forty groups that a table names and the request does not rest on, none is looked up."""
    crowd = [Group(f"g{i}", 4000 + i, ("lou",)) for i in range(40)]
    machine.write(answering(CON_LOU, *crowd, lou=(3000, *range(4000, 4040))))
    elsewhere = "permission q\nservice t requires q\n" + "".join(f"allow q to group g{i}\n" for i in range(40))
    for title, more in (("a table with one group", ""), ("a table with 41 groups, one asked for", elsewhere)):
        answer, seen = machine.ask(gate.allows("con") + more, gate.request("lou"))
        count.same(f"{title}: allowed", ("allow", "granted"), gate.said(answer))
        count.same(f"{title}: looked up", {"l lou", "n con", "g 3000"}, set(seen))
        # Once each for the whole table and for the lazy one; each at most twice, where a first buffer was too short.
        count.same(f"{title}: look-ups", True, len(seen) <= 2 * 6, seen)


def main():
    count, machine = Count(), Machine()
    for title, accounts, asked, by_deny, *by_allow in CELLS:
        ask(count, machine, title, accounts, asked, by_deny, *(by_allow or [by_deny]))
    other_spelling_of_user(count, machine)
    slow_source(count, machine)
    machine.product.stop()
    return count.end("cells") > 0


sys.exit(main())
