from __future__ import annotations

import pytest
from growth import grows_with_length_alone
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.formats import Outline, outlines, parse
from newsfeed.formats.opml import to_opml

SUBSCRIPTIONS = b"""<?xml version="1.0"?><opml version="2.0"><head><title>My feeds</title></head><body>
<outline text="News"><outline text="Ports"><outline type="rss" text="Harbour" title="Harbour News"
 xmlUrl="https://h.example/feed" htmlUrl="https://h.example/"/></outline>
<outline text="\xe6\xb8\xaf" XMLURL=" https://g.example/feed "/></outline>
<outline text="a folder only"/><outline xmlUrl="https://h.example/feed"/></body></opml>"""


def test_outlines_know_their_folders() -> None:
    assert outlines(SUBSCRIPTIONS) == [
        Outline("https://h.example/feed", "Harbour News", "https://h.example/", ("News", "Ports")),
        Outline("https://g.example/feed", "港", None, ("News",)),
        Outline("https://h.example/feed"),
    ]


def test_parse_gives_each_address_once() -> None:
    feed = parse(SUBSCRIPTIONS)
    assert (feed.format, feed.error, feed.entries) == ("opml", None, [])
    assert feed.feeds == ["https://h.example/feed", "https://g.example/feed"]
    assert feed.title is not None
    assert feed.title.value == "My feeds"


def test_repair_reaches_opml() -> None:
    broken = SUBSCRIPTIONS.replace(b'text="News"', b'text="News & Views"')
    assert outlines(broken)[0].folders == ("News & Views", "Ports")


def test_other_documents_hold_no_outlines() -> None:
    assert outlines(b"<rss><channel/></rss>") == []
    assert outlines(b"nothing") == []


# What the loaders leave of a name: characters that XML can hold, no white space around or doubled.
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"))).filter(bool)
OUTLINES = st.builds(
    Outline,
    NAMES.map("https://h.example/{}".format),
    NAMES,
    st.none() | NAMES.map("https://site.example/{}".format),
    st.lists(NAMES, max_size=3).map(tuple),
    st.none() | st.booleans(),
    st.none() | st.sampled_from(["Asia/Shanghai", "Europe/Dublin"]),
)


@given(st.lists(OUTLINES, max_size=8))
@settings(max_examples=50)
def test_what_is_written_is_read_again(subscriptions: list[Outline]) -> None:
    found = outlines(to_opml(subscriptions, "Mine"))
    assert sorted(found, key=repr) == sorted(subscriptions, key=repr)
    assert parse(to_opml(subscriptions, "Mine")).format == "opml"


A, B = '<outline text="A" xmlUrl="https://a.example/f"/>', '<outline text="B" xmlUrl="https://b.example/f"/>'


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        (f'<outline text="F">{A.replace("/>", ">")}{B}</outline>', [("A", ("F",)), ("B", ("F",))]),
        (f'<outline text="F">{A}</outline></outline>{B}', [("A", ("F",)), ("B", ())]),
        (f"{A.replace('A', 'a < b', 1)}{B}", [("a < b", ()), ("B", ())]),
        (f'{A}{B}<outline text="C" xmlU', [("A", ()), ("B", ())]),
        (f'{A}<outline text="C" xmlUrl="https://c.exam{B}', [("A", ()), ("B", ())]),
        (f'<outline text="F"><outline text="G">{A}{B}', [("A", ("F", "G")), ("B", ("F", "G"))]),
    ],
)
def test_a_broken_list_is_read_outline_by_outline(inside: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    document = f'<?xml version="1.0"?><opml version="2.0"><body>{inside}</body></opml>'.encode()
    assert [(each.title, each.folders) for each in outlines(document)] == found
    feed = parse(document)
    assert (feed.format, feed.error, len(feed.feeds)) == ("opml", None, len(found))
    assert any("not well-formed" in problem for problem in feed.problems)


@pytest.mark.parametrize("unit", ["<outline ", '<outline text="', "<outline text='a' ", "</outline>", "<outline>"])
def test_a_huge_broken_list_is_read_in_passing(unit: str) -> None:
    def read(size: int) -> None:
        outlines(b"<opml><body>" + unit.encode() * (size // len(unit)))

    assert grows_with_length_alone(read, 40_000)
