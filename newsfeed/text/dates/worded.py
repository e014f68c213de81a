"""Convert a date with words of any language to one form, if every word in it is known."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from newsfeed.text.dates import months
from newsfeed.text.dates.words import AFTERNOON, BETWEEN, MORNING, WEEKDAYS, listed

_MONTHS = [name[:3] for name in months.ENGLISH]
_YEARS = range(1600, 2200)
_HOURS = r"(?:val|時|时|시|h|ч|นาฬิกา|ໂມງ|óra|uhr|heures?|horas?|hodin|godzina|час(?:ов|а)?)"
_CLOCK_IN_WORDS = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s?{_HOURS}\.?\s?(\d{{1,2}})(?:\s?(?:min(?:ut\w*)?|perc|분|分|хв|мин(?:ут\w?)?|นาที|ນາທີ)\.?)?"
    r"(?:\s?(\d{1,2})\s?(?:초|วินาที|ວິນາທີ))?(?!\d)",
    re.IGNORECASE,
)
# A full hour: 10 óra, kl. 10. The word before it may stand before a whole time, too.
_HOUR_IN_WORDS = re.compile(
    rf"(?<![\d:.])(\d{{1,2}})\s?{_HOURS}(?:kor)?\.?(?!\w)"
    r"|(?<!\w)(?:ore|alle|godz\.?|kl(?:o|okken|ockan)?\.?|pukul|jam|saat|ώρα)\s(\d{1,2})(?=$|,)",
    re.IGNORECASE,
)
# Vietnamese and Mongolian count the months.
_COUNTED_MONTH = re.compile(r"\b(?:tháng|thg\.?)\s?(\d{1,2})\b|(?<!\d)(\d{1,2})(?:\s?-\s?р)?\s?сар\b", re.IGNORECASE)
_PAUSES = r"\s.,;()/|،؛၊፣–—\-"
_TOKEN = re.compile(
    r"(?P<clock>(?<![\d.:])\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?![:\d]|\.\d))"
    r"|(?P<offset>(?<=\s)[+-]\d{2}:?\d{2}(?!\d))|(?P<number>\d+)"
    rf"|(?P<word>[^{_PAUSES}\d:+](?:[^{_PAUSES.replace('.', '')}\d:+]*[^{_PAUSES}\d:+])?)|[{_PAUSES}]+|(?P<other>.)"
)
_POINT_AT_END = re.compile(r"\s?\.(?=[\s,]|$)")
_ATTACHED = re.compile(r"([ap]m)[^\x00-\x7f]+")  # Telugu
_ELIDED = re.compile(r"^(?:[dl]['’]|\u05d1)(?=\w{3})")  # of Romance languages and Hebrew
_SHORTEST = 3  # letters of a common name; shorter ones may be the beginning of several
_CASES = (("aren", "a"), ("ī", "is"), ("ā", "s"))  # of Basque and Latvian
_QUOTES = "'’ʻ`"
_ZONE = re.compile(r"[A-Z]{2,5}")


class _Parts(NamedTuple):
    months: list[int]
    years: list[int]
    days: list[int]
    clocks: list[str]
    parts: list[str]
    zones: list[str]


def in_order(text: str) -> str | None:
    """Return a date as day, month in English, year, time and zone; ``None`` if a word in it is not known.

    >>> [in_order(text) for text in ("2024 m. rugpjūčio 5 d., pirmadienis, 14:30", "6 iunie 2024 dedit")]
    ['5 Aug 2024 14:30', None]
    """
    text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    text = text.replace("сарын", "сар").replace("،", ",")
    text = _COUNTED_MONTH.sub(lambda month: f" {_counted(int(month[1] or month[2]))} ", text)
    text = _HOUR_IN_WORDS.sub(lambda hour: f" {hour[1] or hour[2]}:00 ", _CLOCK_IN_WORDS.sub(_clock, text))
    text = _phrases().sub(lambda phrase: re.sub(r"[\s-]", "_", phrase[0]), text)
    found = _sorted(text)
    if found is not None and not found.months:
        return _POINT_AT_END.sub("", _TOKEN.sub(_without_word, text))
    if found is None or (len(found.months), len(found.years), len(found.days)) != (1, 1, 1):
        return None
    if "CST" in found.zones:  # China's or America's
        return None
    if max(map(len, (found.clocks, found.parts, found.zones))) > 1 or len(found.clocks) < len(found.parts):
        return None
    clock = [re.sub(r"[.]", ":", each) for each in found.clocks]
    parts = [each for each in found.parts if each == "pm" or int(clock[0].partition(":")[0]) <= 12]
    return " ".join(
        [str(found.days[0]), _MONTHS[found.months[0] - 1], str(found.years[0]), *clock, *parts, *found.zones]
    )


def _clock(words: re.Match[str]) -> str:
    return ":".join(f"{int(each):02}" for each in words.groups() if each)


def _without_word(token: re.Match[str]) -> str:
    around = token.string[token.start() - 1 : token.start()], token.string[token.end() : token.end() + 1]
    if not token["word"] or _ZONE.fullmatch(token[0]) or not around[0].isspace() or around[1].isdigit():
        return token[0]
    return _parts_of_day().get(token[0].casefold(), "")


def _counted(number: int) -> str:
    return _MONTHS[number - 1] if 1 <= number <= len(_MONTHS) else str(number)


def _sorted(text: str) -> _Parts | None:
    """Return the meaning of the words and numbers of a date; ``None`` if one of them is unknown."""
    found = _Parts([], [], [], [], [], [])
    for token in _TOKEN.finditer(text):
        match token.lastgroup:
            case "clock":
                found.clocks.append(token[0])
            case "offset":
                found.zones.append(token[0])
            case "number":
                (found.years if int(token[0]) in _YEARS and len(token[0]) == 4 else found.days).append(int(token[0]))
            case "word":
                if not _sorted_word(token[0], found):
                    return None
            case "other":
                return None
    return found


def _sorted_word(written: str, found: _Parts) -> bool:
    """Add the meaning of a word to the parts found; return whether the word is known."""
    word = _ATTACHED.sub(r"\1", written.casefold().replace("ʼ", "’").strip(_QUOTES).removesuffix("ที่"))
    bare = _ELIDED.sub("", word)
    for ending, other in _CASES:
        if bare.endswith(ending) and bare not in months.rare():
            bare = bare.removesuffix(ending) + other
    month = months.rare().get(bare) or (months.number(bare) if len(bare) >= _SHORTEST else None)
    if month:
        found.months.append(month)
    elif part := _parts_of_day().get(word):
        if word != "am" or (found.days and found.years):  # a preposition in front
            found.parts.append(part)
    elif found.clocks and _ZONE.fullmatch(written):
        found.zones.append(written)
    else:
        return not word or word in _known()
    return True


@cache
def _parts_of_day() -> dict[str, str]:
    return dict.fromkeys(listed(MORNING), "am") | dict.fromkeys(listed(AFTERNOON), "pm")


@cache
def _known() -> frozenset[str]:
    return frozenset(listed(f"{WEEKDAYS} {BETWEEN}"))


@cache
def _phrases() -> re.Pattern[str]:
    words = sorted(
        (word for word in (*months.rare(), *_parts_of_day(), *_known()) if "_" in word), key=len, reverse=True
    )
    spaced = "|".join(re.escape(word).replace("_", r"[\s-]") for word in words)
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE)
