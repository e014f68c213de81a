from __future__ import annotations

import pytest
from growth import grows_with_length_alone
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.text.html.alternates import Variants, variants

MOBILE = '<link rel="alternate" media="only screen and (max-width: 640px)" href="https://m.h.example/a">'


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>The ferry sails.</p>", Variants()),
        ("<LINK HREF='/a?b=1&amp;c=2' REL=canonical>", Variants("/a?b=1&c=2")),
        ('<link rel="nofollow canonical" href="/a"><link rel="canonical" href="/b">', Variants("/a")),
        ('<link rel="amphtml" href="/amp/a">' + MOBILE, Variants(None, ("/amp/a", "https://m.h.example/a"))),
        ('<link rel="alternate" type="application/rss+xml" href="/rss">', Variants()),
        ('<link rel="canonical"><link rel="canonical" href=" ">', Variants()),
        ('<a rel="canonical" href="/a">', Variants()),
    ],
)
def test_addresses_that_a_page_states(html: str, found: Variants) -> None:
    assert variants(html) == found


@given(st.text(alphabet="<link rel=canonical\"' href/>&;\n", max_size=60))
def test_never_raises(html: str) -> None:
    variants(html)


@pytest.mark.parametrize("unit", ["<link ", "<link a=", "<link a='", "<link rel=canonical href=a "])
def test_a_huge_page_is_read_in_passing(unit: str) -> None:
    assert grows_with_length_alone(lambda size: variants(unit * (size // len(unit))), 250_000)
