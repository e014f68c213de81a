"""The form by which an image or embed is compared: that of its address."""

from __future__ import annotations

from newsfeed.text.urls.canonical import url_key

ADDRESS = "\x02"
"""Prefix of the form of an address; it occurs in no normal form of a text."""


def form_of_address(url: str) -> str:
    """Return the form that makes the URL of an image or embed a passage of its own, without shingles."""
    return f"{ADDRESS}{url_key(url)}"
