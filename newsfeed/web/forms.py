"""Handlers of forms: marks, the switch for images, the text to check, the password, subscriptions."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from newsfeed.errors import NewsfeedError
from newsfeed.store import browse
from newsfeed.store.streams import all_tellings
from newsfeed.web import checking
from newsfeed.web.editing import SubscriptionForm
from newsfeed.web.guard import SESSION_SECONDS
from newsfeed.web.marks import WHOLE, Dispute
from newsfeed.web.rendering import html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from newsfeed.web.editing import Editor
    from newsfeed.web.site import Site

COOKIE_SECONDS = 365 * 24 * 3600

_DIGEST = re.compile("[0-9a-f]{16}")


async def mark(site: Site, request: Request) -> Response:
    """Set or remove marks, then return to the page of the form."""
    form = await request.form()
    ids = [str(value) for value in form.getlist("id")]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    match form.get("do"):
        case "keep":
            await run_in_threadpool(site.marks.keep, *_line(form), now)
        case "stop_keeping":
            await run_in_threadpool(site.marks.stop_keeping, *_line(form))
        case _ if not ids:
            raise HTTPException(400)
        case "read":
            await run_in_threadpool(lambda: site.marks.set_read(_tellings(site, ids), now))
        case "unread":
            await run_in_threadpool(lambda: site.marks.unset_read(_tellings(site, ids)))
        case "star":
            await run_in_threadpool(site.marks.set_starred, ids[:1], now)
        case "unstar":
            await run_in_threadpool(lambda: site.marks.unset_starred(_tellings(site, ids)))
        case "show":
            await run_in_threadpool(site.marks.show, ids[0], _place(form), now)
        case "hide":
            await run_in_threadpool(site.marks.hide, ids[0], _place(form))
        case "dispute" | "withdraw" as do:
            place = (ids[0], _whole(form.get("position")), str(form.get("other")), _whole(form.get("other_position")))
            if do == "dispute":
                await run_in_threadpool(site.marks.dispute, Dispute(*place, str(form.get("said")), now))
            else:
                await run_in_threadpool(site.marks.withdraw, *place)
        case _:
            raise HTTPException(400)
    return RedirectResponse(_local(str(form.get("back", "/"))), 303)


def _tellings(site: Site, ids: Sequence[str]) -> Sequence[str]:
    """Return these articles and their copies and originals: a story is read, or starred, as one."""
    with site.reader.snapshot() as connection:
        return all_tellings(connection, ids)


def _place(form: FormData) -> int:
    """Return the position of the paragraph in a form; without one, the form refers to the whole article."""
    return _whole(form["position"]) if "position" in form else WHOLE


def _line(form: FormData) -> tuple[str, str]:
    """Return the line in a form as site and digest."""
    site, passage = str(form.get("site", "")), str(form.get("passage", ""))
    if not site or not _DIGEST.fullmatch(passage):
        raise HTTPException(400)
    return site, passage


def _whole(value: object) -> int:
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise HTTPException(400)
    return int(text)


def _local(path: str) -> str:
    """Return a path on this server; an address elsewhere becomes the front page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path else "/"


async def switch_images(request: Request) -> Response:
    """Store whether images and embeds are loaded, which only the reader can switch."""
    form = await request.form()
    answer = RedirectResponse(_local(str(form.get("back", "/"))), 303)
    wanted = "1" if form.get("images") == "1" else "0"
    answer.set_cookie("images", wanted, max_age=COOKIE_SECONDS, samesite="lax", httponly=True)
    return answer


async def check(site: Site, request: Request) -> Response:
    """Compare a text with the store; the text is not kept."""
    form = await request.form()
    text = str(form.get("text", ""))

    def render() -> bytes:
        with site.reader.snapshot() as connection:
            state = browse.state(connection)
            checked = checking.check(connection, text)
        return html(site, request, "check.html", {"text": text, "checked": checked}, state=state)

    return Response(await run_in_threadpool(render), media_type="text/html; charset=utf-8")


async def log_in(site: Site, request: Request) -> Response:
    """Ask for the password, and open a session if it is right."""
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
    body = html(site, request, "login.html", problem)
    return Response(body, status_code=403 if problem else 200, media_type="text/html; charset=utf-8")


async def log_out(site: Site, request: Request) -> Response:
    """End the session."""
    if site.sessions is not None:
        site.sessions.log_out(request.cookies.get("session", ""))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie("session")
    return answer


async def edit(site: Site, request: Request) -> Response:
    """Change the subscriptions, then show them with any error."""
    if site.editor is None:
        raise HTTPException(403, "These pages are served read-only: subscriptions cannot be changed.")
    form = await request.form()
    document = await _uploaded(form)
    try:
        said = await run_in_threadpool(_edited, site.editor, form, document)
    except NewsfeedError as error:
        return await run_in_threadpool(_feeds, site, request, str(error).splitlines(), 400)
    return await run_in_threadpool(_feeds, site, request, said, 200) if said else RedirectResponse("/feeds", 303)


async def _uploaded(form: FormData) -> bytes:
    file = form.get("file")
    return await file.read() if isinstance(file, UploadFile) else b""


def _edited(editor: Editor, form: FormData, document: bytes) -> Sequence[str]:
    """Process a form that edits subscriptions; return the messages about it."""
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    url, folder = given.get("url", ""), given.get("folder", "")
    match given.get("do"):
        case "add":
            return editor.add(given.get("address", ""), folder)
        case "import":
            name = getattr(form.get("file"), "filename", None) or "OPML"
            return editor.add_list(name, document, folder)
        case "change":
            patterns = {name: given.get(name, "") for name in ("policy", "keep", "drop")}
            prefer, agency = (given.get(name) == "1" for name in ("prefer", "agency"))
            editor.change(url, SubscriptionForm(folder, **patterns, prefer=prefer, agency=agency))
        case "pause":
            editor.pause(url)
        case "resume":
            editor.resume(url)
        case "remove":
            editor.remove(url)
        case _:
            raise HTTPException(400)
    return []


def _feeds(site: Site, request: Request, said: Sequence[str], status: int) -> Response:
    with site.reader.snapshot() as connection:
        state, data = browse.state(connection), browse.subscribed(connection)
    body = html(site, request, "feeds.html", data, state=state, said=said)
    return Response(body, status_code=status, media_type="text/html; charset=utf-8")
