r"""Characters that documents, texts or terminals must not hold: one definition of each set, for the whole package."""

from __future__ import annotations

import re

_SURROGATES = r"\ud800-\udfff"
_CONTROLS_BUT_WHITE_SPACE = r"\x00-\x08\x0b\x0c\x0e-\x1f"
_XML_FORBIDDEN = rf"{_CONTROLS_BUT_WHITE_SPACE}{_SURROGATES}\ufffe\uffff"

XML_FORBIDDEN = re.compile(f"[{_XML_FORBIDDEN}]")
"""Matches a character that no XML 1.0 document may hold (section 2.2, production Char)."""

# Characters that XML forbids, and the C1 controls, which no text contains on purpose.
_UNPRINTABLE = re.compile(rf"[{_XML_FORBIDDEN}\x7f-\x9f]")
# The HTML standard reads references to these as windows-1252.
_LATIN_1_CONTROL = re.compile(r"[\x80-\x9f]")
_BIDI_CONTROLS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # Unicode property Bidi_Control
_LINE_AND_CONTROLS = rf"\x00-\x1f\x7f-\x9f\u2028\u2029{_SURROGATES}"
_CONTROL = re.compile(f"[{_LINE_AND_CONTROLS}]")
# Characters that break a line, control a terminal, or change the order in which its text is displayed.
_TERMINAL_CONTROL = re.compile(f"[{_LINE_AND_CONTROLS}{_BIDI_CONTROLS}]")
# Characters that file systems refuse in names (those reserved in Windows, a leading dot, a trailing dot or space).
_UNSAFE_IN_FILE_NAME = re.compile(rf"[{_LINE_AND_CONTROLS}{_BIDI_CONTROLS}/\\:*?\"<>|]|^\.|[. ]$|^$")


_LONGEST_WORD, _START, _END = 500, 300, 100
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")


def xml_text(text: str) -> str:
    r"""Return ``text`` without the characters that no XML 1.0 document may hold (section 2.2, production Char).

    >>> xml_text("a\x00b\ud800c")
    'abc'
    """
    return XML_FORBIDDEN.sub("", text)


def printable(text: str) -> str:
    r"""Return ``text`` without control characters, with characters that were decoded as Latin-1 by mistake restored.

    >>> printable("a\x00b\ud800c"), printable("don\x92t"), printable("caf\xc3\xa9 \xe2\x80\xa6")
    ('abc', 'don’t', 'café …')
    """
    if _UNPRINTABLE.search(text) is None:
        return text
    if _LATIN_1_CONTROL.search(text):
        text = _LATIN_1_CONTROL.sub(
            lambda match: match[0].encode("latin-1").decode("cp1252", "ignore"), _without_mojibake(text)
        )
    return _UNPRINTABLE.sub("", text)


def on_one_line(text: str) -> str:
    r"""Return ``text`` with control characters, line ends and undecodable bytes escaped, for names that are stored.

    The ids of articles depend on it: for terminals there is :func:`for_terminal`.

    >>> on_one_line("a\nb\x1b[0m")
    'a\\nb\\x1b[0m'
    """
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], text)


def for_terminal(text: str) -> str:
    r"""Return ``text`` on one line, with characters escaped that could control a terminal or reorder the line.

    >>> for_terminal("a\nb\x1b[0m"), for_terminal("\u202egpj.exe")
    ('a\\nb\\x1b[0m', '\\u202egpj.exe')
    """
    return _TERMINAL_CONTROL.sub(lambda found: ascii(found[0])[1:-1], text)


def abridged(text: str) -> str:
    """Return a message, or a name in one, with the middle of each overlong word left out.

    >>> len(abridged(f"NEWSFEED_WINDOW={'9' * 5000}: must be a number"))
    418
    """
    return _LONG_WORD.sub(lambda found: f"{found[0][:_START]}…{found[0][-_END:]}", text)


def safe_file_name(name: str) -> str:
    """Return ``name`` with an underscore for each character that some file system refuses.

    >>> safe_file_name("News: World/Asia")
    'News_ World_Asia'
    """
    return _UNSAFE_IN_FILE_NAME.sub("_", name)


def _without_mojibake(text: str) -> str:
    """Undo the decoding of UTF-8 as Latin-1; no correct text looks like that by chance."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
