"""The attribution of a quotation, from the text around it."""

from __future__ import annotations

from typing import NamedTuple

WINDOW = 240
"""Characters before and after a quotation that are searched for its speaker."""


class Attribution(NamedTuple):
    """The speaker of a quotation; ``direct`` if the verb of saying is next to the marks, ``followed`` if after them."""

    speaker: str | None
    direct: bool = False
    followed: bool = False
