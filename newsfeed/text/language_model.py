"""The classifier of py3langid, whose model is unpacked once for all processes of a user.

Unpacking it takes 0.4 seconds of processor time and 75 MB of memory in each process. The unpacked model is mapped into
memory from a directory in the user's cache, which takes no time and loads only the pages that texts need. If the
directory cannot be created, each process unpacks the model for itself.
"""

from __future__ import annotations

import lzma
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]

_NAMES = ("ptc", "pc", "classes", "nextmove", "out_feat", "nextmove_row")


@cache
def classifier() -> Callable[[str], tuple[str, float]]:
    """Return the function that returns the most probable language of a text and its probability."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    model = _arrays(MODEL_DIR / MODEL_FILE)
    identifier = LanguageIdentifier(
        model["ptc"],
        model["pc"],
        model["classes"].tolist(),
        model["nextmove"].data,
        model["out_feat"].tolist(),
        norm_probs=True,
        tk_row=model["nextmove_row"].tolist(),
    )
    classify: Callable[[str], tuple[str, float]] = identifier.classify
    return classify


def _arrays(packed: Path) -> Arrays:
    """Return the arrays of a packed model from the cache, which is filled if necessary."""
    directory = _directory(packed)
    if directory is None:
        return _unpacked(packed)
    with suppress(OSError, ValueError):
        return _mapped(directory)
    model = _unpacked(packed)
    with suppress(OSError):
        _keep(model, directory)
    return model


def _directory(packed: Path) -> Path | None:
    """Return the directory of the unpacked model, whose name depends on the package's version and the model's size."""
    from py3langid import __version__ as version  # type: ignore[import-untyped]

    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    except RuntimeError:  # there is no home
        return None
    name = f"language-model-{version}-{packed.stat().st_size}"
    return home / "newsfeed" / name if home.is_absolute() else None


def _mapped(directory: Path) -> Arrays:
    # Plain arrays: the subclass for mapped arrays takes longer to index.
    return {name: np.load(directory / f"{name}.npy", mmap_mode="r").view(np.ndarray) for name in _NAMES}


def _unpacked(packed: Path) -> Arrays:
    # The package's own loader copies the largest table, which briefly takes 40 MB more.
    with tempfile.TemporaryFile() as file:
        with lzma.open(packed) as source:
            shutil.copyfileobj(source, file)
        file.seek(0)
        with np.load(file) as model:
            return {name: model[name] for name in _NAMES}


def _keep(model: Arrays, directory: Path) -> None:
    """Write the arrays of a model into a directory, which appears whole or not at all; another process may be first."""
    directory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f"{directory.name}.", dir=directory.parent))
    try:
        for name, array in model.items():
            with (unfinished / f"{name}.npy").open("wb") as file:
                np.save(file, array)
                file.flush()
                os.fsync(file.fileno())
        shutil.rmtree(directory, ignore_errors=True)  # a damaged one
        unfinished.rename(directory)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
