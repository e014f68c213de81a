"""The web application: routes, pages in all their forms, and who may ask, built by :func:`create_app`."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any
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
from newsfeed.text.characters import xml_text
from newsfeed.web import forms, pages
from newsfeed.web.feed import atom
from newsfeed.web.guard import HEADERS, is_host, is_same_origin, policy
from newsfeed.web.query import Query, parse
from newsfeed.web.rendering import html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection
    from starlette.types import ASGIApp, Receive, Scope, Send

    from newsfeed.web.site import Site

_ENDINGS = ("json", "csv", "atom")
_LONGEST_FORM = 200_000  # bytes
_LONGEST_UPLOAD = 8 << 20  # bytes of the form that a list of feeds comes with


@dataclass(frozen=True, slots=True)
class View:
    """One kind of page: its template, how its data is read, and its rows if it is a list."""

    template: str
    read: Callable[[Connection, Request, Query], Any]
    rows: Callable[[Any], Sequence[Any]] | None = None


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
    ]
    for path, view in _VIEWS.items():
        endpoint = partial(_show, site, view)
        # Those with an ending come first: a name in a path may hold a full stop, too.
        routes.extend(Route(f"{_base_of(path)}.{ending}", partial(endpoint, ending=ending)) for ending in _ENDINGS)
        routes.append(Route(path, endpoint))
    missing = partial(_missing, site)
    return Starlette(
        routes=routes,
        middleware=[Middleware(GZipMiddleware), Middleware(_Guard, site=site)],
        exception_handlers={404: missing, pages.NotFoundError: missing},
    )


def _base_of(path: str) -> str:
    return "/news" if path == "/" else path


class _Guard:
    """Refuses requests under other hosts, forms of other sites and, where there is a password, those without it."""

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
        if request.method == "POST" and not is_same_origin(request.headers, hosts):
            return PlainTextResponse("Forbidden: the form was sent from another site.\n", 403)
        if request.method == "POST":
            length = request.headers.get("content-length", "")
            if not (length.isascii() and length.isdecimal()):
                return PlainTextResponse("Length required.\n", 411)
            if int(length) > (_LONGEST_UPLOAD if request.url.path == "/subscriptions" else _LONGEST_FORM):
                return PlainTextResponse("Too large.\n", 413)
        sessions = self._site.sessions
        is_open = request.url.path == "/login" or request.url.path.startswith("/static/")
        if sessions is not None and not is_open and not sessions.is_open(request.cookies.get("session")):
            return RedirectResponse(f"/login?to={quoted(request.url.path)}", 303)
        return None


async def _show(site: Site, view: View, request: Request, ending: str = "") -> Response:
    return await run_in_threadpool(_answer, site, view, request, ending)


def _answer(site: Site, view: View, request: Request, ending: str) -> Response:
    parameters = {name: request.query_params.getlist(name) for name in request.query_params}
    query = parse(parameters, datetime.now(UTC))
    with site.reader.snapshot() as connection:
        state = browse.state(connection)
        data = view.read(connection, request, query)
    if ending and ending != "json" and view.rows is None:
        raise HTTPException(404)
    if ending == "json":
        return _conditional(request, _json(data), "application/json", state.newest)
    if ending and view.rows is not None:
        rows = [pages.as_plain(row) for row in view.rows(data)]
        if ending == "csv":
            return _conditional(request, _csv(rows), "text/csv; charset=utf-8", state.newest)
        address = f"{site.base or str(request.base_url).rstrip('/')}{request.url.path}"
        return _conditional(request, atom(rows, address, state.newest), "application/atom+xml", state.newest)
    body = html(site, request, view.template, data, query=query, state=state)
    return _conditional(request, body, "text/html; charset=utf-8", state.newest)


def _conditional(request: Request, body: bytes, type_: str, modified: str | None) -> Response:
    """Return an answer with validators, or 304 where the client has it."""
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Language, Cookie"}
    if modified:
        headers["X-Newest-Article"] = modified
    if asked := request.query_params.get("hl"):
        headers["Set-Cookie"] = (
            f"hl={'zh' if asked == 'zh' else 'en'}; Path=/; Max-Age={forms.COOKIE_SECONDS}; SameSite=Lax"
        )
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=type_, headers=headers)


def _json(data: Any) -> bytes:
    return json.dumps(pages.as_plain(data), ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return rows as CSV (RFC 4180); cells that a spreadsheet would take for a formula are defused."""
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
    """Return all disputes as labelled pairs, a JSON object a line."""

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
    return _conditional(request, body.encode("utf-8", "replace"), "application/x-ndjson", None)


async def _missing(site: Site, request: Request, _error: Exception) -> Response:
    return Response(html(site, request, "missing.html"), status_code=404, media_type="text/html; charset=utf-8")


def _number(request: Request, name: str) -> int:
    return int(request.path_params[name])


_VIEWS = {
    "/": View("news.html", lambda connection, _, query: pages.news(connection, query), lambda data: data.rows),
    "/hidden": View("hidden.html", lambda connection, _, query: pages.hidden(connection, query), lambda data: data),
    "/reuse": View(
        "reuse.html",
        lambda connection, _, query: browse.spread_passages(connection, query.filters, pages.ROWS, sort=query.sort),
        lambda data: data,
    ),
    "/outlets": View(
        "outlets.html",
        lambda connection, _, query: pages.outlets(connection, query),
        lambda data: list(data.cells.values()),
    ),
    "/quotes": View(
        "quotes.html",
        lambda connection, _, query: browse.repeated_quotes(connection, query.filters, pages.ROWS),
        lambda data: data,
    ),
    "/boilerplate": View(
        "boilerplate.html",
        lambda connection, request, _: browse.footers(connection, request.query_params.get("site"), 100),
        lambda data: data,
    ),
    "/feeds": View("feeds.html", lambda connection, _, __: browse.subscribed(connection), lambda data: data),
    "/check": View("check.html", lambda _, __, ___: {"text": "", "checked": None}),
    "/outlets/{site}": View(
        "outlet.html",
        lambda connection, request, query: pages.outlet(connection, request.path_params["site"], query),
    ),
    "/outlets/{from_site}/{to_site}": View(
        "outlet_pair.html",
        lambda connection, request, _: pages.outlet_pair(
            connection, request.path_params["from_site"], request.path_params["to_site"]
        ),
        lambda data: [pair for pair, _ in data.pairs],
    ),
    "/a/{id}": View(
        "article.html",
        lambda connection, request, _: pages.article(
            connection, request.path_params["id"], pages.page_number(request.query_params.get("page"))
        ),
    ),
    "/a/{id}/p{position:int}/vs/{other}/p{other_position:int}": View(
        "pair.html",
        lambda connection, request, _: pages.pair(
            connection,
            request.path_params["id"],
            _number(request, "position"),
            request.path_params["other"],
            _number(request, "other_position"),
        ),
    ),
    "/s/{id}": View(
        "story.html",
        lambda connection, request, _: pages.story(connection, request.path_params["id"]),
        lambda data: data.members,
    ),
    "/p/{id}/{position:int}": View(
        "passage.html",
        lambda connection, request, _: pages.passage(
            connection, request.path_params["id"], _number(request, "position")
        ),
        lambda data: [place for place, _ in data.places],
    ),
    "/q/{id}/{ordinal:int}": View(
        "quote.html",
        lambda connection, request, _: pages.quote(connection, request.path_params["id"], _number(request, "ordinal")),
    ),
}
"""The pages by path. Each is served as HTML, as ``.json``, and lists also as ``.csv`` and ``.atom``."""
