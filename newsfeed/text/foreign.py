"""The language of a paragraph whose script differs from that of its article."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from newsfeed.text.language import NAMES, by_script
from newsfeed.text.scripts import HAN, HANGUL, KANA

_EAST_ASIAN_LETTERS = f"{HAN}{KANA}{HANGUL}"
# Alphabets: script, characters, the languages written in it, and the language of a text in it (which is undetermined
# if there are several).
_ALPHABETS = (
    ("Grek", r"\u0370-\u03ff\u1f00-\u1fff", "el", "el"),
    ("Cyrl", r"\u0400-\u052f", "ab av az ba be bg ce cv kk kv ky mk mn os ru sr tg tk tt uk uz", "und-Cyrl"),
    ("Armn", r"\u0530-\u058f", "hy", "hy"),
    ("Hebr", r"\u05d0-\u05ea", "he yi", "he"),
    (
        "Arab",
        r"\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
        "ar az ckb fa ha kk ks ku ky ms pa ps sd so tg tk tr ug ur uz",
        "und-Arab",
    ),
    ("Deva", r"\u0904-\u0963", "hi ks mr ne sa sd", "und-Deva"),
    ("Beng", r"\u0985-\u09e1", "as bn", "und-Beng"),
    ("Guru", r"\u0a05-\u0a74", "pa", "pa"),
    ("Gujr", r"\u0a85-\u0ae1", "gu", "gu"),
    ("Taml", r"\u0b85-\u0bd7", "ta", "ta"),
    ("Telu", r"\u0c05-\u0c63", "te", "te"),
    ("Knda", r"\u0c85-\u0ce3", "kn", "kn"),
    ("Mlym", r"\u0d05-\u0d63", "ml", "ml"),
    ("Sinh", r"\u0d85-\u0df3", "si", "si"),
    ("Thai", r"\u0e01-\u0e4e", "th", "th"),
    ("Laoo", r"\u0e81-\u0ecd", "lo", "lo"),
    ("Mymr", r"\u1000-\u109f", "my", "my"),
    ("Geor", r"\u10a0-\u10ff", "ka", "ka"),
    ("Ethi", r"\u1200-\u137f", "am ti", "und-Ethi"),
    ("Khmr", r"\u1780-\u17d3", "km", "km"),
    ("Latn", r"A-Za-z\u00c0-\u024f\u1e00-\u1eff", "", "und-Latn"),
)
_CHARACTERS = [(script, re.compile(f"[{characters}]")) for script, characters, _, _ in _ALPHABETS]
_LANGUAGE = {script: language for script, _, _, language in _ALPHABETS}
_SCRIPTS: dict[str, set[str]] = {language: {"Hani"} for language in ("zh", "ja", "ko", "cmn", "yue", "wuu", "nan")}
for _script, _, _languages, _ in _ALPHABETS:
    for _language in _languages.split():
        _SCRIPTS.setdefault(_language, set()).add(_script)
_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr"})
_RIGHT_TO_LEFT_LETTER = re.compile(
    "[" + "".join(characters for script, characters, _, _ in _ALPHABETS if script in _RIGHT_TO_LEFT) + "]"
)
_LETTER = re.compile(r"[^\W\d_]")
_LETTER_OF_ALPHABET = re.compile(r"[\u0370-\u1fff]")
_EAST_ASIAN = re.compile(f"[{_EAST_ASIAN_LETTERS}]")
_ACCENTED = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
_ENGLISH = re.compile(r"\b(?:the|and|of|to|in|is|was|that|for|with|are|on|by|from|it|as|be|this|has|have)\b")
# Letters of Persian, Urdu, Pashto, Kurdish, Sindhi and Uighur, and letters that only Arabic has.
_NOT_ARABIC = re.compile(r"[\u0671-\u06d3\u0750-\u077f]")
_ARABIC = re.compile(r"[\u0629\u0643\u0649\u064a]")

_ENOUGH_LETTERS = 20
_ENOUGH_SYLLABLES = 8
_SAMPLE = 600  # characters
# Octets of a character in UTF-8: most texts need no count of their letters.
_MOSTLY_ASCII = 1.3
_MOSTLY_EAST_ASIAN = 2.2
_NO_DOUBT = 0.8  # share of letters of one script


class Written(NamedTuple):
    """The language of a text, if it differs from that around it, and whether the text runs from right to left."""

    language: str | None
    is_right_to_left: bool


_AS_USUAL = Written(None, is_right_to_left=False)


def written(text: str, around: str | None) -> Written:
    """Return how ``text`` is written, as far as its letters leave no doubt; ``around`` is the language of its article.

    A language that shares the script of the article is never found: the words decide between those, not the letters.

    >>> written("The harbour was closed for most of the day, the port authority said.", "zh")
    Written(language='en', is_right_to_left=False)
    >>> written("The harbour was closed for most of the day, the port authority said.", "fr").language
    """
    usual, sample = _scripts_of(around), text[:_SAMPLE]
    octets = len(sample.encode("utf-8", "replace")) / (len(sample) or 1)
    if ("Latn" in usual and octets < _MOSTLY_ASCII) or (
        "Hani" in usual and octets > _MOSTLY_EAST_ASIAN and not _LETTER_OF_ALPHABET.search(sample)
    ):
        return _AS_USUAL
    sample = NAMES.sub(" ", sample)
    script, language = _script_and_language(sample)
    is_foreign = script is not None and script not in usual and around is not None
    if script is None and usual <= _RIGHT_TO_LEFT:  # a short text is taken for one in the article's script
        return Written(None, 2 * len(_RIGHT_TO_LEFT_LETTER.findall(sample)) > len(_LETTER.findall(sample)))
    return Written(language if is_foreign else None, script in _RIGHT_TO_LEFT)


@lru_cache(maxsize=256)
def _scripts_of(language: str | None) -> frozenset[str]:
    """Return the scripts in which a language is written, by its tag."""
    parts = (language or "").split("-")
    stated = next((part for part in parts[1:3] if len(part) == 4 and part.isalpha()), None)
    if stated and stated in _LANGUAGE:
        return frozenset([stated])
    return frozenset(_SCRIPTS.get(parts[0], {"Latn"}))


def _script_and_language(sample: str) -> tuple[str | None, str | None]:
    letters = len(_LETTER.findall(sample))
    east_asian = len(_EAST_ASIAN.findall(sample))
    if east_asian >= _ENOUGH_SYLLABLES and east_asian >= _NO_DOUBT * letters:
        return "Hani", by_script(sample)
    if letters < _ENOUGH_LETTERS:
        return None, None
    for script, characters in _CHARACTERS:
        if (of_script := len(characters.findall(sample))) >= _NO_DOUBT * letters:
            return script, _language_in(script, sample, is_mixed=of_script < letters)
    return None, None


def _language_in(script: str, sample: str, *, is_mixed: bool) -> str | None:
    if script == "Latn":
        if len(set(_ENGLISH.findall(sample.lower()))) > 1 and not _ACCENTED.search(sample):
            return "en"
        return None if is_mixed else _LANGUAGE[script]  # names and brands are Latin in all languages
    if script == "Arab" and _ARABIC.search(sample) and not _NOT_ARABIC.search(sample):
        return "ar"
    return _LANGUAGE[script]
