"""newsboat in a terminal, with the API for its feeds: the newsroom of fixtures, listed, read, starred, started again.

Needs newsboat and tmux (Debian: ``apt-get install newsboat tmux``).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from reader_server import PASSWORD, READ, STARRED, ApiClient, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FEEDS = ("coast-daily", "elmsund-herald", "kestrel-agency", "weiwan-evening")
STORM = "Storm expected on northern coast on Friday"
SECONDS = 60  # only against hanging
CONFIG = """urls-source "feedhq"
feedhq-url "{address}"
feedhq-login "me"
feedhq-password "{password}"
feedhq-flag-star "s"
feedhq-show-special-feeds "no"
feedhq-min-items 100
text-width 78
"""
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("newsboat") is None or shutil.which("tmux") is None, reason="newsboat or tmux is not installed"
    ),
]


@dataclass
class Terminal:
    """A terminal of its own, 100 columns wide and 30 lines high."""

    socket: Path

    def start(self, command: str) -> None:
        """Run a command in it."""
        self._tmux("new-session", "-d", "-x", "100", "-y", "30", command)

    def press(self, *keys: str) -> None:
        """Press keys."""
        self._tmux("send-keys", *keys)

    def shows(self, pattern: str) -> str:
        """Wait until the screen shows what a pattern means; return it."""
        until = time.monotonic() + SECONDS
        screen = self._tmux("capture-pane", "-p")
        while not re.search(pattern, screen):
            assert time.monotonic() < until, f"never shown: {pattern}\n{screen}"
            time.sleep(0.1)
            screen = self._tmux("capture-pane", "-p")
        return screen

    def wait_for_end(self) -> None:
        """Wait until the command has ended, and the terminal with it."""
        until = time.monotonic() + SECONDS
        while self.is_open():
            assert time.monotonic() < until, self._tmux("capture-pane", "-p")
            time.sleep(0.1)

    def is_open(self) -> bool:
        """Return whether a command runs."""
        asked = ["tmux", "-S", self.socket, "has-session"]
        return subprocess.run(asked, check=False, capture_output=True).returncode == 0

    def end(self) -> None:
        """End whatever runs in it."""
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], check=False, capture_output=True)

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-S", str(self.socket), *words]
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        return done.stdout


@pytest.fixture
def server(tmp_path: Path, scrapy: Any, served: tuple[Path, str]) -> Iterator[ApiClient]:
    """The API over the newsroom, as a watch has read it."""
    folder, address = served
    for name in FEEDS:
        shutil.copy(ROOT / "fixtures" / "newsroom" / f"{name}.xml", folder)
        scrapy("feeds", "add", "--folder=North", f"{address}/{name}.xml")
    scrapy("watch", "--once")
    with serving(f"sqlite:///{tmp_path / 'newsfeed.db'}", tmp_path) as found:
        yield found


@pytest.fixture
def terminal(tmp_path: Path, server: ApiClient) -> Iterator[Terminal]:
    found = Terminal(tmp_path / "tmux")
    home = tmp_path / "home"
    home.mkdir()
    (home / "config").write_text(CONFIG.format(address=server.address, password=PASSWORD))
    (home / "urls").touch()
    yield found
    found.end()


def newsboat(home: Path) -> str:
    return f"HOME={home} newsboat -C {home}/config -c {home}/cache.db -u {home}/urls"


def test_newsboat_lists_reads_and_stars_each_story_once(server: ApiClient, terminal: Terminal, tmp_path: Path) -> None:
    client, home = server.log_in(), tmp_path / "home"
    assert client.unread() == 35  # of 37 articles
    terminal.start(newsboat(home))
    terminal.shows(r"4 feeds|4 total")
    terminal.press("R")
    terminal.shows(r"2 N +\(13/13\) Kestrel Press Agency(?s:.*)4 N +\(5/5\) 苇湾晚报")
    terminal.press("2", "Enter", "Enter")
    before = terminal.shows(rf"3 N .*{STORM}")
    assert before.count(STORM) == 1
    terminal.press("3", "Enter", "Enter")
    article = terminal.shows(r"Also in:")
    assert f"Coast Daily: {STORM}" in article
    assert "A storm with gusts of up to 38 metres a second" in article
    terminal.press("q")
    after = terminal.shows(rf"\n +3 +Mar 13 .*{STORM}")
    assert "12 unread" in after
    [story] = wait(lambda: client.ids(READ), 1)
    [item] = client.post("stream/items/contents", {"i": story}).json["items"]
    assert item["title"] == STORM
    # A star on another one, and the whole list read.
    terminal.press("5", "Enter", "C-e")
    terminal.shows(r"Flags:")
    terminal.press("s", "Enter")
    [starred] = wait(lambda: client.titles(STARRED), 1)
    assert starred == "Cod quota cut by a quarter"
    terminal.press("A")
    wait(lambda: client.ids(READ), 13)
    terminal.press("q")
    terminal.shows(r"Your feeds")
    # The third outlet has words of its own, and is read for them.
    terminal.press("3", "Enter", "Enter")
    terminal.shows(r"3 N .*Storm on Friday: close your shutters by four")
    terminal.press("3", "Enter", "Enter")
    third = terminal.shows(r"read before, in (?s:.*)Kestrel|read before, in kestrel")
    assert "A storm with gusts of up to 38 metres a second" not in third
    terminal.press("q")
    terminal.shows(r"9 unread, 10 total")
    wait(lambda: client.ids(READ), 14)
    terminal.press("q")
    terminal.shows(r"Your feeds")
    # Marked elsewhere, and seen by a newsboat that starts again.
    client.post(
        "mark-all-as-read", {"s": next(each["id"] for each in subscriptions(client) if "Coast" in each["title"])}
    )
    terminal.press("q")
    terminal.wait_for_end()
    terminal.start(newsboat(home))
    terminal.shows(r"4 feeds|4 total")
    terminal.press("R")
    terminal.shows(r"\n +1 +\(0/7\) Coast Daily\n +2 +\(0/13\) Kestrel Press Agency\n +3 N +\(9/10\) The Elmsund")
    keep_screens({"before": before, "article": article, "after": after, "third": third})


def subscriptions(client: ApiClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("subscription/list").json["subscriptions"]
    return found


def wait(ask: Any, count: int) -> list[Any]:
    """Ask until there are so many; newsboat sends what it marks while it goes on."""
    until = time.monotonic() + SECONDS
    found: list[Any] = ask()
    while len(found) != count:
        assert time.monotonic() < until, (len(found), found)
        time.sleep(0.1)
        found = ask()
    return found


def keep_screens(screens: dict[str, str]) -> None:
    """Write the screens to the folder TEST_SCREENS, which docs/readers.md shows."""
    if folder := os.environ.get("TEST_SCREENS"):
        for name, screen in screens.items():
            Path(folder, f"{name}.txt").write_text(screen)
