"""Templates and their rendering as HTML and Markdown; all text from feeds is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from newsfeed.exporters.publish import single_feed_name
from newsfeed.store.browse import Filters
from newsfeed.web.charts import timeline
from newsfeed.web.formatting import Formatting
from newsfeed.web.pages import blocks
from newsfeed.web.query import Query
from newsfeed.web.wording import Language, preferred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from newsfeed.store.browse import StoreState
    from newsfeed.web.site import Site

_NO_QUERY = Query(Filters())


@cache
def environment() -> Environment:
    """Return the templates; values are escaped automatically in HTML, and by the filter ``md`` in Markdown."""
    found = Environment(
        loader=PackageLoader("newsfeed.web"),
        autoescape=select_autoescape(disabled_extensions=("md",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["md"] = _markdown_text
    found.globals.update(feed_name=single_feed_name, blocks=blocks, timeline=timeline, stylesheet=stylesheet)
    return found


@cache
def stylesheet() -> str:
    """Return the style sheet of the pages, for documents that stand alone."""
    return files("newsfeed.web").joinpath("static/style.css").read_text(encoding="utf-8")


def html(
    site: Site,
    request: Request,
    template: str,
    data: Any = None,
    *,
    query: Query = _NO_QUERY,
    state: StoreState | None = None,
    said: Sequence[str] = (),
) -> bytes:
    """Return a page; ``said`` are messages about the reader's last action."""
    page = environment().get_template(template).render(
        data=data,
        query=query,
        state=state,
        said=said,
        path=request.url.path,
        marks=site.marks,
        with_images=request.cookies.get("images") == "1",
        has_password=site.sessions is not None,
        is_editable=site.editor is not None,
        parameters=request.query_params,
        is_static=False,
        **Formatting(language_of(request), site.zone).functions(),
    )  # fmt: skip
    return page.encode("utf-8", "replace")


def language_of(request: Request) -> Language:
    """Return the language of a request, from its address, its cookie or its headers."""
    accepted = request.headers.get("accept-language", "")
    return preferred(request.query_params.get("hl"), request.cookies.get("hl"), accepted)


def _markdown_text(text: str) -> str:
    """Return a text on one line, with Markdown characters escaped."""
    line = " ".join(text.split())
    escaped = "".join(f"\\{each}" if each in "\\`*_[]#|!" else each for each in line)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
