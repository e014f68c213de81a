"""The parameters of a call: those of its query and those of its form, each possibly several times."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from newsfeed.web.greader.refusal import RefusedCallError, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_PARAMETERS = 25_000
"""Values in one call: more than for the 10,000 ids that clients request, each with a feed."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The values by name; values of the form come before values of the query."""

    values: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, query: str, form: bytes = b"") -> Parameters:
        """Parse a query and a form (``application/x-www-form-urlencoded``, whatever type the client states).

        Raises RefusedCallError for too many values.
        """
        found: dict[str, list[str]] = {}
        for text in (form.decode("utf-8", "replace"), query):
            for name, values in _parsed(text).items():
                found.setdefault(name, []).extend(values)
        return cls(found)

    def first(self, name: str, default: str = "") -> str:
        """Return the first value of a parameter."""
        return next(iter(self.values.get(name, ())), default)

    def all(self, name: str) -> Sequence[str]:
        """Return all values of a parameter."""
        return self.values.get(name, ())

    def number(self, name: str) -> float | None:
        """Return a parameter as a number, ``None`` if it is missing; raise RefusedCallError for other values."""
        text = self.first(name).strip()
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise RefusedCallError(400, f"{name}={quoted(text)}: not a number")
        return value


def _parsed(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, keep_blank_values=True, errors="replace", max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        raise RefusedCallError(413, f"too many parameters: send at most {MOST_PARAMETERS:,} at a time") from error
