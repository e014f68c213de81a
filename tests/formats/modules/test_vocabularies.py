"""Whatever elements of the known vocabularies stand in an entry, in whatever shape, the entry is read."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.formats import parse

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "cc": "http://web.resource.org/cc/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
DOCUMENTED = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
NAMES = [
    name
    for name in sorted(
        {*re.findall(r"`((?:[a-zA-Z]+:)?[a-zA-Z][a-zA-Z-]*)`", DOCUMENTED), "media:group", "rdf:value", "name"}
    )
    if ":" not in name or name.partition(":")[0] in NAMESPACES
]
ATTRIBUTES = (
    "base",
    "duration",
    "href",
    "label",
    "length",
    "rel",
    "src",
    "term",
    "text",
    "type",
    "url",
    "width",
    "xml:base",
)

values = st.sampled_from(
    ["", " ", "1", "html", "xhtml", "image/png", "enclosure", "license", "http://[", "//", "a@b (c)", "é"]
)
attributes = st.dictionaries(st.sampled_from(ATTRIBUTES), values, max_size=3)


def element(name: str, stated: dict[str, str], inside: list[str]) -> str:
    written = "".join(f' {key}="{escape(value)}"' for key, value in stated.items())
    return f"<{name}{written}>{''.join(inside)}</{name}>"


elements = st.recursive(
    values.map(escape),
    lambda inner: st.builds(element, st.sampled_from(NAMES), attributes, st.lists(inner, max_size=3)),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(elements, max_size=6).map("".join), attributes)
def test_any_entry_is_read(inside: str, stated: dict[str, str]) -> None:
    for outer, entry in (("rss", "item"), ("feed", "entry")):
        body = element(entry, stated, [inside])
        feed = parse(f"<{outer} {DECLARED}><title>T</title>{inside}{body}</{outer}>".encode())
        assert feed.error is None
        assert all("more than one" in problem for problem in feed.problems)
        assert len(feed.entries) == 1
