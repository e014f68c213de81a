"""The pictures of README: pages over ``fixtures/newsroom``, in a real browser.

Run ``python -m tests.pictures`` (or ``make pictures``) after the pages have changed, and look at each. With a directory
as its argument it writes there, in light and dark, both languages and the width of a phone. Needs Chromium.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from playwright.sync_api import sync_playwright

from newsfeed.store import browse
from newsfeed.web.app import create_app
from newsfeed.web.reader import Reader
from newsfeed.web.server import ServeOptions, build
from tests.web_store import report_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
WIDTH = 1080
LARGEST = 200_000  # bytes of a picture
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
TITLES = {
    "reading": "A quarter less cod: what it means on the quay",
    "pair": "Tide barrier fails its first test",
    "zh": "青石水库蓄水量再降",
}


def main() -> None:
    """Write the pictures of README, or all of them to a directory."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/news.db"
        source = str(ROOT / "fixtures" / "newsroom")
        command = [sys.executable, "-m", "newsfeed", "crawl", source, "-s", f"NEWSFEED_STORE={url}"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with served(url, Path(folder)) as address:
            pages = paths(url, address)
            file = Path(folder) / "report.html"
            file.write_text(report_on(url), encoding="utf-8")
            pages["report"] = file.as_uri()
            if len(sys.argv) > 1:
                take_all(browser, pages, Path(sys.argv[1]))
            else:
                PICTURES.mkdir(exist_ok=True)
                take(browser, pages["reading"], PICTURES / "reading.png", height=700)
                take(browser, pages["pair"], PICTURES / "side-by-side.png", height=430)
                take(browser, pages["report"], PICTURES / "report.png", height=900)
        browser.close()


def take_all(browser: Browser, pages: dict[str, str], folder: Path) -> None:
    """Write every page as it looks in light and dark, in both languages, on a screen and on a phone."""
    folder.mkdir(exist_ok=True)
    for name, address in pages.items():
        for scheme in ("light", "dark"):
            for language, width in (("en-GB", 1280), ("zh-CN", 1280), ("en-GB", 375), ("zh-CN", 375)):
                file = folder / f"{name.replace('/', '-')}-{scheme}-{language[:2]}-{width}.png"
                take(browser, address, file, width=width, height=900, scheme=scheme, language=language)


def take(
    browser: Browser,
    address: str,
    file: Path,
    *,
    width: int = WIDTH,
    height: int,
    scheme: str = "light",
    language: str = "en-GB",
) -> None:
    """Write one picture; raise if it is too large for a repository."""
    context = browser.new_context(locale=language, viewport={"width": width, "height": height})
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address)
    page.screenshot(path=file)
    context.close()
    if file.stat().st_size > LARGEST:
        raise SystemExit(f"{file}: {file.stat().st_size:,} bytes; at most {LARGEST:,}")


def paths(url: str, address: str) -> dict[str, str]:
    """Return the pages of which pictures are taken, by name."""
    reader = Reader(url)
    with reader.snapshot() as connection:
        listed = {each.title: each for each in browse.newest(connection, browse.Filters(), 100)}
        pair = browse.read_before(connection, listed[TITLES["pair"]].number)[-1]
    reader.close()
    found = {name: f"/a/{listed[title].id}" for name, title in TITLES.items()}
    found["pair"] = f"{found['pair']}/p{pair.position}/vs/{pair.id}/p{pair.other_position}"
    lists = {"news": "/", "reuse": "/reuse", "outlets": "/outlets", "hidden": "/hidden?what=duplicate"}
    lists |= {name: f"/{name}" for name in ("reuse/figures", "quotes", "boilerplate", "check", "feeds")}
    lists["story"] = f"/s/{listed[TITLES['pair']].id}"
    return {name: f"{address}{path}" for name, path in (found | lists).items()}


@contextmanager
def served(url: str, folder: Path) -> Iterator[str]:
    """Serve the pages on a free port of loopback."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        site = build(ServeOptions(url, port=port, marks=str(folder / "marks.db"), read_only=True))
        server = uvicorn.Server(uvicorn.Config(create_app(site), log_level="warning"))
        listening.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    main()
