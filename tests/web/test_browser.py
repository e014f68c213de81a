"""The pages in a real browser: nothing is logged, nothing leaves the server, keys work, nothing runs over.

Needs Chromium (Debian: ``apt-get install chromium``); accessibility needs axe-core, named by ``AXE_CORE`` (axe.min.js).
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from web_store import ARTICLES, HOSTILE, article, fill, report_on

from newsfeed.formats.opml import Outline
from newsfeed.pipelines import subscribing
from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Options
from newsfeed.web.app import create_app
from newsfeed.web.server import ServeOptions, build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = os.environ.get("AXE_CORE", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
IDS = [each.id for each in ARTICLES]
RTL = "وصلت السفينة إلى الميناء صباح اليوم بعد رحلة استمرت تسعة أيام في بحر هائج"
LINES = [f"Line {number} says word{number} and word{number + 1}." for number in range(3000)]
LONG = article(6, "long.example", 6, "Three thousand lines", *LINES)
SHARED = f"{HOSTILE} and enough other words that this paragraph is a passage of its own."
OTHERS = [
    LONG,
    article(7, "rtl.example", 7, RTL, RTL, HOSTILE),
    article(8, "dropped.example", 8, HOSTILE, HOSTILE * 3),
    article(9, "post.example", 9, HOSTILE, SHARED),
    article(10, "courier.example", 10, HOSTILE, SHARED),
]  # fmt: skip
PATHS = [
    "/", "/reuse", "/outlets", "/quotes", "/boilerplate", "/hidden", "/check", "/feeds", f"/a/{IDS[1]}", f"/a/{IDS[2]}",
    f"/a/{IDS[1]}/p0/vs/{IDS[0]}/p0", f"/s/{IDS[0]}", f"/p/{IDS[0]}/0", "/outlets/post.example", "/a/none",
    "/hidden?what=dropped", "/hidden?what=duplicate", "/hidden?what=boilerplate", f"/a/{IDS[3]}/vs/{IDS[0]}",
    "/outlets/post.example/courier.example", f"/a/{LONG.id}", f"/a/{LONG.id}?page=15", f"/a/{OTHERS[1].id}",
    f"/a/{OTHERS[3].id}", f"/p/{OTHERS[3].id}/0", f"/s/{OTHERS[3].id}", "/reuse/figures", "/reuse?sort=random",
]  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages, served on a free port of loopback."""
    folder = tmp_path_factory.mktemp("pages")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        url = fill(folder, [*ARTICLES, *OTHERS])
        store = Store(url)
        subscribing.subscribe(
            store, Outline("https://post.example/feed", HOSTILE, "javascript:alert(1)"), Options(), HOSTILE
        )
        dropping = Options(drop=("alert", HOSTILE), policy="fold", prefer=True)
        subscribing.subscribe(store, Outline("https://dropped.example/feed", RTL), dropping, None)
        store.close()
        site = build(ServeOptions(url, port=port, marks=str(folder / "marks.db")))
        server = uvicorn.Server(uvicorn.Config(create_app(site), log_level="warning"))
        listening.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *flags])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.parametrize("width", [375, 1440])
def test_pages_log_nothing_ask_nobody_and_fit(page: Page, address: str, width: int) -> None:
    logged: list[str] = []
    elsewhere: list[str] = []
    page.on("console", lambda message: logged.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: logged.append(f"{page.url}: {error}"))
    page.on("request", lambda request: None if request.url.startswith(address) else elsewhere.append(request.url))
    page.on("dialog", lambda dialog: (logged.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.set_viewport_size({"width": width, "height": 900})
    for path in PATHS:
        page.goto(f"{address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert [each for each in logged if "404" not in each] == []
    assert elsewhere == []


def test_tables_and_drawings_can_be_read_on_a_phone(page: Page, address: str, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 375, "height": 900})
    page.goto(f"{address}/outlets")
    assert max(heights(page, ".scroll >> nth=1 >> tbody tr")) < 45
    page.goto(f"{address}/s/{IDS[0]}")
    assert min(heights(page, ".timeline text")) > 9
    file = tmp_path / "report.html"
    file.write_text(report_on(fill(tmp_path, ARTICLES)))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (
        max(heights(page, ".summary tr:has-text('Boilerplate') >> th")) < 60
    )  # "¶" and the word, on two lines at most


def heights(page: Page, selector: str) -> list[float]:
    found: list[float] = page.locator(selector).evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    return found


def test_a_reader_needs_only_keys(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.className").startswith("row")
    title = page.evaluate("document.activeElement.querySelector('h2 a').textContent")
    with page.expect_navigation():
        page.keyboard.press("o")
    assert page.inner_text("h1") == title
    page.goto(f"{address}/a/{IDS[1]}")
    assert not page.locator("details[open]").count()
    page.keyboard.press("x")
    assert page.locator("details.folded[open]").count() == 1
    with page.expect_navigation():
        page.keyboard.press("d")
    assert page.inner_text("h1") == "Side by side"
    with page.expect_navigation():
        page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("s")
    assert "/s/" in page.url
    page.keyboard.press("g")
    with page.expect_navigation():
        page.keyboard.press("o")
    assert page.inner_text("h1") == "Outlets"


def test_a_mark_leaves_the_reader_in_place(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 800, "height": 300})
    page.goto(f"{address}/check")
    for key in ("g", "n", "j", "j", "j"):
        page.keyboard.press(key)
        if key == "n":
            page.wait_for_url(f"{address}/")
    title = page.evaluate("document.activeElement.querySelector('h2 a').textContent")
    top = page.evaluate("scrollY")
    for key in "mu":
        with page.expect_navigation():
            page.keyboard.press(key)
        page.wait_for_load_state()
        assert page.evaluate("document.activeElement.querySelector('h2 a').textContent") == title
        assert page.evaluate("scrollY") == top
    page.keyboard.press("Escape")
    page.wait_for_url(f"{address}/check")


def test_a_wrong_verdict_is_found_and_disputed_with_keys(page: Page, address: str) -> None:
    page.goto(address)
    for key in "gh3jd":
        before = page.url
        page.keyboard.press(key)
        if key in "h3d":
            page.wait_for_url(lambda url, before=before: url != before)
    assert page.inner_text("h1") == "Side by side"
    for key, said in (("w", "You dispute this verdict"), ("u", "Wrong verdict")):
        with page.expect_navigation():
            page.keyboard.press(key)
        assert page.locator("main", has_text=said).count() == 1


def test_subscriptions_are_edited_in_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}/feeds")
    feed = page.locator("li.feed", has_text=RTL)
    feed.locator("summary").click()
    feed.locator("textarea[name=keep]").fill("harbour\nferry")
    with page.expect_navigation():
        feed.locator("text=Save").click()
    assert feed.locator("text=Only articles with ferry").count() == 1
    with page.expect_navigation():
        feed.locator("text=Pause").click()
    assert feed.locator(".state").inner_text() == "paused"
    page.set_input_files("input[type=file]", {"name": "x.opml", "mimeType": "text/x-opml", "buffer": b"<html/>"})
    with page.expect_navigation():
        page.click("text=Import")
    assert page.inner_text("[role=status]") == "x.opml: not an OPML file with subscriptions"


def test_a_long_article_is_cut_and_leafed_through_with_keys(page: Page, address: str) -> None:
    page.goto(f"{address}/a/{LONG.id}")
    assert page.locator("section.paragraph").count() == 200
    with page.expect_navigation():
        page.keyboard.press("]")
    assert "Line 200 " in page.inner_text("section.paragraph >> nth=0")


def test_right_to_left_text_is_set_so(page: Page, address: str) -> None:
    page.goto(f"{address}/a/{OTHERS[1].id}")
    assert page.evaluate("getComputedStyle(document.querySelector('#p0 p')).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"


def test_what_is_searched_for_in_the_form_is_found(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("breakwater")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "site=" in page.url  # the empty fields of the form
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("o")
    assert "Breakwater" in page.inner_text("h1")


def test_what_is_typed_is_no_key(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("gojm")
    assert page.input_value("input[type=search]") == "gojm"
    assert page.url.rstrip("/") == address


def test_a_wrong_verdict_is_disputed_with_one_button(page: Page, address: str) -> None:
    page.goto(f"{address}/a/{IDS[1]}/p0/vs/{IDS[0]}/p0")
    page.click("button:text('Wrong verdict')")
    page.locator("text=You dispute this verdict").wait_for()
    page.click("text=Withdraw")
    page.locator("button:text('Wrong verdict')").wait_for()


def test_the_report_runs_nothing_and_asks_nobody(page: Page, tmp_path: Path) -> None:
    text = report_on(fill(tmp_path, ARTICLES))
    assert HOSTILE not in text
    file = tmp_path / "report.html"
    file.write_text(text)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]


@pytest.mark.skipif(not AXE, reason="AXE_CORE names no axe.min.js")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_serious_accessibility_issue(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, locale="en-GB")
    page = context.new_page()
    found = []
    for path in PATHS:
        page.goto(f"{address}{path}")
        page.evaluate(Path(AXE).read_text(encoding="utf-8"))
        violations = page.evaluate("axe.run().then(found => found.violations)")
        found += [(path, each["id"]) for each in violations if each["impact"] in {"serious", "critical"}]
    context.close()
    assert found == []
