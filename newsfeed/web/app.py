"""The web application, built by :func:`create_app`: routes, pages in all formats, and access control."""

from __future__ import annotations

import csv
import io
import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote as quoted

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from newsfeed.store import browse
from newsfeed.store.engine import StoreError
from newsfeed.text.characters import xml_text
from newsfeed.web import forms, pages
from newsfeed.web.cleaned import Cleaned, folder_feed, opml, single_feed
from newsfeed.web.feed import atom
from newsfeed.web.graph import gexf
from newsfeed.web.greader import endpoints
from newsfeed.web.guard import HEADERS, is_host, is_same_origin, policy
from newsfeed.web.plain import as_plain
from newsfeed.web.query import Query, asked_of_index, page_number, parse
from newsfeed.web.rendering import html
from newsfeed.web.versions import http_date, is_since

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection
    from starlette.types import ASGIApp, Receive, Scope, Send

    from newsfeed.web.marks import Marks
    from newsfeed.web.site import Site

logger = logging.getLogger(__name__)

_ENDINGS = ("json", "csv", "atom")
_ATOM = "application/atom+xml"
_PAIR = "/a/{id}/p{position:int}/vs/{other}/p{other_position:int}"
_FOR_PROGRAMS = (".atom", ".opml", ".json", ".jsonl", ".csv", ".gexf")
_LONGEST_FORM = 200_000  # bytes
_LONGEST_UPLOAD = 8 << 20  # bytes of the form with a list of feeds


class Asked(NamedTuple):
    """The inputs of a page: the store, the reader's marks, the path and the query."""

    connection: Connection
    marks: Marks
    path: Mapping[str, Any]
    parameters: Mapping[str, str]
    query: Query


@dataclass(frozen=True, slots=True)
class View:
    """One kind of page: its template, its data function, its rows if it is a list, and its redirect."""

    template: str
    read: Callable[[Asked], Any]
    rows: Callable[[Any], Sequence[Any]] | None = None
    instead: Callable[[Any], str | None] | None = None


def create_app(site: Site) -> Starlette:
    """Return the application."""
    routes: list[Route | Mount] = [
        Mount("/static", StaticFiles(packages=[("newsfeed.web", "static")])),
        Route("/login", partial(forms.log_in, site), methods=["GET", "POST"]),
        Route("/logout", partial(forms.log_out, site), methods=["POST"]),
        Route("/marks", partial(forms.mark, site), methods=["POST"]),
        Route("/images", forms.switch_images, methods=["POST"]),
        Route("/check", partial(forms.check, site), methods=["POST"]),
        Route("/subscriptions", partial(forms.edit, site), methods=["POST"]),
        Route("/disputes.jsonl", partial(_disputes, site)),
        Route("/outlets.gexf", partial(_graph, site)),
        Route(f"{_PAIR}.html", partial(_evidence, site)),
        Route("/feed.atom", partial(_clean_feed, site, _ATOM, _folder_feed)),
        Route("/folders/{path:path}.atom", partial(_clean_feed, site, _ATOM, _folder_feed)),
        Route("/feeds/{name}.atom", partial(_clean_feed, site, _ATOM, _single_feed)),
        Route("/subscriptions.opml", partial(_clean_feed, site, "text/x-opml", _opml)),
    ]
    if site.account is not None and site.sessions is not None:
        routes.extend(endpoints.routes(site, site.account, site.sessions))
    for path, view in _VIEWS.items():
        endpoint = partial(_show, site, view)
        # Routes with an ending come first, because a name in a path may contain a full stop, too.
        routes.extend(Route(f"{_base_of(path)}.{ending}", partial(endpoint, ending=ending)) for ending in _ENDINGS)
        routes.append(Route(path, endpoint))
    missing = partial(_missing, site)
    return Starlette(
        routes=routes,
        middleware=[Middleware(GZipMiddleware), Middleware(_Guard, site=site)],
        exception_handlers={404: missing, pages.NotFoundError: missing, StoreError: _unavailable},
    )


def _base_of(path: str) -> str:
    return "/news" if path == "/" else path


class _Guard:
    """Refuses requests under other hosts, forms of other sites and, with a password set, requests without it."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        refusal = self._refusal(request)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        with_images = request.cookies.get("images") == "1"

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                added = HEADERS | {"Content-Security-Policy": policy(with_images=with_images)}
                message["headers"] = [
                    *message["headers"], *((name.lower().encode(), value.encode()) for name, value in added.items())
                ]  # fmt: skip
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _refusal(self, request: Request) -> Response | None:
        hosts = self._site.hosts
        if not is_host(request.headers.get("host", ""), hosts):
            return PlainTextResponse("Misdirected request: this host is not served here.\n", 421)
        if request.method not in {"GET", "HEAD", "POST"}:
            return PlainTextResponse("Method not allowed.\n", 405)
        is_api = self._site.account is not None and endpoints.is_api(request.url.path)
        if request.method == "POST" and not is_api and not is_same_origin(request.headers, hosts):
            return PlainTextResponse("Forbidden: the form was sent from another site.\n", 403)
        if request.method == "POST":
            length = request.headers.get("content-length", "")
            if not (length.isascii() and length.isdecimal()):
                return PlainTextResponse("Length required.\n", 411)
            if int(length) > _longest(request.url.path, is_api=is_api):
                return PlainTextResponse("Too large.\n", 413)
        sessions = self._site.sessions
        is_open = request.url.path == "/login" or request.url.path.startswith("/static/")
        if sessions is None or is_open or is_api or sessions.is_open(request.cookies.get("session")):
            return None
        if request.method in {"GET", "HEAD"} and request.url.path.endswith(_FOR_PROGRAMS):
            # Feed readers have no session, and send the password with each request.
            if sessions.admits(request.headers.get("authorization")):
                return None
            return PlainTextResponse("Password needed.\n", 401, {"WWW-Authenticate": 'Basic realm="newsfeed"'})
        return RedirectResponse(f"/login?to={quoted(request.url.path)}", 303)


def _longest(path: str, *, is_api: bool) -> int:
    """Return the most bytes that a form may have."""
    if is_api:
        return endpoints.LONGEST_FORM
    return _LONGEST_UPLOAD if path == "/subscriptions" else _LONGEST_FORM


def _query(request: Request) -> Query:
    parameters = {name: request.query_params.getlist(name) for name in request.query_params}
    return parse(parameters, datetime.now(UTC))


async def _show(site: Site, view: View, request: Request, ending: str = "") -> Response:
    return await run_in_threadpool(_answer, site, view, request, ending)


def _answer(site: Site, view: View, request: Request, ending: str) -> Response:
    query = _query(request)
    with site.reader.snapshot() as connection:
        state = browse.state(connection)
        query = asked_of_index(query, connection, datetime.now(UTC))
        data = view.read(Asked(connection, site.marks, request.path_params, request.query_params, query))
    if ending and ending != "json" and view.rows is None:
        raise HTTPException(404)
    if ending == "json":
        return _conditional(site, request, _json(data), "application/json")
    if ending and view.rows is not None:
        rows = [as_plain(row) for row in view.rows(data)]
        if ending == "csv":
            return _conditional(site, request, _csv(rows), "text/csv; charset=utf-8")
        address = f"{_base(site, request)}{request.url.path}"
        return _conditional(site, request, atom(rows, address, state.newest), _ATOM)
    if view.instead is not None and (path := view.instead(data)) is not None:
        # Not permanent: a later article may tell the same story.
        return RedirectResponse(str(request.url.replace(scheme="", netloc="", path=path)), 303)
    body = html(site, request, view.template, data, query=query, state=state)
    return _conditional(site, request, body, "text/html; charset=utf-8")


async def _clean_feed(
    site: Site, type_: str, write: Callable[[Cleaned, Mapping[str, str]], bytes], request: Request
) -> Response:
    def answer() -> Response:
        with site.reader.snapshot() as connection:
            of = Cleaned(connection, site.feeds, f"{_base(site, request)}/", site.marks)
            return _conditional(site, request, write(of, request.path_params), type_)

    return await run_in_threadpool(answer)


def _folder_feed(of: Cleaned, path: Mapping[str, str]) -> bytes:
    return folder_feed(of, tuple(filter(None, path.get("path", "").split("/"))))


def _single_feed(of: Cleaned, path: Mapping[str, str]) -> bytes:
    return single_feed(of, f"{path['name']}.atom")


def _opml(of: Cleaned, _: Mapping[str, str]) -> bytes:
    return opml(of)


def _base(site: Site, request: Request) -> str:
    """Return the address of this server for its clients."""
    return site.base or str(request.base_url).rstrip("/")


def _conditional(site: Site, request: Request, body: bytes, type_: str) -> Response:
    """Return a response with validators, or 304 if the client has the same version."""
    digest = blake2b(body, digest_size=12).hexdigest()
    modified = site.versions.modified(str(request.url), digest, datetime.now(UTC))
    etag = f'W/"{digest}"'  # weak, because it may be sent compressed
    headers = {"ETag": etag, "Last-Modified": http_date(modified), "Cache-Control": "private, no-cache"}
    headers["Vary"] = "Accept-Language, Cookie"
    if asked := request.query_params.get("hl"):
        language = "zh" if asked == "zh" else "en"
        headers["Set-Cookie"] = f"hl={language}; Path=/; Max-Age={forms.COOKIE_SECONDS}; SameSite=Lax"
    known = request.headers.get("if-none-match")
    has_it = digest in known if known is not None else is_since(modified, request.headers.get("if-modified-since"))
    return Response(status_code=304, headers=headers) if has_it else Response(body, media_type=type_, headers=headers)


def _json(data: Any) -> bytes:
    return json.dumps(as_plain(data), ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV (RFC 4180); cells that a spreadsheet would treat as formulas are escaped."""
    file = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.writer(file)
    writer.writerow(names)
    writer.writerows([[_cell(row.get(name)) for name in names] for row in rows])
    return file.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    text = xml_text(text)
    return f"'{text}" if isinstance(value, str) and text[:1] in set("=+-@\t\r＝＋－＠") else text


async def _disputes(site: Site, request: Request) -> Response:
    """Return all disputes as labelled pairs, one JSON object per line."""

    def lines() -> str:
        found = []
        with site.reader.snapshot() as connection:
            for each in site.marks.disputes():
                listed = browse.find(connection, [each.article, each.other])
                if len(listed) == len({each.article, each.other}):
                    later = browse.paragraph(connection, listed[each.article].number, each.position)
                    earlier = browse.paragraph(connection, listed[each.other].number, each.other_position)
                    found.append({**each._asdict(), "later": later, "earlier": earlier})
        return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in found)

    body = await run_in_threadpool(lines)
    return _conditional(site, request, body.encode("utf-8", "replace"), "application/x-ndjson")


async def _evidence(site: Site, request: Request) -> Response:
    """Return two paragraphs side by side as one self-contained file to keep."""
    path = request.path_params

    def answer() -> Response:
        with site.reader.snapshot() as connection:
            state = browse.state(connection)
            data = pages.evidence(connection, path["id"], path["position"], path["other"], path["other_position"])
        body = html(site, request, "evidence.html", data, state=state)
        found = _conditional(site, request, body, "text/html; charset=utf-8")
        found.headers["Content-Disposition"] = f'attachment; filename="{path["id"]}-{path["position"]}.html"'
        return found

    return await run_in_threadpool(answer)


async def _graph(site: Site, request: Request) -> Response:
    """Return the graph of outlets that repeat each other."""
    query = _query(request)

    def answer() -> Response:
        with site.reader.snapshot() as connection:
            agencies = browse.agency_sites(connection)
            pairs = browse.outlet_pairs(connection, query.filters, limit=100_000)
        return _conditional(site, request, gexf(pairs, agencies), "application/gexf+xml")

    return await run_in_threadpool(answer)


async def _missing(site: Site, request: Request, _error: Exception) -> Response:
    return Response(html(site, request, "missing.html"), status_code=404, media_type="text/html; charset=utf-8")


async def _unavailable(_request: Request, error: Exception) -> Response:
    logger.error("%s", error)
    said = "Service unavailable: the store cannot be read now; try again in a minute.\n"
    return PlainTextResponse(said, 503, {"Retry-After": "60"})


def _news(asked: Asked) -> pages.NewsPage:
    return pages.news(asked.connection, asked.query, asked.marks.shown_whole())


def _hidden(asked: Asked) -> pages.HiddenPage:
    what = asked.parameters.get("what", "copies")
    return pages.hidden(asked.connection, asked.query, what if what in pages.HIDDEN else "copies")


def _pair(asked: Asked) -> pages.PairPage:
    path = asked.path
    return pages.pair(asked.connection, path["id"], path["position"], path["other"], path["other_position"])


def _reuse(asked: Asked) -> list[browse.SpreadPassage]:
    query = asked.query
    rows = pages.SAMPLE if query.sort == "random" else pages.ROWS
    return browse.spread_passages(asked.connection, query.filters, rows, sort=query.sort, seed=query.seed)


def _only_telling(data: pages.StoryPage) -> str | None:
    """Return the path of the article of a story, if it is the only one."""
    return f"/a/{data.members[0].id}" if len(data.members) == 1 else None


def _itself(data: Any) -> Any:
    return data


_VIEWS = {
    "/": View("news.html", _news, lambda data: data.rows),
    "/hidden": View("hidden.html", _hidden, lambda data: data.rows),
    "/reuse": View("reuse.html", _reuse, _itself),
    "/reuse/figures": View("figures.html", lambda asked: pages.figures(asked.connection, asked.query)),
    "/outlets": View(
        "outlets.html",
        lambda asked: pages.outlets(asked.connection, asked.query),
        lambda data: list(data.cells.values()),
    ),
    "/quotes": View(
        "quotes.html",
        lambda asked: browse.repeated_quotes(asked.connection, asked.query.filters, pages.ROWS),
        _itself,
    ),
    "/boilerplate": View(
        "boilerplate.html",
        lambda asked: browse.footers(asked.connection, asked.parameters.get("site"), 100),
        _itself,
    ),
    "/feeds": View("feeds.html", lambda asked: browse.subscribed(asked.connection), _itself),
    "/check": View("check.html", lambda _: {"text": "", "checked": None}),
    "/outlets/{site}": View(
        "outlet.html", lambda asked: pages.outlet(asked.connection, asked.path["site"], asked.query)
    ),
    "/outlets/{from_site}/{to_site}": View(
        "outlet_pair.html",
        lambda asked: pages.outlet_pair(asked.connection, asked.path["from_site"], asked.path["to_site"]),
        lambda data: [pair for pair, _ in data.pairs],
    ),
    "/a/{id}": View(
        "article.html",
        lambda asked: pages.article(
            asked.connection, asked.marks, asked.path["id"], page_number(asked.parameters.get("page"))
        ),
    ),
    _PAIR: View("pair.html", _pair),
    "/a/{id}/vs/{other}": View(
        "outlet_pair.html",
        lambda asked: pages.article_pair(asked.connection, asked.path["id"], asked.path["other"]),
        lambda data: [pair for pair, _ in data.pairs],
    ),
    "/s/{id}": View(
        "story.html",
        lambda asked: pages.story(asked.connection, asked.path["id"]),
        lambda data: data.members,
        _only_telling,
    ),
    "/p/{id}/{position:int}": View(
        "passage.html",
        lambda asked: pages.passage(asked.connection, asked.path["id"], asked.path["position"]),
        lambda data: [place for place, _ in data.places],
    ),
    "/q/{id}/{ordinal:int}": View(
        "quote.html", lambda asked: pages.quote(asked.connection, asked.path["id"], asked.path["ordinal"])
    ),
}
"""The pages by path. Each is served as HTML, as ``.json``, and lists also as ``.csv`` and ``.atom``."""
