"""Notes that feeds and files add to the text of an article: how much was read before, and where else it stands.

Notes have the class :data:`newsfeed.text.html.roles.OWN_NOTE`, so that another newsfeed that reads them does not take
them for part of the article. Notes change when another outlet tells the story; dates, ids and revisions do not.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from newsfeed.exporters.entry import instant, rfc3339, web_link
from newsfeed.exporters.markdown import escaped_text, target
from newsfeed.items import Reference
from newsfeed.text.characters import xml_text
from newsfeed.text.html.roles import OWN_NOTE
from newsfeed.text.urls.credentials import without_credentials
from newsfeed.text.whitespace import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsfeed.items import OtherTelling

_MOST_SOURCES = 3  # linked in a reuse note
_SMALLEST_SHARE = 0.15  # of an article, from which a note is worth reading


def reuse_note(sources: Sequence[tuple[Reference, float]]) -> str:
    """Return an HTML paragraph on how much of an article was read before, and where; "" if it was little.

    ``sources`` are the earlier articles and their shares of it.
    """
    share = min(1.0, sum(share for _, share in sources))
    if share < _SMALLEST_SHARE:
        return ""
    where = ", ".join(_told_in(reference) for reference, _ in sources[:_MOST_SOURCES])
    return f'<p class="{OWN_NOTE}"><small>{share:.0%} read before, in {where}</small></p>'


def also_note(others: Sequence[OtherTelling]) -> str:
    """Return the other articles with the text of one as an HTML list; "" without any."""
    if not others:
        return ""
    items = "".join(f"<li>{_also_in(other)}</li>" for other in others)
    return f'<aside class="{OWN_NOTE}"><p>Also in:</p><ul>{items}</ul></aside>'


def also_note_in_markdown(others: Sequence[OtherTelling]) -> str:
    """Return the other articles with the text of one as a list in Markdown; "" without any.

    The blank lines end the HTML blocks (CommonMark, section 4.6), so that the list is Markdown.
    """
    if not others:
        return ""
    items = "\n".join(f"- {_also_in_markdown(other)}" for other in others)
    return f'<aside class="{OWN_NOTE}">\n\nAlso in:\n\n{items}\n\n</aside>'


def linked_title(reference: Reference) -> str:
    """Return the title of an article as HTML, linked if it has a web address."""
    title, url = _title_and_link(reference)
    text = html.escape(title, quote=False)
    return f'<a href="{html.escape(url)}">{text}</a>' if url else text


def _told_in(reference: Reference) -> str:
    """Return the linked title of an article, with its outlet before it if that is known."""
    outlet = html.escape(fold(without_credentials(xml_text(reference.site or ""))), quote=False)
    return f"{outlet}: {linked_title(reference)}" if outlet else linked_title(reference)


def _title_and_link(reference: Reference) -> tuple[str, str | None]:
    url = web_link(without_credentials(reference.url or ""))
    return fold(xml_text(reference.title or "")) or url or "an article", url


def _also_in(other: OtherTelling) -> str:
    outlet, time = html.escape(_outlet(other), quote=False), ""
    if when := instant(other.published):
        time = f', <time datetime="{rfc3339(when)}">{when:%Y-%m-%d %H:%M} UTC</time>'
    return f"{outlet}: {linked_title(Reference(other.title, other.url))}{time}"


def _also_in_markdown(other: OtherTelling) -> str:
    title, url = _title_and_link(Reference(other.title, other.url))
    linked = f"[{escaped_text(title)}]({target(url)})" if url else escaped_text(title)
    when = instant(other.published)
    return f"{escaped_text(_outlet(other))}: {linked}{f', {when:%Y-%m-%d %H:%M} UTC' if when else ''}"


def _outlet(other: OtherTelling) -> str:
    """Return the name of an article's feed, or else its site."""
    return fold(without_credentials(xml_text(other.feed_title or other.site or ""))) or "another feed"
