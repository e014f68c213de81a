"""Recognise links that do not lead to a text: they share a page, show an image, or are empty."""

from __future__ import annotations

import re

from newsfeed.text.caching import cached
from newsfeed.text.lazy import regex

# The name of a share endpoint, as a whole word of its path: /sharer.php, /intent/tweet, /shareArticle, /submit …
_VERB = regex(
    r"/(?:(?:bz|cgi_qz|gen|link|q)?share(?:r|article|button|link|widget|_?onekey)?|intents?|dialog|submit(?:link)?|send|tweet|compose"
    r"|post|save|add(?:_to|toany)?|bookmarks?|bookmarklet|pin|create|reblog|forward|recommend|lineit)(?:[./?_-]|$)",
    re.IGNORECASE,
)
# … and the parameter that carries the address or title of the page.
_PAYLOAD = regex(
    r"[?&](?:u|url|uri|href|link|linkurl|bkmk|canonicalurl|shareurl|page|source_url)=(?:https?(?::|%3a)|%2f)"
    r"|[?&](?:text|title|status|body|t)=",
    re.IGNORECASE,
)
_SCHEME = regex(r"(?:whatsapp|tg|viber|line|fb-messenger|weixin|kakaolink|sms):", re.IGNORECASE)
_SHARE_QUERY = re.compile(r"[?&]share=[a-z-]{2,20}(?:&|$)", re.IGNORECASE)
_MAIL_WITHOUT_ADDRESS = re.compile(r"mailto:(?:%20)*\?", re.IGNORECASE)


_IMAGE_FILE = regex(r"[^?#]*\.(?:jpe?g|png|gif|webp|avif|svg|bmp)(?:[?#].*)?", re.IGNORECASE | re.DOTALL)


@cached(4096)
def leads_to_page(address: str) -> bool:
    """Return whether a link leads to another text, and not to an image file or nowhere.

    >>> leads_to_page("/2024/ferry"), leads_to_page("/2024/ferry.jpg"), leads_to_page("#")
    (True, False, False)
    """
    address = address.strip()
    if address in ("", "#") or address[:11].lower() == "javascript:":
        return False
    return not _IMAGE_FILE.fullmatch(address)


@cached(4096)
def is_share(address: str) -> bool:
    """Return whether following ``address`` would post, send or bookmark a page.

    >>> is_share("https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fexample.org%2F1")
    True
    >>> is_share("https://example.org/share-prices?page=2")
    False
    """
    address = address.strip()[:4096]
    if _SCHEME.match(address) or _MAIL_WITHOUT_ADDRESS.match(address) or _SHARE_QUERY.search(address):
        return True
    path, mark, query = address.partition("?")
    return bool(mark and _PAYLOAD.search(mark + query) and _VERB.search(path))
