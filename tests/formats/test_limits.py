"""What is far too long for an entry is cut, and said; texts stay whole."""

import json

import pytest

from newsfeed.formats import parse
from newsfeed.formats.limits import MOST_VALUES

MANY = MOST_VALUES + 5
LONG = "Ice on the ferry. " * 6_000  # more than 100,000 characters


def rss(inside):
    return parse(f"<rss><channel><title>Ferries</title><item>{inside}</item></channel></rss>".encode())


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("categories", "".join(f"<category>c{n}</category>" for n in range(MANY))),
        ("authors", "".join(f"<author>a{n}@h.example (Jo {n})</author>" for n in range(MANY))),
        ("enclosures", "".join(f"<enclosure url='https://h.example/{n}.mp3'/>" for n in range(MANY))),
    ],
)
def test_the_first_values_of_a_kind_are_read(name, inside):
    feed = rss(f"<title>Ice</title>{inside}")
    values = getattr(feed.entries[0], name)
    assert len(values) == MOST_VALUES
    assert "0" in str(values[0])
    assert feed.problems == [f"only the first 10,000 {name} of an entry are read; 5 are left out"]


def test_so_are_those_of_a_json_feed():
    item = {"id": "1", "title": "Ice", "tags": [f"t{n}" for n in range(MANY)]}
    feed = parse(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode())
    assert len(feed.entries[0].categories) == MOST_VALUES


def test_a_long_title_is_cut_and_stays_the_text_of_an_entry_without_one():
    feed = rss(f"<title>{LONG}</title>")
    assert len(feed.entries[0].title.value) == 100_000
    assert feed.entries[0].content.value.strip() == LONG.strip()
    assert feed.problems == ["only the first 100,000 characters of a title or name are read (1 times)"]
    entry = rss(f"<title>{LONG}</title><description>The ice melts.</description>").entries[0]
    assert "The ice melts." in str((entry.summary, entry.content))
    assert LONG not in str((entry.summary, entry.content))


def test_long_names_are_cut():
    feed = rss(f"<title>Ice</title><category>{LONG}</category><author>{LONG}</author>")
    assert max(map(len, feed.entries[0].categories)) <= 100_000
    assert max(len(each.name or "") for each in feed.entries[0].authors) <= 100_000


def test_a_list_of_long_front_matter_is_cut():
    feed = parse(f"---\ntitle: Ice\ntags: [{'a, ' * 400_000}b]\n---\nThe ice on the ferry melts.\n".encode())
    assert feed.entries[0].title.value == "Ice"
    assert "read line by line, at most 10,000 values a list" in feed.problems[0]


def test_ordinary_entries_stay_as_they_are():
    feed = rss("<title>Ice</title><category>a</category><author>Jo</author>" + "<category>b</category>" * 50)
    assert feed.problems == []
