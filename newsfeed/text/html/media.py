"""Images and embeds of an article: videos, sounds, and content of other sites in a frame or a quotation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from newsfeed.text.html.markup import host
from newsfeed.text.lazy import regex
from newsfeed.text.urls.canonical import content_url
from newsfeed.text.whitespace import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_SOURCES = ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data-url", "data")
# Scripts that are replaced by an embed; the script's address, without the ending, is that of the embedded page.
_EMBEDDING_SCRIPT = regex(r"(?:https?:)?//(?:gist\.github\.com/[^?#]+|asciinema\.org/a/[^/?#]+)\.js\b", re.IGNORECASE)
_POSTS = frozenset({
    "bluesky-embed", "instagram-media", "mastodon-embed", "reddit-card", "reddit-embed-bq", "tiktok-embed",
    "twitter-tweet", "twitter-video", "threads-post", "text-post-media",
})  # fmt: skip
PLAYERS = frozenset(["audio", "embed", "iframe", "object", "script", "video"])
"""Elements that may show content from another address."""

_CUSTOM = {
    "amp-anim": "img", "amp-audio": "audio", "amp-iframe": "iframe", "amp-img": "img", "amp-video": "video",
    "g-emoji": "span", "local-time": "time", "math-renderer": "span", "relative-time": "time", "time-ago": "time",
}  # fmt: skip
_YOUTUBE = frozenset(["amp-youtube", "lite-youtube", "youtube-video"])
_YOUTUBE_VIDEO = regex(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/(?!videoseries)([\w-]{11})(?![\w-])")
_YOUTUBE_STILL = "https://i.ytimg.com/vi/{}/hqdefault.jpg"
_HIDDEN = ("display:none", "display: none", "visibility:hidden")


@dataclass(slots=True)
class Player:
    """An element that shows content from another address."""

    tag: str
    attributes: Mapping[str, str]
    address: str
    type: str = ""
    sources: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title, or the label for screen readers."""
        return fold(self.attributes.get("title", "") or self.attributes.get("aria-label", ""))

    @property
    def native(self) -> str:
        """The media type of the file that it plays, ``*`` if unknown, empty if it plays no file by itself."""
        return (self.type or "*") if self.tag in ("audio", "video") else ""

    def add_source(self, attributes: Mapping[str, str]) -> None:
        """Take the address of a ``source`` element inside, if the player has none itself."""
        if not self.address:
            self.address, self.type = _address(attributes), attributes.get("type", "")

    def html(self, url: str, base: str) -> str:
        """Return a player of a file, or a link to the embedded page: feed readers do not run content of other sites.

        Most videos are on YouTube, which has a still image of each: the link shows it, as the player would.
        """
        title = escape(self.title)
        if self.native:
            poster = content_url(self.attributes.get("poster", ""), base) if self.tag == "video" else None
            shown = f' poster="{escape(poster)}"' if poster else ""
            named = f' title="{title}"' if title else ""
            return f'<{self.tag} controls preload="none" src="{escape(url)}"{shown}{named}></{self.tag}>'
        still = _YOUTUBE_STILL.format(video[1]) if (video := _YOUTUBE_VIDEO.match(url)) else ""
        shown = f'<img src="{still}" alt=""><br>' if still else ""
        return f'<a href="{escape(url)}">{shown}{title or escape(host(url))}</a>'


def standard(tag: str, attributes: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """Return the standard element that a custom element replaces; other elements unchanged.

    >>> standard("lite-youtube", {"videoid": "a1"})
    ('iframe', {'src': 'https://www.youtube.com/embed/a1', 'title': ''})
    """
    video = attributes.get("videoid") or attributes.get("data-videoid") if tag in _YOUTUBE else None
    if video:
        title = attributes.get("title") or attributes.get("playlabel") or ""
        return "iframe", {"src": f"https://www.youtube.com/embed/{quote(video)}", "title": title}
    return _CUSTOM.get(tag, tag), attributes


def player(tag: str, attributes: Mapping[str, str]) -> Player | None:
    """Return the player that an element embeds; ``None`` if it embeds nothing visible."""
    address = _address(attributes)
    if tag == "script":
        match = _EMBEDDING_SCRIPT.match(address)
        return Player("iframe", {}, match[0].removesuffix(".js")) if match else None
    if not address and tag not in ("audio", "video"):
        return None
    sizes = [attributes.get(side, "").strip().removesuffix("px") for side in ("width", "height")]
    if any(size in ("0", "1") for size in sizes) or any(each in attributes.get("style", "") for each in _HIDDEN):
        return None
    return Player(tag, attributes, address, attributes.get("type", ""))


def is_post(attributes: Mapping[str, str]) -> bool:
    """Return whether a quotation is a placeholder for a post on another site, which a script would insert."""
    return not _POSTS.isdisjoint(attributes.get("class", "").split())


def post_address(attributes: Mapping[str, str], base: str) -> str | None:
    """Return the address of a post, if its quotation states it."""
    stated = (attributes.get(name, "").strip() for name in ("cite", "data-instgrm-permalink", "data-url"))
    return next((address for each in stated if each and (address := content_url(each, base))), None)


def _address(attributes: Mapping[str, str]) -> str:
    return next(
        (value for name in _SOURCES if (value := attributes.get(name, "").strip()) and value != "about:blank"), ""
    )
