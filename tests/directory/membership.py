"""What a membership is, by what the account database says: the rule of pam_rolegate(8), said plainly.

Shares nothing with the library. Its values are those of the reference evaluator: "yes", "no" and "unknown".
"""

from machine import NO_GID


def lists(record, user):
    """A record without any list of members may hold anybody."""
    return record.members is None or user in record.members


def of_gid(accounts, gid, user):
    if gid in accounts.gids(user):
        return "yes"
    said, record = accounts.group("g", gid)
    if said == "found":
        return "unknown" if lists(record, user) else "no"
    return "no" if said == "none" and accounts.is_local() else "unknown"


def of_record(accounts, record, user):
    """By the record that a name leads to."""
    if record.gid == NO_GID:
        return "unknown"
    if record.gid in accounts.gids(user):
        said, back = accounts.group("g", record.gid)
        return "yes" if said == "found" and back.name == record.name else "unknown"
    return "unknown" if lists(record, user) else "no"


def of_second_lines(accounts, name, record, user):
    """Whether /etc/group has one more group of that name that the user is, or may be, in."""
    if "files" not in accounts.order.split():
        return False
    others = [g for g in accounts.files if g.name == name and g is not record]
    return any(g.gid in accounts.gids(user) | {NO_GID} or user in g.members for g in others)


def may_be_in_both(accounts, name, user):
    """Whether a group of /etc/group may stand in the directory too, with a gid of the user's."""
    order = accounts.order.split()
    if accounts.is_local() or order[0] != "files" or name not in {g.name for g in accounts.files}:
        return False
    for gid in accounts.gids(user) - {g.gid for g in accounts.files}:
        said, record = accounts.group("g", gid)
        if said != "found" or record.name == name:
            return True
    return False


def of_name(accounts, name, user, keeps_out):
    """keeps_out: a deny or an exclusive set rests on it."""
    said, record = accounts.group("n", name)
    if said == "error":
        return "unknown"
    if said == "none":
        member = "no" if accounts.is_local() else "unknown"
    else:
        member = of_record(accounts, record, user)
    if member == "no" and of_second_lines(accounts, name, record, user):
        return "unknown"
    return "unknown" if member == "no" and keeps_out and may_be_in_both(accounts, name, user) else member


def of(accounts, subject, user, keeps_out):
    """subject: a name, or a gid."""
    if isinstance(subject, int):
        return of_gid(accounts, subject, user)
    return of_name(accounts, subject, user, keeps_out)


def may_look_up(accounts, subjects, user, keeps_out):
    """What the directory may be asked for where a table names these subjects; keeps_out: those that a deny names."""
    seen = {f"l {user}"}
    for subject in subjects:
        seen.add(f"g {subject}" if isinstance(subject, int) else f"n {subject}")
        said, record = ("none", None) if isinstance(subject, int) else accounts.group("n", subject)
        if said == "found":
            seen.add(f"g {record.gid}")
    if any(name in {g.name for g in accounts.files} for name in keeps_out) and not accounts.is_local():
        seen |= {f"g {gid}" for gid in accounts.gids(user) - {g.gid for g in accounts.files}}
    return seen
