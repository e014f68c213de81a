"""Pure functions that turn parts of an article into parts of a feed entry, for all feed formats."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5

from newsfeed.text.characters import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsfeed.items import Article, Enclosure, Reference

EPOCH = datetime.fromtimestamp(0, UTC)

_MEDIA_TYPE = re.compile(r"[A-Za-z0-9][\w.+-]*/[A-Za-z0-9][\w.+-]*", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def repeats_wholly(article: Article) -> bool:
    """Return whether this article only repeats another, which represents it in the same output."""
    return article.represented_by is not None


def read_before(article: Article, references: Mapping[str, Reference]) -> list[tuple[Reference, float]]:
    """Return the earlier articles that hold parts of this one, each with its share of the text, largest first.

    Only articles in ``references`` (by id) are returned.
    """
    letters = {place: len(paragraph.text) for place, paragraph in enumerate(article.paragraphs)}
    shares: defaultdict[str, float] = defaultdict(float)
    for place, paragraph in enumerate(article.paragraphs):
        for origin in paragraph.reuse:
            if origin.article != article.id and origin.article in references:
                shares[origin.article] += origin.share * letters[place] / sum(letters.values())
    largest = sorted(shares.items(), key=lambda each: -each[1])
    return [(references[other], min(share, 1.0)) for other, share in largest]


def instant(text: str | None) -> datetime | None:
    """Return ``text`` (ISO 8601) as a time in UTC, or ``None`` if it is not one."""
    try:
        stated = datetime.fromisoformat(text or "")
        return stated.replace(tzinfo=stated.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def first_instant(*texts: str | None) -> datetime:
    """Return the first of ``texts`` that is a time, or the start of 1970."""
    return next((when for when in map(instant, texts) if when), EPOCH)


def last_change(article: Article) -> datetime:
    """Return the time of the last known change: updated, else published, else fetched."""
    return first_instant(article.updated, article.published, article.fetched)


def rfc3339(when: datetime) -> str:
    """Return a time in RFC 3339 form, to the second."""
    return when.isoformat(timespec="seconds")


def source_page(article: Article) -> str | None:
    """Return the home page of the article's source: the root of the site that its page is on, or ``None``."""
    link = web_link(article.url) or web_link(article.feed.url)
    if not link:
        return None
    try:
        return urljoin(link, "/")
    except ValueError:
        return None


def urn(uri: str) -> str:
    """Return a ``urn:uuid:`` URN (RFC 4122, version 5) made from an address or a name."""
    return uuid5(NAMESPACE_URL, xml_text(uri)).urn


def web_link(url: str | None) -> str | None:
    """Return ``url``, legal in XML, if it is an absolute http(s) address; else ``None``."""
    return xml_text(url) if url and url.lower().startswith(("http://", "https://")) else None


def language_tag(article: Article) -> str | None:
    """Return the article's language if it has the form of a language tag (BCP 47)."""
    return article.language if article.language and _LANGUAGE.fullmatch(article.language) else None


def clean_names(values: list[str]) -> list[str]:
    """Return the non-empty names, legal in XML."""
    return [name for name in (xml_text(value).strip() for value in values) if name]


def entry_authors(article: Article) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield name, e-mail address and page of each author; feed formats require a name."""
    for person in article.people:
        if name := next(iter(clean_names([person.name or "", person.email or "", person.url or ""])), None):
            yield name, xml_text(person.email) if person.email and "@" in person.email else None, web_link(person.url)


def enclosures(article: Article) -> Iterator[tuple[str, str, Enclosure]]:
    """Yield URL and media type of each enclosure; RSS and JSON Feed require the type."""
    for enclosure in article.enclosures:
        if url := web_link(enclosure.url):
            stated = enclosure.type if enclosure.type and _MEDIA_TYPE.fullmatch(enclosure.type) else None
            yield url, stated or "application/octet-stream", enclosure
