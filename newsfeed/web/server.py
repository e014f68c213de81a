"""Serve the pages with uvicorn: address, host names and password."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import uvicorn

from newsfeed.errors import NewsfeedError
from newsfeed.store.repository import Store
from newsfeed.web.app import create_app
from newsfeed.web.cleaned import FeedSettings
from newsfeed.web.editing import Editor
from newsfeed.web.greader.account import ReaderAccount
from newsfeed.web.greader.arrivals import Arrivals
from newsfeed.web.greader.cache import StoryCache
from newsfeed.web.greader.tokens import LoginTokens
from newsfeed.web.guard import Sessions, hashed
from newsfeed.web.marks import Marks
from newsfeed.web.reader import Reader
from newsfeed.web.site import Site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo


_HTTP = 80


class ServeOptions(NamedTuple):
    """The options of ``newsfeed serve``; ``settings`` are the settings given to the command, by name."""

    store: str
    host: str = "127.0.0.1"
    port: int = 8765
    zone: str = "UTC"
    marks: str = "newsfeed-marks.db"
    password_file: str = ""
    public_url: str = ""
    read_only: bool = False
    settings: Mapping[str, str] = MappingProxyType({})
    feeds: FeedSettings = FeedSettings()
    greader: bool = False


def serve(options: ServeOptions) -> None:
    """Serve the pages until interrupted. Raises NewsfeedError for invalid options."""
    site = build(options)
    # An access log would reveal what is read.
    config = uvicorn.Config(create_app(site), host=options.host, port=options.port, log_level="warning")
    uvicorn.Server(config).run()


def build(options: ServeOptions) -> Site:
    """Return the site for these options; raise NewsfeedError if one of them is invalid.

    Unless the site is read-only, a missing store is created, so that its first feeds can be added in the pages.
    """
    sessions = _sessions(options)
    public = urlsplit(options.public_url)
    if options.public_url and not (public.scheme in {"http", "https"} and public.netloc):
        raise NewsfeedError(f"--public-url {options.public_url}: not a URL such as https://news.example.org")
    names = {options.host, "localhost", "127.0.0.1", "[::1]"} if is_loopback(options.host) else {options.host}
    hosts = {f"{_bracketed(name)}:{options.port}".lower() for name in names}
    if options.port == _HTTP:  # browsers leave out the default port
        hosts |= {_bracketed(name).lower() for name in names}
    if public.netloc:
        hosts.add(public.netloc.lower())
    if not options.read_only:
        Store(options.store).close()
    return Site(
        Reader(options.store),
        Marks(Path(options.marks)),
        frozenset(hosts),
        _zone(options.zone),
        sessions,
        public.scheme == "https",
        options.public_url.rstrip("/"),
        None if options.read_only else Editor(options.store, options.settings),
        options.feeds,
        account=_account(options),
    )


def is_loopback(host: str) -> bool:
    """Return whether only programs on this machine can connect to a host."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def set_password(path: Path, password: str) -> None:
    """Write the hash of a password to a file that only its owner can read."""
    path.touch(mode=0o600)
    path.write_text(f"{hashed(password)}\n")


def _account(options: ServeOptions) -> ReaderAccount | None:
    """Return the account of the Google Reader API if it is served; its login needs a password."""
    if not options.greader:
        return None
    if not options.password_file:
        raise NewsfeedError(
            "--greader: feed readers log in with a password; name one with --password-file FILE"
            " (newsfeed serve --set-password FILE makes it)"
        )
    marks = Path(options.marks)
    return ReaderAccount(LoginTokens(marks, stored_password(options.password_file)), Arrivals(marks), StoryCache())


def _sessions(options: ServeOptions) -> Sessions | None:
    if not options.password_file:
        if is_loopback(options.host):
            return None
        raise NewsfeedError(
            f"--host {options.host}: everybody who reaches this address could read the store; protect it with"
            " --password-file FILE (newsfeed serve --set-password FILE makes one)"
        )
    return Sessions(stored_password(options.password_file))


def stored_password(file: str) -> str:
    """Return the hash of the password in a file; raise NewsfeedError if there is none."""
    try:
        stored = Path(file).read_text().strip()
    except OSError as error:
        raise NewsfeedError(f"--password-file {file}: {error.strerror}") from error
    if stored.count("$") != 2 or not stored.startswith("scrypt$"):
        raise NewsfeedError(f"--password-file {file}: holds no hash; make it with --set-password")
    return stored


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise NewsfeedError(f"--tz {name}: no such time zone; name one such as Asia/Shanghai") from error


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
