from __future__ import annotations

import pytest

from newsfeed.formats import parse

NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
)


@pytest.mark.parametrize(
    ("inside", "categories"),
    [
        (
            "<category>Trade</category><category/><dc:subject>Ports</dc:subject><category>Trade</category>",
            ["Trade", "Ports"],
        ),
        ('<category domain="https://h.example/">Trade</category>', ["Trade"]),
        ('<atom:category term="t" label="Trade"/><atom:category term="ports"/>', ["Trade", "ports"]),
        ('<media:category label="Trade">t</media:category><media:category>ports</media:category>', ["Trade", "ports"]),
        (
            '<itunes:category text="Arts"><itunes:category text="Books"/></itunes:category>',
            ["Arts", "Books"],
        ),
        ("<itunes:keywords>ports, trade ,,ports</itunes:keywords>", ["ports", "trade"]),
        ("<media:keywords>ports</media:keywords><tags>trade,cranes</tags>", ["ports", "trade", "cranes"]),
        ('<category domain="contenttype">article</category><category>Trade</category>', ["Trade"]),
        ('<category domain="https://h.example/authors">Ana Reyes</category><category>Trade</category>', ["Trade"]),
        ('<category domain="video">Trade</category><category domain="grid">Ports</category>', ["Trade", "Ports"]),
        ("<slash:section>harbour</slash:section><slash:comments>7</slash:comments>", ["harbour"]),
    ],
)
def test_categories_of_an_item(inside: str, categories: list[str]) -> None:
    [entry] = parse(f"<rss {NAMESPACES}><channel><item>{inside}</item></channel></rss>".encode()).entries
    assert entry.categories == categories
