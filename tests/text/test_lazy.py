from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import newsfeed
from newsfeed.text import lazy
from newsfeed.text.lazy import compiled_later, regex


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    compiled: list[re.Pattern[str]] = []

    def digits() -> re.Pattern[str]:
        compiled.append(re.compile("[0-9]+"))
        return compiled[-1]

    pattern = compiled_later(digits)
    assert not compiled
    assert pattern.sub("#", "7 of 12") == "# of #"
    assert pattern.findall("7 of 12") == ["7", "12"]
    assert pattern.pattern == "[0-9]+"
    assert len(compiled) == 1


def test_a_pattern_may_be_of_bytes_and_have_flags() -> None:
    assert regex(b"ferry", re.IGNORECASE).search(b"The Ferry")


@pytest.mark.parametrize("package", ["text", "formats", "dedup"])
def test_all_patterns_of_the_program_compile(package: str) -> None:
    root = importlib.import_module(f"{newsfeed.__name__}.{package}")
    modules = [importlib.import_module(each.name) for each in pkgutil.walk_packages(root.__path__, f"{root.__name__}.")]
    patterns = [each for module in modules for each in vars(module).values() if isinstance(each, lazy._LazyPattern)]
    assert all(isinstance(each.pattern, str | bytes) for each in patterns)
