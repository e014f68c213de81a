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
