"""Ask a compiled role policy who may do what.

    import rolegate

    with rolegate.Table.open() as table:
        if table.allows(rolegate.Subject.from_nss("maria"), service="refund"):
            ...

A table may be shared by threads. A subject belongs to one thread at a time: make one for each request. Whatever cannot be determined is an exception, and nothing but an allow is an allow.
"""

from __future__ import annotations

import ctypes
import enum
import os
import threading
from dataclasses import dataclass
from datetime import datetime, timezone
from types import TracebackType
from typing import Iterable, NoReturn, Optional, SupportsIndex, Type, Union

from . import _library

__all__ = [
    "Answer", "Error", "Membership", "Reason", "Statement", "StatementKind", "Status", "Subject", "Table", "Timing",
    "Verdict", "version",
]

_lib = _library.load()


class Status(enum.IntEnum):
    """Why something could not be done; every one means that nobody is let in."""

    OK = 0
    ABSENT = 1
    NOT_READABLE = 2
    NOT_REGULAR = 3
    WRONG_OWNER = 4
    WRITABLE_BY_OTHERS = 5
    TOO_SHORT = 6
    NOT_A_TABLE = 7
    NEWER_VERSION = 8
    BAD_CHECKSUM = 9
    MALFORMED = 10
    TRAILING_BYTES = 11
    NO_MEMORY = 12
    BAD_ARGUMENT = 13
    NO_USER = 14
    USER_UNKNOWN = 15
    TOO_MANY_GROUPS = 16
    NOT_RESOLVED = 17
    UNCHANGED = 18
    NO_PERMISSION = 19
    NO_CLOCK = 20
    TOO_COSTLY = 21
    NO_DESCRIPTOR = 22


class Verdict(enum.Enum):
    """No truth value: `if verdict` is a mistake, `verdict is Verdict.ALLOW` is not."""

    DENY = 0
    ALLOW = 0x5A17C3E1
    UNLISTED = 0x2E94B06D

    def __bool__(self) -> bool:
        raise TypeError("compare a verdict with Verdict.ALLOW")


class Reason(enum.Enum):
    NONE = 0
    GRANTED = 1
    UNLISTED = 2
    DENIED = 3
    CONFLICT = 4
    UNDETERMINED = 5
    NOT_HERE = 6
    NOT_NOW = 7
    NOT_GRANTED = 8


class Timing(enum.Enum):
    NONE = 0
    EXPIRED = 1
    NOT_STARTED = 2
    OUTSIDE_WINDOW = 3


class Membership(enum.IntEnum):
    NOT_MEMBER = 0
    MEMBER = 1
    UNKNOWN = 2


class StatementKind(enum.Enum):
    ALLOW = 1
    DENY = 2
    ASSIGN = 3
    SERVICE = 4
    EXCLUSIVE = 5


class Error(Exception):
    """Nothing could be decided. status says why."""

    def __init__(self, status: int) -> None:
        try:
            self.status: Optional[Status] = Status(status)
        except ValueError:  # of a newer library
            self.status = None
        super().__init__((_lib.rolegate_status_text(status) or b"").decode("utf-8", "replace"))


@dataclass(frozen=True)
class Statement:
    """A statement of the policy that an answer rests on."""

    kind: StatementKind
    file: str
    line: int
    because: str
    subject: str
    role: str
    certain: bool  # False: it may or may not hold


@dataclass(frozen=True)
class Answer:
    """What a table says to a question. It has no truth value: ask for .allowed."""

    verdict: Verdict
    reason: Reason
    timing: Timing
    next: Optional[datetime]
    missing: tuple[str, ...]
    missing_count: int
    statements: tuple[Statement, ...]
    more_statements: bool  # it rests on more than these
    incomplete: bool  # finding out took too long: the reason may not be the nearest

    @property
    def allowed(self) -> bool:
        return self.verdict is Verdict.ALLOW

    def __bool__(self) -> bool:
        raise TypeError("ask for answer.allowed")


def _check(status: int) -> None:
    if status != Status.OK:
        raise Error(status)


def _bytes(text: Optional[str], what: str) -> Optional[bytes]:
    if text is None:
        return None
    if not isinstance(text, str):
        raise TypeError(f"{what} is no str")
    if "\0" in text:
        raise ValueError(f"{what} holds a NUL")
    return text.encode("utf-8", "surrogateescape")


def _text(data: Optional[bytes]) -> str:
    return (data or b"").decode("utf-8", "surrogateescape")


class _Handle:
    """What holds something of the library's: there is one of it, so it is neither copied nor pickled."""

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} cannot be copied or pickled")

    def __copy__(self) -> NoReturn:
        self.__reduce_ex__(0)

    def __deepcopy__(self, memo: object) -> NoReturn:
        self.__reduce_ex__(0)


def version() -> str:
    """The version of the library."""
    return _text(_lib.rolegate_version())


class Subject(_Handle):
    """A user with his groups."""

    def __init__(self, user: str, groups: Iterable[Union[str, int]] = (),
                 unknown_groups: Iterable[Union[str, int]] = ()) -> None:
        """States a user and his groups, by name or gid; of unknown_groups it is not known whether he is in them."""
        self._handle = ctypes.c_void_p()
        _check(_lib.rolegate_subject_new(_bytes(user, "the user's name"), ctypes.byref(self._handle)))
        for membership, names in ((Membership.MEMBER, groups), (Membership.UNKNOWN, unknown_groups)):
            if isinstance(names, (str, bytes)):
                raise TypeError("groups are a list of names and gids, not one name")
            for name in names:
                self._add(name, membership)

    @classmethod
    def from_nss(cls, user: str) -> Subject:
        """A user as this machine's account database knows him."""
        subject = cls.__new__(cls)
        subject._handle = ctypes.c_void_p()
        _check(_lib.rolegate_subject_from_nss(_bytes(user, "the user's name"), ctypes.byref(subject._handle)))
        return subject

    def _add(self, group: Union[str, int], membership: Membership) -> None:
        if isinstance(group, bool) or not isinstance(group, (str, int)):
            raise TypeError(f"{group!r} is neither a group's name nor a gid")
        if isinstance(group, int):
            if not 0 <= group < 0xFFFFFFFF:
                raise ValueError(f"{group} is no gid")
            _check(_lib.rolegate_subject_add_gid(self._handle, group, membership))
        else:
            _check(_lib.rolegate_subject_add_group(self._handle, _bytes(group, "the group's name"), membership))

    @property
    def user(self) -> str:
        return _text(_lib.rolegate_subject_user(self._handle))

    def __del__(self) -> None:
        handle = getattr(self, "_handle", None)
        if handle:
            _lib.rolegate_subject_free(handle)
            self._handle = ctypes.c_void_p()


class Table(_Handle):
    """A compiled policy, read and checked whole when it is opened."""

    def __init__(self, handle: ctypes.c_void_p) -> None:
        self._handle = handle
        self._lock = threading.Lock()  # for close() beside a question

    @classmethod
    def open(cls, path: Union[str, os.PathLike[str], None] = None) -> Table:
        """Opens the table at path, or the installed one."""
        handle = ctypes.c_void_p()
        name = None if path is None else os.fspath(path)
        _check(_lib.rolegate_table_open(_bytes(name, "the path"), _library.WHOLE, ctypes.byref(handle)))
        return cls(handle)

    @classmethod
    def from_bytes(cls, data: bytes) -> Table:
        handle = ctypes.c_void_p()
        _check(_lib.rolegate_table_from_bytes(data, len(data), ctypes.byref(handle)))
        return cls(handle)

    def reload(self) -> bool:
        """Takes the table that has replaced this one's file, if one has: one stat where not. Whether it has."""
        with self._lock:
            fresh = ctypes.c_void_p()
            status = _lib.rolegate_table_reload(self._open_handle(), ctypes.byref(fresh))
            if status == Status.UNCHANGED:
                return False
            _check(status)
            old, self._handle = self._handle, fresh
            _lib.rolegate_table_close(old)
            return True

    def close(self) -> None:
        with self._lock:
            handle, self._handle = self._handle, ctypes.c_void_p()
            if handle:
                _lib.rolegate_table_close(handle)

    def __enter__(self) -> Table:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_handle", None):
            self.close()

    def _open_handle(self) -> ctypes.c_void_p:
        if not self._handle:
            raise ValueError("the table is closed")
        return self._handle

    def allows(self, subject: Subject, service: Optional[str] = None, **facts: Union[str, datetime, None]) -> bool:
        """Whether it is allowed; takes what ask() takes."""
        return self.ask(subject, service, **facts).allowed  # type: ignore[arg-type]

    def ask(self, subject: Subject, service: Optional[str] = None, *, permission: Optional[str] = None,
            origin: Optional[str] = None, tty: Optional[str] = None, host: Optional[str] = None,
            at: Optional[datetime] = None) -> Answer:
        """Asks for a service, or for a permission.

        origin is an IP address, None for local; host is this machine's name where it is None; at is now where it is
        None, and must have a time zone.
        """
        question = _question(service, permission, origin, tty, host, at)
        answer = _library.Answer()
        with self._lock:
            table = self._open_handle()
            _check(_lib.rolegate_resolve(table, subject._handle, ctypes.byref(question)))
            _check(_lib.rolegate_explain(table, subject._handle, ctypes.byref(question), ctypes.byref(answer),
                                         ctypes.sizeof(answer)))
            return _answer(answer)

    def contacts(self) -> list[str]:
        """The policy's contact lines."""
        lines: list[str] = []
        with self._lock:
            while (line := _lib.rolegate_contact(self._open_handle(), len(lines))) is not None:
                lines.append(_text(line))
        return lines


def _question(service: Optional[str], permission: Optional[str], origin: Optional[str], tty: Optional[str],
              host: Optional[str], at: Optional[datetime]) -> _library.Question:
    if (service is None) == (permission is None):
        raise TypeError("ask for a service or for a permission")
    if at is not None and at.tzinfo is None:
        raise ValueError("at has no time zone")
    question = _library.Question()
    name = _bytes(service if service is not None else permission, "the name")
    status = _lib.rolegate_question_init(ctypes.byref(question), name)
    if status != Status.NO_CLOCK or at is None:
        _check(status)
    question.service = name if service is not None else None
    question.permission = name if permission is not None else None
    question.origin = _bytes(origin, "the origin")
    question.tty = _bytes(tty, "the terminal")
    if host is not None:
        _check(_lib.rolegate_question_set_host(ctypes.byref(question), _bytes(host, "the host's name")))
    if at is not None:
        question.now = int(at.timestamp() // 1)
    return question


def _answer(raw: _library.Answer) -> Answer:
    try:
        verdict = Verdict(raw.verdict)
    except ValueError:  # of a newer library: not an allow
        verdict = Verdict.DENY
    statements = tuple(
        Statement(StatementKind(s.kind), _text(s.file), s.line, _text(s.because), _text(s.subject), _text(s.role),
                  bool(s.certain))
        for s in raw.statements[: min(raw.statement_count, _library.STATEMENTS_MAX)])
    return Answer(
        verdict=verdict,
        reason=Reason(raw.reason),
        timing=Timing(raw.timing),
        next=datetime.fromtimestamp(raw.next, timezone.utc) if raw.has_next else None,
        missing=tuple(_text(m) for m in raw.missing[: min(raw.missing_count, _library.MISSING_MAX)]),
        missing_count=raw.missing_count,
        statements=statements,
        more_statements=bool(raw.more_statements),
        incomplete=bool(raw.incomplete),
    )
