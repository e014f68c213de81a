"""Credentials in URLs: user information (RFC 3986, section 3.2.1) is used for requests and never shown.

User names are often e-mail addresses, and passwords contain any character, so user information ends at the *last* ``@``
before the path.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

# One slash or three, or backslashes, count only after a web scheme: "x:/a@b" may be any name.
_USER_INFO = re.compile(
    r"((?<=:)//|(?:(?<=http:)|(?<=https:))(?:///?|/|\\{2})|(?<![^\s\"'(<>=,])//)[^/?#\s\\]*[@\uff20]", re.IGNORECASE
)
# The same inside a parameter of another address, percent-encoded.
_ENCODED_USER_INFO = re.compile(r"(%3A%2F%2F)(?:(?!%2F|%3F|%23)[^/?#&\s])*%40", re.IGNORECASE)
# A password with an unescaped "/", "?" or "#": what precedes it looks like a port, but is not a number.
_USER_INFO_WITH_DELIMITER = re.compile(r"(?<=:)//(?!\[)[^/?#\s:@]*:(?!\d*(?:[/?#\s]|$))[^/?#\s@]*[/?#](?:(?!://)\S)*@")
_WITHOUT_SCHEME = re.compile(r"(?<![^\s\"'(<>=,])(?!mailto:)[^\s/@:]+(?:@[^\s/@:]+)*:[^\s/]*@(?=[\w-]+[.:/])")
# The same in names that strangers give. Words for how somebody is reached, or for what they did, are no logins, nor are
# those of other scripts, nor times of day.
_LABELS = (
    "acct|aim|auteur|author|autor|by|contact|contacto|correo|courriel|da|de|di|e-?mail|edited|editor|facebook|fax|from|"
    "icq|im|info|instagram|jabber|kontakt|mail|mailto|mastodon|matrix|mobile|msn|par|phone|photos?|por|press|redaktion|"
    "reporter|signal|sips?|skype|source|tel|telefon|telegram|telephone|text|threads|twitter|via|von|whatsapp|writer|"
    "written|x|xmpp"
)
_IN_A_NAME = re.compile(
    rf"(?<![\w.+%$!~*@:/-])(?!(?:{_LABELS}):[^\s/:@]*@[^\s@]*(?:\s|$)|\d\d?:\d\d?(?::\d\d)?@)"
    r"(?a:[\w.+%$!~*-])+(?:@[^\s/@:]+)*:[^\s/]{0,256}@(?=\w)",
    re.IGNORECASE,
)
_URL_WITH_CREDENTIALS = re.compile(r"(\s*[A-Za-z][A-Za-z0-9+.-]*://)([^/?#]*)@(.*)", re.DOTALL)
_DATABASE_FILE = re.compile(r"sqlite(?:\+\w+)?:///", re.IGNORECASE)
_DATABASE_USER_INFO = re.compile(r"^(\s*[A-Za-z0-9+.-]*:?/{1,3})?.*@", re.DOTALL)
_HARMLESS = re.compile(r"(?:host|port|dbname|options|application_name|sslmode|mode|uri|timeout)=")
# The same before a "?": in a connection string of libpq, or behind a "#", which SQLAlchemy takes for part of a name.
_ASSIGNED = re.compile(r"(\w+\s*=)\s*(?:'(?:[^'\\]|\\.)*'?|[^\s'\"]*)")


def split_credentials(url: str) -> tuple[str, str | None]:
    """Return a URL without its user information, and the decoded ``user:password``, ``None`` if there is none.

    >>> split_credentials("https://me@example.org:p%40ss@word@example.org/feed")
    ('https://example.org/feed', 'me@example.org:p@ss@word')
    """
    found = _URL_WITH_CREDENTIALS.fullmatch(url)
    if found is None:
        return url, None
    user, _, password = found[2].partition(":")
    return found[1] + found[3], f"{unquote(user)}:{unquote(password)}"


def without_credentials(text: str) -> str:
    """Return a text without the user information in its URLs, for outputs, logs, messages and the store.

    >>> without_credentials("https://me@example.org:se@cret@example.org/feed: not found")
    'https://example.org/feed: not found'
    """
    if "%40" in text:
        text = _ENCODED_USER_INFO.sub(r"\1", text)
    if "@" not in text and "\uff20" not in text:
        return text
    return _USER_INFO.sub(r"\1", _USER_INFO_WITH_DELIMITER.sub("//", text))


def message_without_credentials(message: str) -> str:
    """Return a message without user information, also in addresses that were typed without their scheme.

    >>> message_without_credentials("me@a.org:se@cret@example.org/feed: no such file; ask mailto:me@example.org")
    'example.org/feed: no such file; ask mailto:me@example.org'
    """
    return _WITHOUT_SCHEME.sub("", without_credentials(message))


def name_without_credentials(name: str) -> str:
    """Return a name that a stranger gave (an author, a category, a title of a feed) without user information.

    >>> name_without_credentials("Bob <bob:secret@host>"), name_without_credentials("By:jane@host, 12:30@home")
    ('Bob <host>', 'By:jane@host, 12:30@home')
    """
    shown = without_credentials(name)
    return _IN_A_NAME.sub("", shown) if "@" in shown else shown


def printable_store_url(url: str) -> str:
    """Return the URL of a store, even a mistyped one, without user information and parameters that may be secret.

    >>> printable_store_url("postgresql//me:secret@db/news?password=x&sslmode=require")
    'postgresql//db/news?password=…&sslmode=require'
    """
    before, question, query = url.partition("?")
    if _DATABASE_FILE.match(url):
        shown = before
    elif "@" in query:  # a password with "?", or a parameter with "@": its end is unknown
        return f"{url.partition(':')[0]}:…" if "://" in before else "…"
    else:
        shown = without_assigned_values(_DATABASE_USER_INFO.sub(r"\1", before))
    return shown + question + "".join(map(_parameter, re.split(r"([&;])", query)))


def without_assigned_values(text: str) -> str:
    """Return a text without the values in it that have a name and may be secret.

    >>> without_assigned_values("host=db password = 'sec ret' dbname=news")
    'host=db password =… dbname=news'
    """
    return _ASSIGNED.sub(lambda found: found[0] if _HARMLESS.match(found[0]) else f"{found[1]}…", text)


def _parameter(word: str) -> str:
    name, equals, _ = word.partition("=")
    return word if _HARMLESS.match(word) or word in {"&", ";", ""} else f"{name if equals else ''}{equals}…"
