"""What the text around a quotation tells of it."""

from __future__ import annotations

from typing import NamedTuple

WINDOW = 240
"""Characters before and after a quotation in which its speaker is looked for."""


class Attribution(NamedTuple):
    """Who spoke; ``direct`` when the verb of saying stands right at the marks, ``followed`` when behind them."""

    speaker: str | None
    direct: bool = False
    followed: bool = False
