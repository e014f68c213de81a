"""The web application: routes, rendering, conditional answers and marks, built by :func:`create_app`."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
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
from newsfeed.web import pages
from newsfeed.web.feed import atom
from newsfeed.web.formatting import Formatting
from newsfeed.web.guard import HEADERS, SESSION_SECONDS, Sessions, is_host, is_same_origin, policy
from newsfeed.web.marks import Dispute, Marks
from newsfeed.web.query import Query, parse
from newsfeed.web.rendering import environment
from newsfeed.web.wording import Language, preferred

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection
    from starlette.types import ASGIApp, Receive, Scope, Send

    from newsfeed.web.reader import Reader

_ENDINGS = ("json", "csv", "atom")
_LONGEST_FORM = 200_000  # bytes of a form
_COOKIE_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Site:
    """How the pages are served: from which store, under which hosts, and to whom.

    ``hosts`` are the ``name:port`` pairs under which the pages may be asked for; ``sessions`` is there if a password is
    needed; ``is_secure`` if the pages are reached over TLS.
    """

    reader: Reader
    marks: Marks
    hosts: frozenset[str]
    zone: tzinfo = UTC
    sessions: Sessions | None = None
    is_secure: bool = False
    base: str = ""


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
        Route("/login", partial(_log_in, site), methods=["GET", "POST"]),
        Route("/logout", partial(_log_out, site), methods=["POST"]),
        Route("/marks", partial(_mark, site), methods=["POST"]),
        Route("/images", _switch_images, methods=["POST"]),
        Route("/disputes.jsonl", partial(_disputes, site)),
        Route("/check", partial(_check, site), methods=["POST"]),
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
        if int(request.headers.get("content-length") or 0) > _LONGEST_FORM:
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
    body = _html(site, view.template, request, query, state, data)
    return _conditional(request, body.encode(), "text/html; charset=utf-8", state.newest)


def _html(
    site: Site,
    template: str,
    request: Request,
    query: Query,
    state: browse.StoreState | None,
    data: Any,
) -> str:
    language = _language(request)
    return (
        environment()
        .get_template(template)
        .render(
            data=data,
            query=query,
            state=state,
            path=request.url.path,
            marks=site.marks,
            with_images=request.cookies.get("images") == "1",
            has_password=site.sessions is not None,
            parameters=request.query_params,
            is_static=False,
            **Formatting(language, site.zone).functions(),
        )
    )


def _language(request: Request) -> Language:
    accepted = request.headers.get("accept-language", "")
    return preferred(request.query_params.get("hl"), request.cookies.get("hl"), accepted)


def _conditional(request: Request, body: bytes, type_: str, modified: str | None) -> Response:
    """Return an answer with validators, or 304 where the client has it."""
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Language, Cookie"}
    if modified:
        headers["X-Newest-Article"] = modified
    if asked := request.query_params.get("hl"):
        headers["Set-Cookie"] = f"hl={'zh' if asked == 'zh' else 'en'}; Path=/; Max-Age={_COOKIE_SECONDS}; SameSite=Lax"
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


async def _mark(site: Site, request: Request) -> Response:
    """Set or remove marks, then go back to the page that the form stands on."""
    form = await request.form()
    ids = [str(value) for value in form.getlist("id")]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    match form.get("do"):
        case "read":
            await run_in_threadpool(site.marks.set_read, ids, now)
        case "unread":
            await run_in_threadpool(site.marks.unset_read, ids)
        case "star":
            await run_in_threadpool(site.marks.set_starred, ids[0], now)
        case "unstar":
            await run_in_threadpool(site.marks.unset_starred, ids[0])
        case "dispute" | "withdraw" as do:
            place = (ids[0], _whole(form.get("position")), str(form.get("other")), _whole(form.get("other_position")))
            if do == "dispute":
                await run_in_threadpool(site.marks.dispute, Dispute(*place, str(form.get("said")), now))
            else:
                await run_in_threadpool(site.marks.withdraw, *place)
        case _:
            raise HTTPException(400)
    return RedirectResponse(_local(str(form.get("back", "/"))), 303)


def _whole(value: object) -> int:
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise HTTPException(400)
    return int(text)


def _local(path: str) -> str:
    """Return a path on this server; an address elsewhere becomes the front page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path else "/"


async def _switch_images(request: Request) -> Response:
    """Remember whether images and embeds are loaded; only the reader switches that."""
    form = await request.form()
    answer = RedirectResponse(_local(str(form.get("back", "/"))), 303)
    wanted = "1" if form.get("images") == "1" else "0"
    answer.set_cookie("images", wanted, max_age=_COOKIE_SECONDS, samesite="lax", httponly=True)
    return answer


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


async def _check(site: Site, request: Request) -> Response:
    form = await request.form()
    text = str(form.get("text", ""))

    def render() -> bytes:
        with site.reader.snapshot() as connection:
            state = browse.state(connection)
            checked = pages.check(connection, text)
        data = {"text": text, "checked": checked}
        return _html(site, "check.html", request, parse({}, datetime.now(UTC)), state, data).encode()

    return Response(await run_in_threadpool(render), media_type="text/html; charset=utf-8")


async def _log_in(site: Site, request: Request) -> Response:
    problem = ""
    if site.sessions is None:
        return RedirectResponse("/", 303)
    if request.method == "POST":
        form = await request.form()
        try:
            token = await run_in_threadpool(site.sessions.log_in, str(form.get("password", "")))
        except PermissionError:
            token, problem = None, "too_many"
        if token is not None:
            answer = RedirectResponse(_local(request.query_params.get("to", "/")), 303)
            answer.set_cookie(
                "session", token, max_age=SESSION_SECONDS, httponly=True, samesite="strict", secure=site.is_secure
            )
            return answer
        problem = problem or "wrong_password"
    body = _html(site, "login.html", request, parse({}, datetime.now(UTC)), None, problem)
    return Response(body, status_code=403 if problem else 200, media_type="text/html; charset=utf-8")


async def _log_out(site: Site, request: Request) -> Response:
    if site.sessions is not None:
        site.sessions.log_out(request.cookies.get("session", ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie("session")
    return answer


async def _missing(site: Site, request: Request, _error: Exception) -> Response:
    body = _html(site, "missing.html", request, parse({}, datetime.now(UTC)), None, None)
    return Response(body, status_code=404, media_type="text/html; charset=utf-8")


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
