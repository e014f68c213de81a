"""URLs: their canonical form for output, a folded key for identity, and the section and site they name."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from newsfeed.text.caching import cached
from newsfeed.text.urls.credentials import without_credentials
from newsfeed.text.urls.redirectors import unwrapped
from newsfeed.text.urls.tracking import NAMES, NAMES_AT, PREFIXES, REFERRERS

_LONGEST = 8192  # characters; servers refuse longer ones
_LONGEST_REQUESTED = 65_536  # those of a redirect are requested, as long as a header can be

_FEED_REFERRER = re.compile(r"(?:rss|atom|feed)(?:[-_.].*)?", re.IGNORECASE)

# URLs that are canonical already, as most of articles are: recognised in a tenth of the time.
_NOT_ASCII = "%[89A-F][0-9A-F]"
_PLAIN = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z][a-z0-9]*)+"
    rf"(?:/(?:[A-Za-z0-9_~-]|{_NOT_ASCII})(?:[A-Za-z0-9_~.-]|{_NOT_ASCII})*)+/?"
)

# Absolute URLs that urljoin returns as they are.
_ABSOLUTE = re.compile(r"https?://[A-Za-z0-9.:@_%~-]+(?:/[^\s?#;]*+)?(?:\?[^\s#]+)?(?:#\S+)?$")

# URLs that need no change in a text: absolute, without user information, parameters and query.
_AS_WRITTEN = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[^\s?#;@%]*+(?:%[89A-F][0-9A-F][^\s?#;@%]*+)*+)?(?:#[\w-]+)?"
)

_ESCAPED_AMPERSAND = re.compile(r"&(?:(?:amp|#0{0,4}38|#[xX]26);)+")
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b\u2028\u2029\u3000\ufeff]+")

# Path segments that route to an article rather than name its section.
_ROUTING = frozenset({
    "a", "amp", "archive", "archives", "article", "articles", "b", "blog", "blogs", "c", "category", "content",
    "contents", "d", "default", "detail", "details", "doc", "docs", "entry", "entries", "feed", "feeds",
    "global", "home", "html", "i", "index", "issue", "item", "items", "m", "mobile", "n", "news", "node", "p",
    "page", "pages", "post", "posts", "print", "read", "release", "releases", "rss", "s", "section", "sections",
    "share", "show", "site", "sites", "simp", "stories", "story", "t", "tag", "tags", "topic", "topics", "trad",
    "u", "user", "users", "v", "video", "videos", "view", "w", "web", "wiki", "wordpress", "www",
})  # fmt: skip
_MONTHS = frozenset({
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
})  # fmt: skip
_LANGUAGE = re.compile(r"[a-z]{2}|[a-z]{2}[-_](?:[a-z]{2}|[a-z]{4}|[a-z]{4}[-_][a-z]{2})", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:[-_ &+][^\W\d_]+){0,3}")
_LONGEST_NAME = 40
_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+", re.ASCII)
_NUMBERED = re.compile(r"[^\s=]*\d[^\s=]*")
_HOST_PREFIX = re.compile(r"(?:(?:www\d?|m|amp|mobile|wap)\.)+(?=[^.]+\.)")


def joined(base: str, address: str) -> str:
    """Return the result of :func:`urljoin`, faster for absolute addresses, which most are.

    >>> joined("https://example.org/n/1", "2"), joined("https://example.org/n/1", "https://example.org/2")
    ('https://example.org/n/2', 'https://example.org/2')
    """
    return address if _ABSOLUTE.match(address) else urljoin(base, address)


@cached(2048)  # each link is needed more than once, and successive copies of a feed repeat it
def canonical_url(url: str, base: str = "") -> str | None:
    """Return the canonical form of a URL, which all output uses; ``None`` if it is not an http or https URL.

    It is absolute (``base`` resolves a relative one), without fragment, user information and trackers
    (:mod:`newsfeed.text.urls.tracking`), its query sorted and its percent-encoding uniform; ampersands escaped twice
    are restored, and a redirector is replaced by its target (:mod:`newsfeed.text.urls.redirectors`).

    >>> canonical_url("/a?utm_source=x&amp;id=1#top", "https://example.org/feed")
    'https://example.org/a?id=1'
    """
    address = _ESCAPED_AMPERSAND.sub("&", _BLANKS.sub(" ", url).strip())
    if not address or len(address) > _LONGEST:
        return None
    plain = _PLAIN.fullmatch(address)
    try:
        absolute = address if plain else joined(base, address)
        carried = unwrapped(absolute)
        if plain and carried is absolute:
            return address
        parts = urlsplit(carried)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return None
        canonical = canonicalize_url(urlunsplit(_without_trackers(_without_user_and_port(parts))))
        return canonical if _HOST.fullmatch(urlsplit(canonical).hostname or "") else None
    except (ValueError, UnicodeError):
        return None


def web_address(url: str, base: str = "") -> str | None:
    """Return a URL made absolute and otherwise unchanged; ``None`` if it is not an http or https URL, or too long.

    >>> web_address("/feed?b=1&a=2", "https://example.org/"), web_address("http://[bad"), web_address("http://a:99999/")
    ('https://example.org/feed?b=1&a=2', None, None)
    """
    if len(url) > _LONGEST_REQUESTED:  # which urlsplit would keep
        return None
    try:
        address = joined(base, url.strip())
        parts = urlsplit(address.replace("\\", "/"))  # as clients read it
        is_possible = bool(parts.hostname) and parts.port != 0
        address.encode()  # not if a part of a character stands in it
    except ValueError:
        return None
    return address if is_possible and parts.scheme in {"http", "https"} else None


def other_address(url: str, base: str) -> str | None:
    """Return the :func:`web_address` of a URL; ``None`` if it is that of the document itself.

    >>> other_address("/feed", "https://example.org/"), other_address("/#top", "https://example.org/")
    ('https://example.org/feed', None)
    """
    address = web_address(url, base)
    return address if address and address.partition("#")[0] != base.partition("#")[0] else None


@cached(4096)
def content_url(url: str, base: str = "") -> str | None:
    """Return the address of a link inside a text: absolute, without user information and trackers.

    Otherwise it is as written. ``None`` for schemes that lead nowhere in a text (``javascript:``, ``data:``) and for
    relative links without a base.

    >>> content_url("../a?utm_source=x&b=2&a=1#part", "https://example.org/n/1")
    'https://example.org/a?b=2&a=1#part'
    >>> content_url("https://me@example.org:secret@example.org/a/@jane")
    'https://example.org/a/@jane'
    >>> content_url("mailto:jane@example.org"), content_url("javascript:alert(1)"), content_url("/a")
    ('mailto:jane@example.org', None, None)
    """
    address = _ESCAPED_AMPERSAND.sub("&", _BLANKS.sub(" ", url).strip())
    if not address or len(address) > _LONGEST:
        return None
    if _AS_WRITTEN.fullmatch(address) and unwrapped(address) is address:
        return address
    if address[:7].lower() == "mailto:" or address[:4].lower() == "tel:":
        return address.replace(" ", "%20")
    try:
        absolute = unwrapped(joined(base, address))
        parts = urlsplit(absolute)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return None
        if parts.query:
            absolute = urlunsplit(_without_trackers(parts))
    except ValueError:
        return None
    return without_credentials(absolute.replace(" ", "%20"))


def url_key(url: str) -> str:
    """Return a key that is equal for URLs of the same article, for comparison only.

    It ignores the differences that :func:`canonical_url` removes, http or https, ``www.`` and a closing slash.
    """
    canonical = canonical_url(url)
    if canonical is None:
        return url.strip()
    return _folded(canonical)


def page_key(url: str, base: str = "") -> str | None:
    """Return the :func:`url_key` of the page that a link leads to; ``None`` if that is the front page of a site.

    A fragment that numbers a part of a page (a comment, a day) belongs to its key.

    >>> page_key("/ferry/#comment-12", "https://www.example.org/feed"), page_key("https://example.org/")
    ('example.org/ferry#comment-12', None)
    """
    canonical = canonical_url(url, base)
    if canonical is None:
        return None
    key, fragment = _folded(canonical), url.partition("#")[2]
    if _NUMBERED.fullmatch(fragment):
        return f"{key}#{fragment}"
    return key if "/" in key or "?" in key else None


def is_variant(url: str, canonical: str, base: str = "") -> bool:
    """Return whether the ``canonical`` URL that a page states is credible: a page of the same site.

    >>> is_variant("https://m.example.org/ferry", "https://www.example.org/ferry")
    True
    >>> is_variant("https://example.org/ferry", "https://example.org/"), is_variant("https://a.org/1", "https://b.org/1")
    (False, False)
    """
    own, stated = canonical_url(url, base), canonical_url(canonical, base)
    return bool(own and stated and page_key(stated)) and site(own or "") == site(stated or "")


def section(url: str) -> str | None:
    """Return the readable name of the site section in a URL; ``None`` if the URL names none.

    It is the last directory before the article's own part other than a date, number, language or routing word.

    >>> section("https://example.org/cn/%E6%AC%A7%E6%B4%B2/20240104-title"), section("https://example.org/p/1234")
    ('欧洲', None)
    """
    try:
        path = unquote(urlsplit(url).path, errors="strict")
    except ValueError:
        return None
    for directory in reversed([part for part in path.split("/") if part][:-1]):
        if directory.startswith(("@", "~")):
            return None
        if _names_section(directory):
            return re.sub(r"[-_+ ]+", " ", directory).strip()
    return None


def site(url: str) -> str:
    """Return the host of a site as readers know it: in lower case, without ``www.`` and prefixes of mobile variants.

    >>> site("https://WWW.Example.org/a"), site("https://m.example.co.uk/a")
    ('example.org', 'example.co.uk')
    """
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return _HOST_PREFIX.sub("", host, count=1) if host.count(".") > 1 else host


def _folded(canonical: str) -> str:
    parts = urlsplit(canonical)
    host = parts.netloc.lower().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def _without_user_and_port(parts: SplitResult) -> SplitResult:
    """Return a URL without user information, which is private, and without a default port."""
    default = 443 if parts.scheme == "https" else 80
    netloc = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=netloc.rpartition(":")[0] if parts.port == default else netloc)


def _without_trackers(parts: SplitResult) -> SplitResult:
    if not parts.query:
        return parts
    host = (parts.hostname or "").lower()
    local = {name for end, names in NAMES_AT.items() if host == end or host.endswith(f".{end}") for name in names}
    kept = [pair for pair in parts.query.split("&") if pair and not _tracks(pair, local)]
    return parts._replace(query="&".join(kept))


def _tracks(pair: str, local: set[str]) -> bool:
    name, _, value = pair.partition("=")
    name = unquote(name).lower()
    if name in NAMES or name in local or name.startswith(PREFIXES):
        return True
    return name in REFERRERS and _FEED_REFERRER.fullmatch(unquote(value)) is not None


def _names_section(directory: str) -> bool:
    folded = directory.lower()
    if folded in _ROUTING or folded in _MONTHS or _LANGUAGE.fullmatch(folded):
        return False
    return len(directory) <= _LONGEST_NAME and len(directory) > 1 and _NAME.fullmatch(directory) is not None
