"""The data of a page as plain values of JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def as_plain(value: Any) -> Any:
    """Return a page as plain JSON values; rows become objects."""
    if hasattr(value, "_asdict"):
        return {name: as_plain(each) for name, each in value._asdict().items()}
    if hasattr(value, "__dataclass_fields__"):
        return {name: as_plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, dict):
        return {_as_key(key): as_plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _as_key(key: object) -> str:
    return "/".join(map(str, key)) if isinstance(key, tuple) else str(key)
