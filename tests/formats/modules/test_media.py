from __future__ import annotations

import pytest

from newsfeed.formats import Entry, FeedEnclosure, FeedImage, TextConstruct, parse

NAMESPACES = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)
EPISODE = '<enclosure url="https://h.example/1.mp3" type="audio/mpeg" length="9"/>'


def item(inside: str) -> Entry:
    [entry] = parse(f"<rss {NAMESPACES}><channel><item>{inside}</item></channel></rss>".encode()).entries
    return entry


def test_the_widest_picture_is_the_entrys() -> None:
    entry = item(
        '<media:group><media:content url="https://h.example/s.jpg" medium="image" width="140"/>'
        '<media:content url="https://h.example/l.jpg" medium="image" width="1200"/></media:group>'
        '<media:content url="https://h.example/f.mp4" type="video/mp4" fileSize="7" duration="30"/>'
        '<media:thumbnail url="https://h.example/t.jpg"/>'
    )
    assert entry.images == [
        FeedImage("https://h.example/l.jpg", 1200),
        FeedImage("https://h.example/s.jpg", 140),
        FeedImage("https://h.example/t.jpg"),
    ]
    assert entry.enclosures == [FeedEnclosure("https://h.example/f.mp4", "video/mp4", "7", "30")]


@pytest.mark.parametrize(
    ("inside", "image"),
    [
        ('<media:thumbnail url="https://h.example/t.jpg"/>', "https://h.example/t.jpg"),
        ('<media:thumbnail url="s.jpg" width="75"/><media:thumbnail url="l.jpg" width="144"/>', "l.jpg"),
        ('<media:thumbnail url="count.gif" width="1" height="1"/><media:thumbnail url="t.jpg"/>', "t.jpg"),
        ('<media:content url="f.mp4" type="video/mp4"><media:thumbnail url="t.jpg"/></media:content>', "t.jpg"),
        ('<enclosure url="t.jpg" type="image/jpeg" length="1"/>', "t.jpg"),
        ('<itunes:image href="t.jpg"/>', "t.jpg"),
        ('<itunes:link rel="image" type="image/jpeg" href="t.jpg"/>', "t.jpg"),
        ("<image><url>t.jpg</url></image>", "t.jpg"),
        ('<media:content url="count.gif" medium="image" width="1"/>', None),
        ('<itunes:link rel="home" href="https://h.example/"/>', None),
    ],
)
def test_the_picture_of_last_resort(inside: str, image: str | None) -> None:
    assert next((image.url for image in item(inside).images), None) == image


def test_texts_inside_a_group_or_a_file_are_the_entrys() -> None:
    entry = item(
        "<media:group><media:title>Cranes</media:title></media:group>"
        '<media:content url="f.mp4"><media:description>They &lt;b&gt;lift&lt;/b&gt;</media:description></media:content>'
    )
    assert (entry.title, entry.summary) == (TextConstruct("Cranes", "text"), TextConstruct("They <b>lift</b>", "html"))


def test_an_episode_has_its_duration_and_what_was_written_down_of_it() -> None:
    entry = item(
        f"{EPISODE}<itunes:duration>1:02:03</itunes:duration>"
        '<podcast:transcript url="https://h.example/1.vtt" type="text/vtt"/>'
        '<podcast:chapters url="https://h.example/1.json" type="application/json+chapters"/>'
    )
    assert entry.enclosures == [
        FeedEnclosure("https://h.example/1.mp3", "audio/mpeg", "9", "1:02:03"),
        FeedEnclosure("https://h.example/1.vtt", "text/vtt"),
        FeedEnclosure("https://h.example/1.json", "application/json+chapters"),
    ]


def test_the_address_before_feedburners_is_that_of_an_only_file() -> None:
    original = "<feedburner:origEnclosureLink>https://o.example/1.mp3</feedburner:origEnclosureLink>"
    assert [each.url for each in item(f"{EPISODE}{original}").enclosures] == ["https://o.example/1.mp3"]
    second = EPISODE.replace("1.mp3", "2.mp3")
    assert [each.url[-5:] for each in item(f"{EPISODE}{second}{original}").enclosures] == ["1.mp3", "2.mp3"]


def test_a_file_that_is_named_twice_is_one() -> None:
    entry = item(f'{EPISODE}<media:content url="https://h.example/1.mp3" medium="audio"/>')
    assert entry.enclosures == [FeedEnclosure("https://h.example/1.mp3", "audio/mpeg", "9")]
