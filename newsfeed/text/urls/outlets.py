"""The outlet of an address: its host or, on a host that many share, the channel, account or project.

:data:`SHARED_HOSTS` lists these hosts, and how their addresses name the outlet.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from newsfeed.text.urls.canonical import site

_FIRST = re.compile(r"/(?P<outlet>[^/]+)")
_CHANNEL = re.compile(r"/(?P<outlet>(?:channel/|user/|c/|@)[^/]+)")

# The host as readers know it, and the part of a path that names the outlet; without a match, the outlet is unknown.
SHARED_HOSTS: dict[str, re.Pattern[str]] = {
    "youtube.com": _CHANNEL,
    "youtu.be": _CHANNEL,
    "vimeo.com": re.compile(r"/(?P<outlet>(?:channels/|user)?[^/]*[^/\d][^/]*)"),
    "space.bilibili.com": _FIRST,
    "bilibili.com": re.compile(r"/(?P<outlet>(?!video$)[^/]+)/(?!BV|av)"),
    "medium.com": re.compile(r"/(?P<outlet>(?!p/|tag/)[^/]+)"),
    "substack.com": re.compile(r"/(?P<outlet>@[^/]+)|/pub/(?P<pub>[^/]+)"),
    "open.substack.com": re.compile(r"/pub/(?P<outlet>[^/]+)"),
    "wordpress.com": re.compile(r"/(?P<outlet>(?!read/|tag/|\d{4}/)[^/]+)"),
    "feeds.feedburner.com": re.compile(r"/(?:~r/)?(?P<outlet>[^/]+)"),
    "feedproxy.google.com": re.compile(r"/~r/(?P<outlet>[^/]+)"),
    "rss.feedburner.com": _FIRST,
    "reddit.com": re.compile(r"/(?P<outlet>(?:r|user|u)/[^/]+)"),
    "tumblr.com": re.compile(r"/(?P<outlet>(?!tagged/)[^/]+)"),
    "twitter.com": _FIRST,
    "x.com": _FIRST,
    "facebook.com": re.compile(r"/(?P<outlet>(?!watch|events|groups)[^/]+)"),
    "t.me": re.compile(r"/(?:s/)?(?P<outlet>[^/]+)"),
    "telegra.ph": re.compile(r"(?!)"),
    "soundcloud.com": _FIRST,
    "anchor.fm": re.compile(r"/(?:s/)?(?P<outlet>[^/]+)"),
    "github.com": re.compile(r"/(?P<outlet>[^/]+/[^/]+)"),
    "gitlab.com": re.compile(r"/(?P<outlet>[^/]+/[^/]+)"),
    "dev.to": _FIRST,
    "zhuanlan.zhihu.com": _FIRST,
    "blog.csdn.net": _FIRST,
    "mp.weixin.qq.com": re.compile(r"(?!)"),
    "sites.google.com": re.compile(r"/(?P<outlet>(?:view|site)/[^/]+)"),
}
"""Hosts that many outlets share. Other services give each outlet its own host (``NAME.substack.com``,
``NAME.wordpress.com``, ``NAME.blogspot.com``, ``NAME.medium.com``), or, like github.io, one host to each account with a
path for each project."""

MEDIA_HOSTS = frozenset(
    {"youtube.com", "youtu.be", "vimeo.com", "bilibili.com", "space.bilibili.com", "soundcloud.com"}
)
"""Hosts of films and sound, where one descriptive text may be under many of them."""

_PROJECT_HOSTS = re.compile(r"\.(?:github|gitlab)\.io\Z")
_NAMING_PARAMETERS = ("channel_id", "user", "playlist_id", "__biz")


def outlet(url: str, *, feed: str = "", channel: str = "") -> str:
    """Return the outlet that an address belongs to; "" if it is not an address.

    Where an address on a shared host names none, the address of its ``feed`` may, or the name of its ``channel``.

    >>> outlet("https://www.example.org/a"), outlet("https://medium.com/@jane/a-story")
    ('example.org', 'medium.com/@jane')
    >>> feed = "https://www.youtube.com/feeds/videos.xml?channel_id=UC1"
    >>> outlet("https://www.youtube.com/watch?v=a", feed=feed), outlet("https://www.youtube.com/watch?v=a")
    ('youtube.com/UC1', 'youtube.com')
    >>> outlet("https://jane.github.io/notes/2024/a.html"), outlet("https://jane.github.io/a.html")
    ('jane.github.io/notes', 'jane.github.io')
    """
    host = site(url)
    if _PROJECT_HOSTS.search(host):
        project = re.match(r"/(?P<outlet>[^/.\d][^/.]*)/", urlsplit(url).path)
        return f"{host}/{project['outlet']}" if project else host
    if host not in SHARED_HOSTS:
        return host
    named = _named(url) or (_named(feed) if site(feed) == host else None) or channel
    return f"{host}/{named}" if named else host


def is_told_by_title(site: str) -> bool:
    """Return whether only the title distinguishes articles of a site that have the same text.

    That holds on a host shared by many outlets, where nothing names the outlet, and on one of films or sound.

    >>> is_told_by_title("medium.com"), is_told_by_title("medium.com/@jane"), is_told_by_title("youtube.com/UC1")
    (True, False, True)
    """
    return site in SHARED_HOSTS or site.partition("/")[0] in MEDIA_HOSTS


def _named(url: str) -> str | None:
    """Return the name of the outlet that an address on a shared host states."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    stated = next((query[name][0] for name in _NAMING_PARAMETERS if query.get(name)), None)
    found = SHARED_HOSTS[site(url)].match(parts.path)
    return stated or (next(filter(None, found.groups()), None) if found else None)
