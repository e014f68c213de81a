from __future__ import annotations

import pytest

from newsfeed.formats import TextConstruct, parse

NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:cc="http://web.resource.org/cc/" '
    'xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"'
)
BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    "inside",
    [
        f"<creativeCommons:license> {BY} </creativeCommons:license>",
        f'<cc:license rdf:resource="{BY}"/>',
        f'<media:license type="text/html" href="{BY}">Attribution</media:license>',
        f'<atom:link rel="license" href="{BY}"/>',
    ],
)
def test_a_licence_is_known_by_its_address(inside: str) -> None:
    feed = parse(f"<rss {NAMESPACES}><channel>{inside}<item>{inside}</item><item/></channel></rss>".encode())
    assert [feed.license, *(entry.license for entry in feed.entries)] == [BY, BY, None]


@pytest.mark.parametrize("name", ["copyright", "dc:rights", "media:copyright", "atom:rights"])
def test_a_statement_is_kept_in_its_words(name: str) -> None:
    inside = f"<{name}>© Harbour &amp;amp; Sons</{name}>"
    feed = parse(f"<rss {NAMESPACES}><channel>{inside}<item>{inside}</item></channel></rss>".encode())
    assert feed.rights == feed.entries[0].rights == TextConstruct("© Harbour &amp; Sons", "html")


def test_rights_in_atom() -> None:
    feed = parse(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><rights type="html">&amp;copy; Harbour</rights>'
        f'<link rel="license" href="{BY}"/><entry><rights>© Ana</rights></entry></feed>'.encode()
    )
    assert (feed.rights, feed.license) == (TextConstruct("&copy; Harbour", "html"), BY)
    assert (feed.entries[0].rights, feed.entries[0].license) == (TextConstruct("© Ana", "text"), None)
