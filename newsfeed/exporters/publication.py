"""Title and addresses of the feeds that a command writes: ``--title`` and ``--base-url``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from newsfeed.errors import NewsfeedError

_TITLE = "newsfeed"


@dataclass(frozen=True, slots=True)
class Publication:
    """The metadata of published feeds; ``base`` is the address of the folder that they are published in, if known."""

    title: str = _TITLE
    base: str | None = None

    @classmethod
    def of(cls, title: str | None, base_url: str | None) -> Publication:
        """Return the publication for these options; raise :class:`NewsfeedError` unless the address is one."""
        return cls(title or _TITLE, _folder_address(base_url) if base_url else None)

    def options(self, *path: str, title: str | None = None, home: str | None = None) -> dict[str, Any]:
        """Return the options for the exporter of a feed, with ``path`` as its file in the folder, if it is a file.

        ``title`` and ``home`` are the feed's own, if any; without a known address it has no home page.
        """
        own = {"url": self.address(*path) if path else None, "home": (home or self.base) if self.base else None}
        return {"title": title or self.title} | own

    def address(self, *path: str) -> str | None:
        """Return the address of a file, or ``None`` if the folder's address is unknown.

        >>> Publication(base="https://example.org/").address("World news", "feed.atom")
        'https://example.org/World%20news/feed.atom'
        """
        return None if self.base is None else self.base + "/".join(quote(name, safe="") for name in path)


def _folder_address(stated: str) -> str:
    """Return the address of a folder, which ends with a slash.

    >>> _folder_address("https://example.org/news")
    'https://example.org/news/'
    """
    try:
        parts = urlsplit(stated)
        usable = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        usable = None
    if not usable or parts.username or any(character.isspace() or ord(character) < 32 for character in stated):
        raise NewsfeedError(f"--base-url {stated}: must be the web address of a folder, like https://example.org/news/")
    return stated if stated.endswith("/") else f"{stated}/"
