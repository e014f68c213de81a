"""The news agency that an article comes from, judging by its site, its byline or its first line.

An article that mentions an agency, or uses one among other sources, is no agency copy: only the places count where
agencies and their customers name the source of the whole text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from newsfeed.text.lazy import regex
from newsfeed.text.normalise import simplified

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Agency(NamedTuple):
    """An agency: the names by which it is credited, and its sites.

    ``written`` are names in any case, ``short`` case-sensitive names that would otherwise be words or initials,
    ``chinese`` names in simplified characters.
    """

    name: str
    written: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    chinese: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


AGENCIES = (
    Agency("AAP", ("Australian Associated Press",), ("AAP",), (), ("aap.com.au",)),
    Agency("AFP", ("Agence France-Presse", "Agence France Presse"), ("AFP",), ("法新社",), ("afp.com",)),
    Agency("ANI", ("Asian News International",), ("ANI",), (), ("aninews.in",)),
    Agency("ANSA", (), ("ANSA",), ("安莎社",), ("ansa.it",)),
    Agency("Anadolu", ("Anadolu", "Anadolu Agency"), (), ("阿纳多卢通讯社",), ("aa.com.tr",)),
    Agency("Antara", ("Antara News",), (), ("安塔拉通讯社",), ("antaranews.com",)),
    Agency("Associated Press", ("Associated Press", "AP News"), ("AP",), ("美联社",), ("apnews.com",)),
    Agency("Bernama", ("Bernama",), (), ("马新社",), ("bernama.com",)),
    Agency("Canadian Press", ("Canadian Press",), (), (), ("thecanadianpress.com",)),
    Agency("Central News Agency", ("Central News Agency",), (), ("中央社",), ("cna.com.tw", "focustaiwan.tw")),
    Agency("China News Service", ("China News Service",), (), ("中新社",), ("chinanews.com", "chinanews.com.cn")),
    Agency("EFE", ("Agencia EFE",), ("EFE",), ("埃菲社",), ("efe.com",)),
    Agency("IANS", ("Indo-Asian News Service",), ("IANS",), (), ("ianslive.in",)),
    Agency("Interfax", ("Interfax",), (), ("国际文传电讯社",), ("interfax.ru", "interfax.com")),
    Agency("Jiji Press", ("Jiji Press",), (), ("时事社",), ("jiji.com",)),
    Agency("Kyodo", ("Kyodo", "Kyodo News"), (), ("共同社",), ("kyodonews.net", "kyodonews.jp")),
    Agency("PA Media", ("PA Media", "Press Association"), (), (), ("pa.media",)),
    Agency("PTI", ("Press Trust of India",), ("PTI",), (), ("ptinews.com",)),
    Agency("Reuters", ("Reuters", "Thomson Reuters"), (), ("路透社", "路透"), ("reuters.com",)),
    Agency("TASS", ("Itar-Tass",), ("TASS",), ("塔斯社",), ("tass.com", "tass.ru")),
    Agency("UPI", ("United Press International",), ("UPI",), ("合众国际社",), ("upi.com",)),
    Agency("Xinhua", ("Xinhua",), (), ("新华社",), ("xinhuanet.com", "news.cn")),
    Agency("Yonhap", ("Yonhap", "Yonhap News"), (), ("韩联社",), ("yna.co.kr",)),
    Agency("dpa", ("Deutsche Presse-Agentur",), ("dpa", "DPA"), ("德新社",), ("dpa.com",)),
)

_BY_SITE = {site: each.name for each in AGENCIES for site in each.sites}
_WRITTEN = {name.lower(): each.name for each in AGENCIES for name in each.written}
_BY_NAME = _WRITTEN | {name: each.name for each in AGENCIES for name in (*each.short, *each.chinese)}


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


_LATIN = (
    f"(?i:{_alternatives(name for each in AGENCIES for name in each.written)})"
    f"|{_alternatives(name for each in AGENCIES for name in each.short)}"
)
_CHINESE = _alternatives(name for each in AGENCIES for name in each.chinese)

FIRST_PARAGRAPHS = 6
"""Paragraphs at the beginning of an article that contain its first lines."""

_LINE = 150  # characters of a first line in which a source is named
# As in: LONDON, May 3 (Reuters) - Shares rose. A place and a day: words in lower case are short.
_DATELINE = regex(
    rf"(?:(?:[^\sa-z()][^\s()]*|[a-z]{{1,3}})\s+){{0,10}}\((?P<name>{_LATIN})(?:/[A-Za-z ]+)?\)\s*(?:[-–—:]|$)"
)
# "Jane Roe, Associated Press", "Reuters Staff", "By AFP"
_BYLINE = regex(
    rf"(?:(?i:by|from)\s+)?(?:.*(?:[,/|;(–—]|\s-|\b(?i:and|of|for))\s*)?(?:[Tt]he\s+)?(?P<name>{_LATIN})"
    r"(?:\s+(?i:news agency|agency|staff|writers?|reporters?|correspondents?))?\s*\)?"
)
_CREDITED = rf"(?:本[报网]|综合|据|图文)?(?P<name>{_CHINESE})"
# "新华社北京5月6日电", "（中央社记者王小明台北6日电）", "【法新社香港讯】"
_CHINESE_DATELINE = regex(
    rf"[\s(（【〔\[]*{_CREDITED}[^。，,！？]{{0,25}}?(?:专?电|讯)(?=[\s)）】〕\]:：,，/(（—–-]|$)"
)
# "据法新社5月6日报道，…", "综合路透社、法新社消息"
_CHINESE_REPORT = regex(rf"[\s(（【〔\[]*(?:综合|据)(?P<name>{_CHINESE})[^。，,！？]{{0,16}}?(?:报道|报导|消息)")
# "（法新社）…", "…。（新华社）"
_CHINESE_CREDIT = regex(rf"(?:^|[。！？”」])\s*[(（【〔\[](?P<name>{_CHINESE})[)）】〕\]](?=[^。]|$)")
# "新华社", "新华社记者王小明", "中央社台北電"
_CHINESE_BYLINE = regex(
    rf"(?:来源|作者|文)?[:：\s/／]*(?P<name>{_CHINESE})(?:[ /／].*|驻?.{{0,12}}记者.*|.{{0,8}}[电讯])?"
)


class _Text(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...


def first_lines(paragraphs: Sequence[_Text]) -> list[str]:
    """Return the texts of the first two paragraphs other than headings, images and captions."""
    return [each.text for each in paragraphs[:FIRST_PARAGRAPHS] if each.kind in {"paragraph", "lead"}][:2]


def agency_of(site: str, authors: Iterable[str], lines: Iterable[str]) -> str | None:
    """Return the name of the agency that an article comes from, or ``None``.

    ``lines`` are those of :func:`first_lines`.

    >>> agency_of("post.example", [], ["LONDON, May 3 (Reuters) - Shares rose."])
    'Reuters'
    >>> agency_of("post.example", ["Jane Roe, Associated Press"], [])
    'Associated Press'
    >>> agency_of("post.example", [], ["（中央社記者王小明台北6日電）今天下雨。"])
    'Central News Agency'
    >>> agency_of("post.example", ["Jane Roe"], ["Two people died, according to an AFP tally."]) is None
    True
    """
    found = _of_site(site) or next(filter(None, map(_of_byline, authors)), None)
    return found or next(filter(None, (_of_line(line) for line in lines)), None)


def is_agency(name: str) -> bool:
    """Return whether a name is an agency's, with or without its article.

    >>> is_agency("the Associated Press"), is_agency("AFP"), is_agency("afp")
    (True, True, False)
    """
    bare = name.removeprefix("the ").removeprefix("The ")
    return bare in _BY_NAME or bare.lower() in _WRITTEN


def is_site_of_agency(site: str) -> bool:
    """Return whether a site belongs to an agency.

    >>> is_site_of_agency("cn.reuters.com"), is_site_of_agency("post.example")
    (True, False)
    """
    return _of_site(site) is not None


def _of_site(site: str) -> str | None:
    labels = site.lower().split(".")
    return next((_BY_SITE[tail] for at in range(len(labels)) if (tail := ".".join(labels[at:])) in _BY_SITE), None)


def _of_byline(author: str) -> str | None:
    author = author.strip()[:_LINE]
    return _named(_BYLINE.fullmatch(author) or _CHINESE_BYLINE.fullmatch(simplified(author)))


def _of_line(line: str) -> str | None:
    start = line.strip()[:_LINE]
    found = _DATELINE.match(start)
    if found or not {"社", "透", "路"}.intersection(line):
        return _named(found)
    start, end = simplified(start), simplified(line.strip()[-_LINE:])
    patterns = (_CHINESE_DATELINE.match, _CHINESE_REPORT.match, _CHINESE_CREDIT.search)
    return _named(next(filter(None, (pattern(start) for pattern in patterns)), None) or _CHINESE_CREDIT.search(end))


def _named(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    name = found["name"]
    return _BY_NAME.get(name) or _BY_NAME[name.lower()]
