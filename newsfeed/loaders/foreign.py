"""Read items of other spiders as articles, and write verdicts into such items.

An item is anything that itemadapter supports: a dictionary, a dataclass, a Scrapy ``Item``, an attrs or a Pydantic
class. Its fields are read by the names of :class:`newsfeed.items.Article`, unless ``NEWSFEED_ITEM_FIELDS`` maps them:
``{"body": "text"}`` reads the item's ``body`` as our ``text``.
"""

from __future__ import annotations

from dataclasses import asdict, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, get_args

from itemadapter import ItemAdapter

from newsfeed.errors import NewsfeedError
from newsfeed.formats.authors import parse_person
from newsfeed.formats.feed import Entry, Feed, FeedEnclosure, FeedImage, PersonConstruct, TextConstruct
from newsfeed.items import Article, Kind, Paragraph, Status
from newsfeed.loaders.article import Reading, load
from newsfeed.loaders.identity import Named
from newsfeed.text.characters import printable
from newsfeed.text.html.sanitise import sanitise
from newsfeed.text.urls.canonical import web_address
from newsfeed.text.urls.credentials import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scrapy.settings import BaseSettings

_KINDS = frozenset(get_args(Kind))
_STATUSES = frozenset(get_args(Status))

ARTICLE_FIELDS = tuple(field.name for field in fields(Article))

VERDICT_FIELDS = (
    "id",
    "paragraphs",
    "text",
    "quotes",
    "simhash",
    "novelty",
    "duplicate_of",
    "represented_by",
    "also",
    "story",
    "revision",
)
"""The fields of an item that judging sets."""


def item_fields(settings: BaseSettings) -> dict[str, str]:
    """Return ``NEWSFEED_ITEM_FIELDS``; raise :class:`NewsfeedError` unless it maps names to fields of an article."""
    setting = settings["NEWSFEED_ITEM_FIELDS"]
    try:
        found = settings.getdict("NEWSFEED_ITEM_FIELDS")
    except (TypeError, ValueError):
        found = {"": ""}
    wrong = [ours for ours in found.values() if ours not in ARTICLE_FIELDS]
    if wrong:
        raise NewsfeedError(
            f"NEWSFEED_ITEM_FIELDS={setting}: must map field names of items to those of articles, as in"
            f' {{"body": "text"}}; known are {", ".join(ARTICLE_FIELDS)}'
        )
    return found


class ItemReader:
    """Reads foreign items as articles and writes verdicts back.

    ``names`` maps their field names to ours; ``feed``, usually the spider's name, is the feed of items without one.
    """

    def __init__(self, names: Mapping[str, str] | None = None, feed: str = "") -> None:
        self._names = dict(names or {})
        self._feed = feed

    def named(self, item: Any, fetched: str) -> Named | None:
        """Return an item as an article with its names; ``None`` if it has neither a title, a text nor an address.

        The values are normalised like those of a feed's entry; ``fetched`` is the time of reading (ISO 8601).
        Paragraphs that the item has already are kept.
        """
        values = self._values(item)
        if not any(values.get(name) for name in ("title", "text", "paragraphs", "url", "guid", "id")):
            return None
        source, title = _source(values.get("feed"), self._feed)
        document = Feed("items", [_entry(values)], TextConstruct(title, "text") if title else None)
        [named] = load(document, Reading(source, remote=True, fetched=fetched))
        article, names = named
        if paragraphs := [paragraph for each in values.get("paragraphs") or () for paragraph in _paragraph(each)]:
            article.paragraphs = paragraphs
        if stated := values.get("id"):
            return Named.by_id(replace(article, id=printable(str(stated))))
        return Named(article, names)

    def with_verdict(self, item: Any, article: Article) -> Any:
        """Return an item with the verdicts of ``article``: the same object, unless its class is frozen.

        An :class:`Article` gets every field, a dictionary the :data:`VERDICT_FIELDS` as plain values, any other item
        those of these fields that its class has.
        """
        adapter = ItemAdapter(item)
        if isinstance(item, Article):
            chosen: dict[str, Any] = {name: getattr(article, name) for name in ARTICLE_FIELDS}
        else:
            names = {ours: self._name(adapter, ours) for ours in VERDICT_FIELDS}
            known = names.values() if isinstance(item, dict) else adapter.field_names()
            chosen = {theirs: getattr(article, ours) for ours, theirs in names.items() if theirs and theirs in known}
        if isinstance(item, dict):
            chosen = {name: _plain(value) for name, value in chosen.items()}
        if _is_frozen(item):
            return replace(item, **chosen)
        adapter.update(chosen)
        return item

    def article(self, item: Any) -> Article | None:
        """Return a judged item as an article, with the verdicts that it has."""
        named = self.named(item, "")
        if named is None:
            return None
        values = self._values(item)
        article = named.article
        article.fetched = _string(values.get("fetched"))
        article.duplicate_of = _string(values.get("duplicate_of"))
        # A class with only this field names the representing article in it.
        article.represented_by = _string(values.get("represented_by")) or article.duplicate_of
        return article

    def _values(self, item: Any) -> dict[str, Any]:
        """Return the fields of an item by our names."""
        adapter = ItemAdapter(item)
        names = {ours: self._name(adapter, ours) for ours in ARTICLE_FIELDS}
        return {ours: adapter.get(theirs) if theirs else None for ours, theirs in names.items()}

    def _name(self, adapter: ItemAdapter, ours: str) -> str | None:
        """Return the item's name for one of our fields: a name mapped to it, if the item has that field, else our name.

        ``None`` if the item uses our name for another field: with ``{"story": "text"}``, its ``story`` is a text, so
        there is no field for our ``story``.
        """
        if isinstance(adapter.item, Article):
            return ours
        mapped = [theirs for theirs, field in self._names.items() if field == ours and theirs in adapter.field_names()]
        return mapped[0] if mapped else ours if self._names.get(ours, ours) == ours else None


def _is_frozen(item: Any) -> bool:
    return is_dataclass(item) and getattr(type(item), "__dataclass_params__").frozen  # noqa: B009 - typed nowhere


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _entry(values: Mapping[str, Any]) -> Entry:
    return Entry(
        guid=_string(values.get("guid")),
        link=_string(values.get("url")),
        title=_text(values.get("title"), "text"),
        summary=_text(values.get("summary"), "html"),
        content=_text(values.get("text"), "html"),
        authors=list(_authors(values.get("people") or values.get("authors"))),
        categories=[text for each in _listed(values.get("categories")) if (text := _string(each))],
        language=_string(values.get("language")),
        published=_time(values.get("published")),
        updated=_time(values.get("updated")),
        images=[FeedImage(url) for each in _listed(values.get("image")) if (url := _string(each))],
        enclosures=list(_enclosures(values.get("enclosures"))),
        rights=_text(values.get("rights"), "text"),
        license=_string(values.get("license")),
        reply_to=_string(values.get("reply_to")),
    )


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _string(value: Any) -> str | None:
    """Return a value as text; several texts, as selectors return them, are joined by blank lines."""
    if isinstance(value, list | tuple):
        value = "\n\n".join(str(each) for each in value if each is not None)
    text = "" if value is None else str(value).strip()
    return text or None


def _text(value: Any, kind: str) -> TextConstruct | None:
    text = _string(value)
    if text is None:
        return None
    return TextConstruct(text, "html" if kind == "html" else "text")


def _time(value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else _string(value)


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


def _authors(value: Any) -> Iterator[PersonConstruct]:
    for each in _listed(value):
        if isinstance(each, str):
            yield parse_person(each)
        else:
            yield PersonConstruct(*(_string(_get(each, name)) for name in ("name", "email", "url")))


def _enclosures(value: Any) -> Iterator[FeedEnclosure]:
    for each in _listed(value):
        if isinstance(each, str):
            yield FeedEnclosure(each)
        elif url := _string(_get(each, "url")):
            yield FeedEnclosure(url, *(_string(_get(each, name)) for name in ("type", "length", "duration")))


def _source(value: Any, otherwise: str) -> tuple[str, str | None]:
    """Return the address or name of an item's feed, or ``otherwise``, and the feed's title."""
    if value is None or isinstance(value, str):
        return _string(value) or otherwise, None
    return _string(_get(value, "url")) or otherwise, _string(_get(value, "title"))


def _paragraph(value: Any) -> Iterator[Paragraph]:
    """Yield the paragraph in a string, a dictionary or an object, unless it is empty."""
    if isinstance(value, str):
        value = {"text": value}
    text, kind, status, html, url = (_get(value, name) for name in ("text", "kind", "status", "html", "url"))
    paragraph = Paragraph(
        printable(str(text or "")),
        kind if kind in _KINDS else "paragraph",
        status=status if status in _STATUSES else "unique",
        html=sanitise(str(html)) if html else None,
        url=without_credentials(web_address(str(url)) or "") or None if url else None,
    )
    for name, of in (("level", int), ("ordered", bool), ("start", int)):
        stated = _get(value, name)
        setattr(paragraph, name, stated if type(stated) is of else None)
    if paragraph.text.strip() or paragraph.url:
        yield paragraph
