"""The API over HTTP: its addresses, access control, and the sending of responses and refusals.

A client logs in with the password and gets a token, which it sends in the header ``Authorization`` of each call, or in
its form. Cookies are ignored, and no other site knows the token, so forms of other sites have no effect here.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from newsfeed.errors import NewsfeedError
from newsfeed.web.greader.calls import CHANGES, READS, Answer, Call, atom_stream
from newsfeed.web.greader.parameters import Parameters
from newsfeed.web.greader.refusal import BAD_TOKEN, RefusedCallError, quoted
from newsfeed.web.greader.tokens import CALL_SECONDS, MOST_CALLS
from newsfeed.web.guard import ATTEMPT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from newsfeed.web.greader.account import ReaderAccount
    from newsfeed.web.guard import Sessions
    from newsfeed.web.site import Site

LONGEST_FORM = 2_000_000  # bytes: 10,000 items in their longest form

_PREFIXES = ("", "/api/greader.php")  # the second is used by apps made for FreshRSS
_LOGIN, _API, _ATOM = "/accounts/ClientLogin", "/reader/api/0/", "/reader/atom/"
_SCHEME = "googlelogin auth="
_ANY = ("", "x")  # sent instead of an edit token by clients that request none


def is_api(path: str) -> bool:
    """Return whether a path belongs to the API, which has its own login."""
    return path.startswith(tuple(f"{prefix}{each}" for prefix in _PREFIXES for each in (_LOGIN, _API, _ATOM)))


def routes(site: Site, account: ReaderAccount, sessions: Sessions) -> list[Route]:
    """Return the routes of the API."""
    found = []
    for prefix in _PREFIXES:
        for path, answer in (
            (_LOGIN, partial(_log_in, account, sessions)),
            (f"{_API}{{call:path}}", partial(_call, site, account)),
            (f"{_ATOM}{{stream:path}}", partial(_atom, site, account)),
        ):
            found.append(Route(f"{prefix}{path}", partial(_answered, answer), methods=["GET", "POST"]))
    return found


async def _answered(answer: Callable[[Request, Parameters], Response], request: Request) -> Response:
    """Answer a request, or refuse it with a message of one line."""
    try:
        return await run_in_threadpool(answer, request, await _parameters(request))
    except RefusedCallError as refusal:
        return PlainTextResponse(f"{refusal}\n", refusal.status, refusal.headers)
    except NewsfeedError as error:
        return PlainTextResponse(f"{error}\n", 400)


async def _parameters(request: Request) -> Parameters:
    if request.headers.get("content-type", "").startswith("multipart/"):
        raise RefusedCallError(415, "forms are application/x-www-form-urlencoded here")
    return Parameters.of(request.url.query, await request.body())


def _log_in(account: ReaderAccount, sessions: Sessions, request: Request, asked: Parameters) -> Response:
    """Issue a token for the password, with any user name."""
    try:
        is_right = sessions.is_right(asked.first("Passwd"))
    except PermissionError as error:
        headers = {"Retry-After": str(ATTEMPT_SECONDS)}
        raise RefusedCallError(429, "Error=TooManyWrongPasswords: wait a minute", headers) from error
    if not is_right:
        raise RefusedCallError(401, "Error=BadAuthentication")
    client = asked.first("source") or asked.first("client") or request.headers.get("user-agent", "")
    token = account.tokens.issue(client, datetime.now(UTC))
    given = {"SID": token, "LSID": token, "Auth": token}
    if asked.first("output") == "json":
        return Response(json.dumps(given), media_type="application/json", headers=_PRIVATE)
    return PlainTextResponse("".join(f"{name}={value}\n" for name, value in given.items()), headers=_PRIVATE)


_PRIVATE = {"Cache-Control": "no-store"}
_JSON = READS.keys() - {
    "token"
}  # the calls that could be answered in another form; some clients ask for text elsewhere


def _call(site: Site, account: ReaderAccount, request: Request, asked: Parameters) -> Response:
    token = _token(account, request, asked)
    name, path = request.path_params["call"].rstrip("/"), ""
    if name.startswith("stream/contents/"):
        name, path = "stream/contents", request.path_params["call"].removeprefix("stream/contents/")
    if name in CHANGES:
        if request.method != "POST":
            raise RefusedCallError(405, f"{name}: changes something, and must be POST")
        _check_edit_token(account, token, asked)
    elif name not in READS:
        raise RefusedCallError(404, f"{quoted(name)}: no such call")
    if name in _JSON and asked.first("output", "json") not in {"json", ""}:
        raise RefusedCallError(400, f"output={quoted(asked.first('output'))}: only json")
    carry_out = CHANGES.get(name) or READS[name]
    answer = carry_out(Call(site, account, asked, path, token, datetime.now(UTC)))
    # Liferea requests items only after it has received a list of subscriptions, so that is sent even if the client has
    # it already, and so are the ids of items whose marks alone have changed.
    return _conditional(request, answer) if name == "stream/contents" else _sent(answer)


def _atom(site: Site, account: ReaderAccount, request: Request, asked: Parameters) -> Response:
    token = _token(account, request, asked)
    call = Call(site, account, asked, request.path_params["stream"], token, datetime.now(UTC))
    return _conditional(request, atom_stream(call))


def _token(account: ReaderAccount, request: Request, asked: Parameters) -> str:
    """Return the valid token of a client; raise RefusedCallError if there is none, or after too many calls.

    Liferea sends it as ``T``, which Miniflux accepts, when it requests the contents of items.
    """
    header = request.headers.get("authorization", "")
    token = header[len(_SCHEME) :].strip().strip('"') if header.lower().startswith(_SCHEME) else ""
    if not header and request.method == "POST":
        token = asked.first("T").strip()
    if not token or not account.tokens.is_valid(token, datetime.now(UTC)):
        raise RefusedCallError(401, f"Unauthorized: log in at {_LOGIN}", BAD_TOKEN)
    if not account.tokens.may_call(token):
        headers = {"Retry-After": str(CALL_SECONDS)}
        raise RefusedCallError(429, f"more than {MOST_CALLS:,} calls within {CALL_SECONDS} seconds: wait", headers)
    return token


def _check_edit_token(account: ReaderAccount, token: str, asked: Parameters) -> None:
    """Refuse a change with the edit token of another login; it is optional, because some clients send none."""
    given = asked.first("T").strip()
    if given not in _ANY and given not in {account.tokens.edit_token(token), token}:
        raise RefusedCallError(401, "Unauthorized: T is no edit token of this login; ask for another", BAD_TOKEN)


def _conditional(request: Request, answer: Answer) -> Response:
    """Return a response, or 304 if the client has the same one already."""
    response = _sent(answer)
    etag = f'W/"{blake2b(response.body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
    if request.method == "GET" and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response


def _sent(answer: Answer) -> Response:
    match answer:
        case str():
            return PlainTextResponse(answer, headers=_PRIVATE)
        case bytes():
            return Response(answer, media_type="application/atom+xml", headers=_PRIVATE)
        case _:
            body = json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
            return Response(body, media_type="application/json; charset=utf-8", headers=_PRIVATE)
