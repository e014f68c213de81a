"""Results that are kept for short texts only.

A cache of some results holds their arguments, too. Feeds state addresses, names and styles of any length, so in a watch
that runs for weeks its memory would be as many times the longest text.
"""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

LONGEST = 1_000
"""Characters of all arguments together for which a result is kept."""


def cached(most: int) -> Callable[[F], F]:
    """Return a decorator for functions of texts that keeps their ``most`` last results, if the texts are short.

    >>> @cached(100)
    ... def double(text: str) -> str:
    ...     print("doubled")
    ...     return 2 * text
    >>> double("a"), double("a")
    doubled
    ('aa', 'aa')
    """

    def decorate(function: F) -> F:
        keeping = lru_cache(most)(function)

        def of_one(text: str) -> Any:
            return keeping(text) if len(text) <= LONGEST else function(text)

        def of_several(*texts: str) -> Any:
            return keeping(*texts) if sum(map(len, texts)) <= LONGEST else function(*texts)

        # Names of elements are looked up for every element: with one text, a call takes half as long.
        return cast("F", wraps(function)(of_one if function.__code__.co_argcount == 1 else of_several))

    return decorate
