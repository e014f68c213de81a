"""Regular expressions that are compiled when they are first used.

Compiling all patterns takes longer than reading a small feed. So a pattern is written with :func:`regex` if it takes
half a millisecond to compile and many runs do not need it. Others stay with :func:`re.compile`: each call of a lazy
pattern takes a tenth of a microsecond longer.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, AnyStr, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_MEMBERS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn", "pattern")


def regex(source: AnyStr, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when it is first used.

    >>> regex(r"[0-9]+").sub("#", "7 of 12")
    '# of #'
    """
    return compiled_later(partial(re.compile, source, flags))


def compiled_later(compiled: Callable[[], re.Pattern[AnyStr]]) -> re.Pattern[AnyStr]:
    """Return the pattern that ``compiled`` returns, which is called when the pattern is first used."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(compiled))


class _LazyPattern:
    def __init__(self, compiled: Callable[[], re.Pattern[Any]]) -> None:
        self._compiled = compiled

    def __getattr__(self, name: str) -> Any:
        """Compile the pattern; from then on its members are found without this function."""
        pattern = self._compiled()
        self.__dict__.update({member: getattr(pattern, member) for member in _MEMBERS})
        return getattr(pattern, name)
