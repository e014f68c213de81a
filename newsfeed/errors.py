"""The one root of every error that newsfeed raises on purpose."""


class NewsfeedError(Exception):
    """Something a person can act on.

    The message is one line that names the file, URL or setting, says what was wrong with it, and what to do.
    """
