"""Roles of elements by their attributes."""

from __future__ import annotations

import pytest

from newsfeed.text import paragraphs
from newsfeed.text.html.roles import Role, role_of

OPENING = "The mill opened in March, its owner said."
NEXT = "Ninety people have found work there since then."


@pytest.mark.parametrize(
    "classes",
    [
        "hidden md:block",
        "hidden md:flex",
        "hidden md:grid",
        "hidden lg:inline",
        "hidden sm:inline-block",
        "hidden sm:inline-flex",
        "hidden xl:inline-grid",
        "hidden md:table",
        "hidden md:table-cell",
        "hidden 2xl:contents",
        "hidden md:flow-root",
        "hidden md:list-item",
        "hidden md:!block",
        "hidden min-[800px]:grid",
        "hidden dark:md:block",
        "md:grid hidden gap-4",
        "invisible md:visible",
        "sr-only md:not-sr-only",
        "d-none d-md-block",
        "d-none d-lg-flex",
        "d-none d-sm-table-cell",
        "d-none d-xxl-inline-block",
    ],
)
def test_what_some_screens_show_is_text(classes: str) -> None:
    html = f'<p>{OPENING}</p><div class="{classes}"><p>{NEXT}</p></div>'
    assert [paragraph.text for paragraph in paragraphs(html)] == [OPENING, NEXT]


@pytest.mark.parametrize(
    "classes",
    [
        "hidden",
        "hidden md:hidden",
        "hidden md:mt-4",
        "hidden grid",
        "hidden print:block",
        "sr-only focus:not-sr-only",
        "sr-only print:not-sr-only",
        "d-none d-print-block",
        "d-none d-md-none",
        "hidden md:gap-blocks",
    ],
)
def test_what_no_screen_shows_is_hidden(classes: str) -> None:
    assert role_of("div", {"class": classes}) is Role.HIDDEN


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("The mill costs <span aria-hidden='true'>€5 million</span> a year.", "The mill costs €5 million a year."),
        (
            "It takes 5 <span class='sr-only'>minutes</span><b aria-hidden='true'>minutes</b>.",
            "It takes 5 minutes.",
        ),
        ("<span aria-hidden='true'>T</span><span class='sr-only'>T</span>he mill opened.", "The mill opened."),
        ("<i class='fa fa-star' aria-hidden='true'>star</i> The mill opened.", "The mill opened."),
        ("The mill <b class='material-icons icon' aria-hidden='true'>open_in_new</b> opened.", "The mill opened."),
        ("The mill<a href='#mill' aria-hidden='true'>Link</a> opened.", "The mill opened."),
        (
            "Take <math><msup><mi>x</mi><mn>2</mn></msup></math><b class='katex-html' aria-hidden='true'>x2</b> of it.",
            "Take x² of it.",
        ),
    ],
)
def test_text_hidden_from_screen_readers_only_is_text(html: str, text: str) -> None:
    assert [each.text for each in paragraphs(f"<p>{html}</p><p>{NEXT}</p>")] == [text, NEXT]


def test_blocks_hidden_from_screen_readers_stay_if_they_hold_sentences() -> None:
    long = f"{OPENING} {NEXT}"
    for tag in ("p", "blockquote", "div", "section"):
        html = f"<p>{OPENING}</p><{tag} aria-hidden='true'>{long}</{tag}><p>{NEXT}</p>"
        assert [each.text for each in paragraphs(html)] == [OPENING, long, NEXT]
    initials = f"<p>{OPENING}</p><div aria-hidden='true' class='round'>JD</div><p>{NEXT}</p>"
    assert [each.text for each in paragraphs(initials)] == [OPENING, NEXT]
