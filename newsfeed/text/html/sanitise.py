"""Sanitising: all HTML taken from an entry passes through :func:`sanitise`."""

from __future__ import annotations

import re
from typing import Any

import nh3

from newsfeed.text.html.markup import INLINE, KEPT_ATTRIBUTES
from newsfeed.text.urls.credentials import without_credentials

_TABLE = {"caption", "table", "tbody", "td", "th", "thead", "tfoot", "tr"}
_MEDIA = {"audio", "figcaption", "figure", "img", "video"}
_BLOCKS = {"blockquote", "dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "ul"}
_PLAYER = {"controls", "preload", "src", "title"}
_OPTIONS: dict[str, Any] = {
    "tags": {*INLINE, "br", *_TABLE, *_MEDIA, *_BLOCKS},
    "attributes": {
        **{tag: set(names) for tag, names in KEPT_ATTRIBUTES.items()},
        "a": {"href", "title"},
        "audio": _PLAYER,
        "img": {"alt", "height", "src", "title", "width"},
        "ol": {"start"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope"},
        "video": _PLAYER | {"height", "poster", "width"},
    },
    "clean_content_tags": {"script", "style"},
    "url_schemes": {"http", "https", "mailto", "tel"},
    "link_rel": None,
    "strip_comments": True,
}
_ADDRESSES = frozenset(["href", "poster", "src"])


def _without_login(_tag: str, attribute: str, value: str) -> str:
    """Return the value of an attribute; addresses lose user name and password."""
    return without_credentials(value) if attribute in _ADDRESSES and "//" in value else value


_CLEANER = nh3.Cleaner(**_OPTIONS)
_LOGIN_CLEANER = nh3.Cleaner(**_OPTIONS, attribute_filter=_without_login)  # slower, for markup with an @
_EMPTY = re.compile(r"<([a-z]+)(?:\s[^<>]*)?>(\s*)</\1>")
_NOTHING_INSIDE = re.compile(r">\s*</")  # much faster to find
_WITH_CONTENT = frozenset(["audio", "td", "th", "video"])


def sanitise(html: str) -> str | None:
    """Return ``html`` with only the elements, attributes and schemes of the allow-list; ``None`` if no markup is left.

    >>> sanitise('<b onclick="x()">One</b><i></i> <script>x()</script><a href="javascript:x()">two</a>')
    '<b>One</b> <a>two</a>'
    >>> sanitise('<a href="https://me:secret@example.org/">one</a>')
    '<a href="https://example.org/">one</a>'
    >>> sanitise("fish &amp; chips") is None
    True
    """
    cleaned = (_LOGIN_CLEANER if "@" in html or "&" in html else _CLEANER).clean(html)
    while _NOTHING_INSIDE.search(cleaned) and (shorter := _EMPTY.sub(_without_empty, cleaned)) != cleaned:
        cleaned = shorter
    return cleaned.strip() if "<" in cleaned else None


def _without_empty(element: re.Match[str]) -> str:
    """Return only the white space of an empty element, unless the element means something without content."""
    return element[0] if element[1] in _WITH_CONTENT else element[2]
