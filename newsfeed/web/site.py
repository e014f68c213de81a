"""The settings of a server: its store, its host names, and its access control."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from newsfeed.web.cleaned import FeedSettings
from newsfeed.web.versions import Versions

if TYPE_CHECKING:
    from newsfeed.web.editing import Editor
    from newsfeed.web.greader.account import ReaderAccount
    from newsfeed.web.guard import Sessions
    from newsfeed.web.marks import Marks
    from newsfeed.web.reader import Reader


@dataclass(frozen=True, slots=True)
class Site:
    """The configuration of the pages: their store, their hosts, and their access control.

    ``hosts`` are the ``name:port`` pairs under which the pages may be requested; ``sessions`` is set if a password is
    needed; ``is_secure`` is true if the pages are reached over TLS; ``base`` is the public address behind a proxy, if
    any. ``editor`` changes subscriptions; without one, nothing can be changed. ``feeds`` are the settings of the
    cleaned feeds. ``account`` is set if the Google Reader API is served.
    """

    reader: Reader
    marks: Marks
    hosts: frozenset[str]
    zone: tzinfo = UTC
    sessions: Sessions | None = None
    is_secure: bool = False
    base: str = ""
    editor: Editor | None = None
    feeds: FeedSettings = field(default_factory=FeedSettings)
    versions: Versions = field(default_factory=Versions)
    account: ReaderAccount | None = None
