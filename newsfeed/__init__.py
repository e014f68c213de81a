"""newsfeed: reads news feeds, recognises what has already been read, gives back clean feeds."""

__version__ = "0.1.0"
