"""The state of the API besides the marks of the pages: clients' tokens, arrivals of stories, and a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from newsfeed.web.greader.arrivals import Arrivals
    from newsfeed.web.greader.cache import StoryCache
    from newsfeed.web.greader.tokens import LoginTokens


class ReaderAccount(NamedTuple):
    """The single account of the API."""

    tokens: LoginTokens
    arrivals: Arrivals
    cache: StoryCache
