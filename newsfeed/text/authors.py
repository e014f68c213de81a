"""Names and e-mail addresses in a line of authors."""

from __future__ import annotations

import re

from newsfeed.text.agencies import is_agency
from newsfeed.text.lazy import regex
from newsfeed.text.scripts import HAN

_LONGEST = 1000  # characters; a longer text is no line of authors
_BY = regex(
    r"(?:by|作者|撰文|撰稿|采写|採寫|记者|記者|编辑|編輯|文)\s*[:\uff1a/\uff0f]\s*|(?:记者|記者)\s+"
    r"|(?:(?:story|text|words|written|reported|edited|photos?|photographs?|photography|illustrations?|translated)\s+)?by\s+",
    re.IGNORECASE,
)
# "By" in other languages, before a capitalised full name; Di is also the beginning of Italian surnames.
_BY_ELSEWHERE = regex(
    r"(?:[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|[Aa]v|[Aa]f|[Dd]i(?=.*\se\s))\s(?=[^\W\d_a-z][\w.'’-]*\s[^\W\d_a-z]|[^\W\d_a-z]\w+\s(?:de|van|von)\s)"
)
_BETWEEN = regex(  # such as the comma between names with addresses, and the words before a photographer's name
    r"[;|\uff1b\uff5c、]|\s[•·]\s|(?<=[)>]),|\s(?:图|圖|摄影|攝影|编辑|編輯|摄|攝)\s*[/\uff0f:\uff1a]|\s(?:通讯员|通訊員|实习生)\s"
    r"|,\s(?=(?:edited|photos?|photographs?|illustrations?|translated)\sby\s)|(?<=[\uac00-\ud7a3])·",
    re.IGNORECASE,
)
_ROLE_BEHIND = re.compile(r"\s(?:기자|记者|記者|编辑|編輯|报道|報道)$")
_ROLE = regex(r"(?:[\w-]+\s){0,2}(?:writer|reporter|correspondent|editor|columnist|journalist)s?", re.IGNORECASE)
_NOTES = re.compile(r"\s\(\(\d{1,3}\).*\)$")  # on the numbers behind names in lists of papers
_DEGREES = regex(r",?\s(?:Ph\.?\s?D|M\.?D|M\.?P\.?H|MBA|MSc|BSc|DPhil|J\.?D|RN)\b\.?(?=,|\s|$)")
_INVERTED = re.compile(r"[^\W\d_][\w'’-]*,\s(?:[^\W\d_]\.[\s-]?)+")  # Doe, J. K.
_BETWEEN_INVERTED = re.compile(r"(?<=\.),\s(?:and\s|&\s)?|(?<=\.)\s(?:and|&)\s")
# The outlet or agency behind the names of its authors.
_SPECIAL_TO = regex(r"(?:(?P<people>.+?),?\s)?special\s(?:to|for)\s(?P<credit>.+)", re.IGNORECASE)
_FOR = regex(r"(?P<people>.+?)\s(?:for|für|pour|para|voor)\s(?P<credit>.+)", re.IGNORECASE)
_BESIDE = regex(r"(?P<people>.+)(?:,\s|\s\(|\s(?:and|with|und|mit|et|avec|y)\s)(?P<credit>[^,()]+)\)?", re.IGNORECASE)
_AGENCIES = regex(r"(?:news\s)?(?:agencies|wires)|agenturen|agences", re.IGNORECASE)
_OUTLET = regex(r"(?:[Tt]he|[Dd]ie|[Dd]en|[Dd]as|[Ll][ae]|[Ee]l|[Hh]et)\s\S|[A-Z]{2,6}$")
# Where each author reports from.
_PLACE = regex(r",?\sin\s[^\W\d_a-z][\w.'’-]*(?:\s[^\W\d_a-z][\w.'’-]*){0,2}(?=$|,|\s(?:and|und|&)\s)")
_AFFILIATION = re.compile(r"\s\([^()@]{1,100}\)$")  # of each author, as in lists of papers
_MORE = regex(
    r",?\s+(?:(?:and|&)\s+(?:\d+\s+)?(?:more|others)|\+\s?\d+\s+(?:more|others)|et\s+al\.?"
    r"|u\.\s?a\.|und (?:andere|weitere)|et autres|y otros|e outros|e altri|en anderen|и др\.)$",
    re.IGNORECASE,
)
# Words of offices, firms and places: a byline that contains one is not a list of names with commas.
_NO_NAMES = regex(
    r"\b(?:administrator|advis[eo]r|agency|agencies|analyst|anchor|assistant|associated?|author|bbc|blog(?:ger)?|board|books?|"
    r"bureau|business|center|centre|channel|chief|club|cnn|college|columnist|committee|communications?|company|conferences?|"
    r"consultant|contribut\w+|coordinator|corp(?:oration)?|correspondents?|council|critic|department|desk|director|"
    r"economist|edit\w+|engineer|executive|expert|fellow|films?|foundation|founder|freelance\w*|global|group|head|host|"
    r"inc|institute|intern|international|investigations?|journal(?:ist)?|lawyer|lead|lecturer|library|limited|ltd|llc|"
    r"magazine|manager|market\w*|media|ministry|museum|national|network|news\w*|office|officer|opinion|partner|photo\w*|"
    r"pictures?|podcast|politics|post|president|press|producers?|professor|programme?|project|publicist|publish\w+|radio|"
    r"report\w*|research\w*|reuters|review|school|scien\w+|secretary|senior|services?|society|special\w*|spokes\w+|"
    r"sports?|staff|strateg\w+|student|studios?|teacher|team|technolog\w+|television|times|tribune|trust|tv|union|"
    r"university|video\w*|web\w*|weekly|wire|world|writer|jr|sr|ii|iii|iv|phd|md|mba|esq|"
    r"africa|america|asia|australia|britain|china|england|europe|france|germany|india|japan|usa|washington|london|"
    r"of|for|in|at|from)\b"
    r"|(?:^|,\s?)(?:the|new|san|los|las|hong|saint|st|north|south|east|west|northern|southern|eastern|western|united|tel|"
    r"buenos|rio|kuala|addis|cape|fort|port|mount|lake|el salvador|costa rica|sri lanka)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset({
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "van", "von",
})  # fmt: skip
_AND = re.compile(r",?\s(?:and|&|und|et|y|e|with|og|och|en|i|ve|и|та)\s", re.IGNORECASE)
_AND_OR_COMMA = re.compile(rf"{_AND.pattern}|,\s?", re.IGNORECASE)
_FULL_NAME = range(2, 5)  # words of a person's full name
# Names of Chinese persons, separated by spaces: two to four characters each.
_HAN_NAME = rf"[{HAN}]{{1,3}}[^\W社报報网網台部局院会會聞闻]"
_HAN_NAMES = regex(rf"{_HAN_NAME}(?:[\s,\uff0c]\s?{_HAN_NAME})+")
_AROUND_NAMES = " ,:;"
_MAILBOX = re.compile(r"(?:mailto:)?(?P<mailbox>(?P<name>[^\s:@<>]{1,256})@[^\s@<>]{1,256})", re.IGNORECASE)
# Placeholders that software writes for an address that must not be published.
_NOBODY = regex(r"(?:do[-_.]?not|no)[-_.]?reply(?:[-_.+].*)?|nobody|none|null", re.IGNORECASE)


def names(stated: str) -> list[str]:
    """Return the names in a byline, without the words around them.

    Names joined by "and" are split if each is a capitalised full name, because names of firms and desks contain "and",
    too. Names joined by commas are split if none has a word of an office, a firm or a place ("Jane Doe, Conferences
    Publicist"). An outlet or agency behind people ("for The Conversation", "special to The Star", "(Reuters)") is a
    name of its own; "& more" and the places people report from are removed. Chinese names may be separated by spaces.

    >>> names("By Jane Doe, Richard Roe and J. R. Poe"), names("AFP | Reuters"), names("Doe and Sons")
    (['Jane Doe', 'Richard Roe', 'J. R. Poe'], ['AFP', 'Reuters'], ['Doe and Sons'])
    """
    stated = stated.strip()
    if len(stated) > _LONGEST:
        return [stated]
    stated = _ROLE_BEHIND.sub("", _NOTES.sub("", stated))
    parts = [_without_by(part) for part in _BETWEEN.split(_without_by(stated))]
    if len(parts) > 1:
        parts = [_without_affiliation(_trimmed(part)) for part in parts]
    found = [name for part in parts for name in map(_trimmed, _joined_names(_trimmed(part))) if name]
    people = [name for name in found if not _ROLE.fullmatch(name)]
    return people if len(parts) > 1 and people else found


def mailbox(stated: str) -> str | None:
    """Return the e-mail address in a byline; ``None`` if there is none, or only a placeholder such as no-reply.

    >>> mailbox("mailto:jane@example.org"), mailbox("no-reply@example.org"), mailbox("hidden")
    ('jane@example.org', None, None)
    """
    match = _MAILBOX.fullmatch(stated.strip())
    return match["mailbox"] if match and not _NOBODY.fullmatch(match["name"]) else None


def _trimmed(name: str) -> str:
    return name.strip(_AROUND_NAMES)


def _without_by(stated: str) -> str:
    stated = stated.strip()
    by = _BY.match(stated) or _BY_ELSEWHERE.match(stated)
    return stated[by.end() :] if by else stated


def _joined_names(stated: str) -> list[str]:
    if _HAN_NAMES.fullmatch(stated):
        return re.split(r"[\s,\uff0c]+", stated)
    inverted, slashed = _BETWEEN_INVERTED.split(stated), stated.split(" / ")
    if len(inverted) > 1 and all(map(_INVERTED.fullmatch, inverted)):
        return inverted
    if len(slashed) > 2 and all(map(_is_full_name, slashed)):  # two may be a person and a place
        return slashed
    if credited := _people_and_credit(stated):
        return credited
    without_places = _PLACE.sub("", stated)
    if without_places != stated and all(map(_is_person, people := _joined_names(without_places))):
        return people
    without_degrees = _DEGREES.sub("", stated)
    if without_degrees != stated and len(people := _joined_names(without_degrees)) > 1:
        return people
    listed = _MORE.sub("", stated)
    is_list = listed != stated or _AND.search(listed) or not _NO_NAMES.search(listed)
    parts = _AND_OR_COMMA.split(listed) if is_list else []
    if listed != stated and len(parts) == 1:
        return parts
    return parts if len(parts) > 1 and all(map(_is_full_name, parts)) else [stated]


def _people_and_credit(stated: str) -> list[str]:
    """Return the people in a byline and the outlet or agency behind them; nothing if it has another form."""
    for form in (_SPECIAL_TO, _FOR, _BESIDE):
        match = form.fullmatch(stated)
        if match is None:
            continue
        people = _joined_names(match["people"]) if match["people"] else []
        if all(map(_is_person, people)) and _is_credit(match["credit"], form, len(people)):
            return [*people, match["credit"]]
    return []


def _is_credit(name: str, form: re.Pattern[str], people: int) -> bool:
    """Return whether what stands behind people in this form is an outlet or agency; one person may work "for Peace"."""
    if form is _FOR:
        return people > 1 or is_agency(name) or (_OUTLET.match(name) or _NO_NAMES.search(name)) is not None
    return form is _SPECIAL_TO or is_agency(name) or _AGENCIES.fullmatch(name) is not None


def _is_person(name: str) -> bool:
    return _is_full_name(name) and not _NO_NAMES.search(name)


def _without_affiliation(name: str) -> str:
    bare = _AFFILIATION.sub("", name)
    return bare if _is_full_name(bare) else name


def _is_full_name(name: str) -> bool:
    words = name.split()
    return len(words) in _FULL_NAME and all(word[0].isupper() or word in _PARTICLES for word in words)
