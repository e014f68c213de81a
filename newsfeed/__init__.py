"""newsfeed: read news feeds, recognise what has already been read, write clean, deduplicated feeds."""

__version__ = "0.1.0"
