"""Pages over a small store, and over an empty one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_store import ARTICLES, client_of, fill

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


@pytest.fixture
def pages(tmp_path: Path) -> TestClient:
    return client_of(fill(tmp_path, ARTICLES), tmp_path)


@pytest.fixture
def empty(tmp_path: Path) -> TestClient:
    return client_of(fill(tmp_path, []), tmp_path)
