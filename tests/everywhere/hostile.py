"""What somebody sends who means harm, or whose keyboard, clock or network is broken."""

import json
from random import Random
from typing import Final
from urllib.parse import quote_from_bytes

from tests.everywhere.forms import Form, Sent

#: Markup that must never come back as it was sent.
MARKUP: Final = (
    "<script>fuzz()</script>",
    '"><img src=x onerror=fuzz()>',
    "</textarea><b onclick=x>",
)
VALUES: Final[tuple[str, ...]] = (
    "", " ", "\u3000", "0", "-1", "-0", "1e9", "1.5", "٣", "九", "²", "9" * 20, "9" * 400,
    str(2**31), str(2**63 - 1), str(2**63), f"-{2**63}", "NaN", "Infinity", "0x10", "1_000",
    "true", "null", "None", "undefined", "2026-02-30", "0000-00-00", "9999-12-31", "0001-01-01",
    "2026-13", "9999-12", "0001-01", "2026-11-20T25:61", "2026-W47", "20261120", "10000-01-01",
    "\x00", "甲\x00乙", "\ud800", "\udfff甲", "\u202e甲乙", "\u200f", "\ufeff",
    "\r\nSet-Cookie: a=b",
    "a\r\nb", "\x1b[31m", "💥" * 30, "é" * 70_000, "甲" * 5_000, "%00", "%", "%%s%n", "{{7*7}}",
    "${7*7}",
    "{0.__class__}", "' OR 1=1 --", '"; DROP TABLE users; --', "_%", "\\", "../../etc/passwd",
    "..\\..\\x", "file:///etc/passwd", "//elsewhere.example", "javascript:fuzz()",
    "https://elsewhere.example/", "=1+1", "@SUM(A1)", "+1", "-1+1", "=cmd|' /C calc'!A0",
    "[]", "{}", "[1,2]", "a[]", "11010519491231002X", "13800138000",
    "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-00000000000g",
    *MARKUP,
)  # fmt: skip
FILES: Final[tuple[bytes, ...]] = (
    b"", b"\x00" * 64, b"\xff\xfe\x00", b"a,b\n1", b"PK\x03\x04" + b"\x00" * 40,
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0", b"GIF89a", b"%PDF-1.7", b"[a]\nb = ", "户编号\n=1+1".encode("gb18030"),
    b"{" * 400,
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///x'>]><a>&b;</a>",
)  # fmt: skip
TYPES: Final = (
    "text/plain", "application/json", "application/xml", "multipart/form-data",
    "multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=utf-16",
    "", "a/b",
)  # fmt: skip
RAW: Final = (
    b"\xff\xfe=\xc3\x28", b"%", b"%ZZ=%", b"&&==&", b"a" * 1_200_000, b"{" * 3_000, b"[" * 100_000,
    b'{"a": 1e999}', b"null", b'"a"', b"\x00", b"--x\r\n\r\n", b'{"a":1,"a":2}', b'{"\\ud800":1}',
)  # fmt: skip


def hostile(chance: Random) -> str:
    """One value."""
    return chance.choice(VALUES)


def spoilt_pairs(
    chance: Random, pairs: list[tuple[str, Sent]], ids: list[str]
) -> list[tuple[str, str]]:
    """What a form sends, with a few of its fields changed, dropped, repeated or renamed."""
    sent = [(name, value) for name, value in pairs if isinstance(value, str)]
    for _ in range(chance.randint(1, 3)):
        free = [n for n, (name, _) in enumerate(sent) if name != "csrf_token"]
        if not free:
            break
        at = chance.choice(free)
        name, value = sent[at]
        turn = chance.random()
        if turn < 0.65:
            sent[at] = (name, hostile(chance))
        elif turn < 0.75:
            sent[at] = (name, chance.choice(ids))
        elif turn < 0.85:
            sent.append((name, hostile(chance)))
        elif turn < 0.95:
            del sent[at]
        else:
            sent[at] = (chance.choice((f"{name}[]", f"{name}.0", hostile(chance))), value)
    return sent


def urlencoded(pairs: list[tuple[str, str]]) -> bytes:
    """As a browser would send them, and half characters too, which no browser sends."""
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs).encode()


def quoted(text: str) -> str:
    """A text in an address."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def spoilt_body(chance: Random, body: object, ids: list[str]) -> object:
    """A JSON body with something in it changed."""
    if isinstance(body, dict) and body:
        name = chance.choice(list(body))
        turn = chance.random()
        if turn < 0.1:
            return {key: value for key, value in body.items() if key != name}
        if turn < 0.15:
            return body | {hostile(chance): 1}
        return body | {name: spoilt_body(chance, body[name], ids)}
    if isinstance(body, list) and body and chance.random() < 0.5:
        return [spoilt_body(chance, body[0], ids), *body[1:]]
    odd: list[object] = [None, True, 1.5, -1, 10**30, [], {}, [[]], [hostile(chance)] * 2000]
    return chance.choice([*odd, hostile(chance), hostile(chance), chance.choice(ids)])


def as_json(body: object) -> bytes:
    """With half characters escaped, as JSON can have them."""
    return json.dumps(body).encode()


def file_of(chance: Random, form: Form) -> dict[str, tuple[bytes, str]]:
    """For each file a form asks for: content that is none, under a name that is none."""
    names = ("a.xlsx", "a.csv", "a.jpg", "", "../a", "甲.toml", "a.svg", "x" * 300, "<b>.csv")
    return {
        each.name: (chance.choice(FILES), chance.choice(names))
        for each in form.fields
        if each.kind == "file"
    }
