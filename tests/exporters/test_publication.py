"""Title and addresses of published feeds."""

import pytest

from newsfeed.errors import NewsfeedError
from newsfeed.exporters.publication import Publication


def test_addresses_are_below_that_of_the_folder():
    for base in ("https://example.org/news", "https://example.org/news/"):
        options = Publication.of("Mine", base).options("World & sea", "feed.atom")
        assert options == {
            "title": "Mine",
            "url": "https://example.org/news/World%20%26%20sea/feed.atom",
            "home": "https://example.org/news/",
        }
    assert Publication.of(None, "http://[::1]:8000").options() == {
        "title": "newsfeed", "url": None, "home": "http://[::1]:8000/",
    }  # fmt: skip


def test_without_an_address_there_is_only_a_title():
    assert Publication.of("", "").options("feed.atom", title="World") == {"title": "World", "url": None, "home": None}


@pytest.mark.parametrize(
    "address",
    ["example.org", "ftp://example.org/", "https://", "https://example.org/?a=1", "https://example.org/#a", "https://[",
     "javascript:alert(1)", "https://me:secret@example.org/", "https://example.org/a b"],
)  # fmt: skip
def test_what_is_no_address_of_a_folder_is_refused(address):
    with pytest.raises(NewsfeedError, match="--base-url"):
        Publication.of(None, address)
