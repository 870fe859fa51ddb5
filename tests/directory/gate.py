"""The policies that ask about one membership: as plain text, and what they answer by that membership."""

import policy as syntax

REQUIRES = "permission p\nservice s requires p\n"
ALLOW_ANSWERS = {"yes": ("allow", "granted"), "no": ("deny", "not-granted"), "unknown": ("deny", "undetermined")}
DENY_ANSWERS = {"yes": ("deny", "denied"), "no": ("allow", "granted"), "unknown": ("deny", "undetermined")}


def word(subject):
    return f"gid {subject}" if isinstance(subject, int) else 'group "%s"' % subject.replace("\\", "\\\\")


def allows(subject, *others):
    return REQUIRES + f"allow p to {', '.join(map(word, (subject,) + others))}\n"


def denies(subject, *others):
    return REQUIRES + f"allow p to everyone\ndeny p to {', '.join(map(word, (subject,) + others))}\n"


def request(user, service="s"):
    return syntax.Request(user=user, service=service, now=1800000000)


def said(answer):
    return answer if isinstance(answer, str) else (answer.verdict, answer.reason)
