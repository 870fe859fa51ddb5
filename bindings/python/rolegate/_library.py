"""librolegate through ctypes: the structures and functions of rolegate.h, and nothing else.

tests/python compares every size, offset and number here with what a C compiler makes of the header.
"""

from __future__ import annotations

import ctypes
import os
from ctypes import POINTER, c_char, c_char_p, c_int, c_int64, c_size_t, c_uint32, c_void_p

HOST_MAX = 256
STATEMENTS_MAX = 12
MISSING_MAX = 8
LAZY = 0
WHOLE = 1


class Question(ctypes.Structure):
    _fields_ = [
        ("service", c_char_p),
        ("permission", c_char_p),
        ("origin", c_char_p),
        ("tty", c_char_p),
        ("now", c_int64),
        ("host", c_char * HOST_MAX),
        ("reserved", c_void_p * 4),
    ]


class Statement(ctypes.Structure):
    _fields_ = [
        ("kind", c_int),
        ("line", c_uint32),
        ("file", c_char_p),
        ("because", c_char_p),
        ("subject", c_char_p),
        ("role", c_char_p),
        ("certain", c_int),
        ("when", c_uint32),
    ]


class Answer(ctypes.Structure):
    _fields_ = [
        ("verdict", c_int),
        ("reason", c_int),
        ("timing", c_int),
        ("has_next", c_int),
        ("next", c_int64),
        ("incomplete", c_int),
        ("statement_count", c_size_t),
        ("more_statements", c_int),
        ("statements", Statement * STATEMENTS_MAX),
        ("missing_count", c_size_t),
        ("missing", c_char_p * MISSING_MAX),
    ]


def load() -> ctypes.CDLL:
    """The library; ROLEGATE_LIBRARY names another file than the installed one (for tests)."""
    library = ctypes.CDLL(os.environ.get("ROLEGATE_LIBRARY", "librolegate.so.0"))
    table, subject, question = c_void_p, c_void_p, POINTER(Question)
    for name, result, arguments in [
        ("status_text", c_char_p, [c_int]),
        ("table_open", c_int, [c_char_p, c_int, POINTER(table)]),
        ("table_from_bytes", c_int, [c_char_p, c_size_t, POINTER(table)]),
        ("table_reload", c_int, [table, POINTER(table)]),
        ("table_close", None, [table]),
        ("subject_new", c_int, [c_char_p, POINTER(subject)]),
        ("subject_add_group", c_int, [subject, c_char_p, c_int]),
        ("subject_add_gid", c_int, [subject, c_uint32, c_int]),
        ("subject_from_nss", c_int, [c_char_p, POINTER(subject)]),
        ("subject_user", c_char_p, [subject]),
        ("subject_free", None, [subject]),
        ("question_init", c_int, [question, c_char_p]),
        ("question_set_host", c_int, [question, c_char_p]),
        ("resolve", c_int, [table, subject, question]),
        ("check", c_int, [table, subject, question]),
        ("explain", c_int, [table, subject, question, POINTER(Answer), c_size_t]),
        ("contact", c_char_p, [table, c_size_t]),
        ("version", c_char_p, []),
    ]:
        function = getattr(library, "rolegate_" + name)
        function.restype = result
        function.argtypes = arguments
    return library
