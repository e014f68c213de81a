"""The ``User-Agent`` header, with a contact address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.useragent import UserAgentMiddleware

from newsfeed.errors import NewsfeedError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# Visible ASCII without the characters that would end a comment (RFC 9110, section 5.6.5).
_CONTACT = re.compile(r"[!-'*-\[\]-~]*")


class ContactUserAgentMiddleware(UserAgentMiddleware):
    """Sends ``USER_AGENT`` followed by ``NEWSFEED_CONTACT``, so that the owner of a server can reach the operator.

    A request with its own ``User-Agent`` keeps it.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ContactUserAgentMiddleware:
        """Build the middleware."""
        return cls(user_agent(crawler.settings["USER_AGENT"], crawler.settings["NEWSFEED_CONTACT"]))


def user_agent(name: str, contact: str) -> str:
    """Return a ``User-Agent`` value; raise :class:`NewsfeedError` for a ``contact`` that it cannot contain.

    >>> user_agent("newsfeed/1.0", "https://example.org/bot")
    'newsfeed/1.0 (+https://example.org/bot)'
    """
    if not _CONTACT.fullmatch(contact):
        raise NewsfeedError(f"NEWSFEED_CONTACT={contact!r}: must be a URL or an e-mail address")
    return f"{name} (+{contact})" if contact else name
