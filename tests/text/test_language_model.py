from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from newsfeed.text.language_model import classifier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow  # together they take seconds

TEXT = "The ferry will not sail today."


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the directory of a cache that is empty, for a process that has no model yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    classifier.cache_clear()
    yield tmp_path / "newsfeed"
    classifier.cache_clear()


def classified_anew(text: str) -> tuple[str, float]:
    classifier.cache_clear()
    return classifier()(text)


@pytest.mark.parametrize("text", [TEXT, "Die Fähre fährt heute nicht.", "Паром сегодня не пойдёт.", "x", "", "ok ok"])
def test_the_model_is_that_of_the_package_unpacked_or_mapped(cache: Path, text: str) -> None:
    package = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    assert classified_anew(text) == package.classify(text)
    assert classified_anew(text) == package.classify(text)


def test_the_unpacked_model_is_kept_whole_and_taken_from_there(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = classified_anew(TEXT)
    [kept] = cache.iterdir()
    assert {file.name for file in kept.iterdir()} >= {"ptc.npy", "nextmove.npy"}
    monkeypatch.setattr("newsfeed.text.language_model._unpacked", lambda _: pytest.fail("unpacked again"))
    assert classified_anew(TEXT) == first


@pytest.mark.parametrize("damage", [lambda file: file.unlink(), lambda file: file.write_bytes(bytes(100))])
def test_a_damaged_cache_is_replaced(cache: Path, damage) -> None:
    first = classified_anew(TEXT)
    [kept] = cache.iterdir()
    damage(kept / "ptc.npy")
    assert classified_anew(TEXT) == first
    assert [each.name for each in cache.iterdir()] == [kept.name]
    assert np.load(kept / "ptc.npy").any()


def test_no_cache_is_needed(cache: Path) -> None:
    cache.write_text("a file where the directory would be")
    assert classified_anew(TEXT)[0] == "en"


def test_a_relative_cache_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    assert classified_anew(TEXT)[0] == "en"
    classifier.cache_clear()
    assert not list(tmp_path.iterdir())
