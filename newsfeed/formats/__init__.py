"""Feed formats: parse bytes into a feed with its entries. No I/O."""

from newsfeed.formats.feed import Entry, Feed, FeedEnclosure, FeedImage, Hints, PersonConstruct, TextConstruct
from newsfeed.formats.opml import Outline, outlines
from newsfeed.formats.registry import parse

__all__ = [
    "Entry",
    "Feed",
    "FeedEnclosure",
    "FeedImage",
    "Hints",
    "Outline",
    "PersonConstruct",
    "TextConstruct",
    "outlines",
    "parse",
]
