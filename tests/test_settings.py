"""The settings page held to the settings."""

import re
from pathlib import Path

from newsfeed import settings

ROOT = Path(__file__).parents[1]


def test_every_setting_of_ours_is_documented_with_its_default(monkeypatch):
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\| `(NEWSFEED_\w+)` \| `([^`]*)` \|", page, re.MULTILINE))
    ours = {name: str(value) for name, value in vars(settings).items() if name.startswith("NEWSFEED_")}
    ours["NEWSFEED_STORE"] = "sqlite:///newsfeed.db"  # whatever the environment of this test says
    assert documented == ours
