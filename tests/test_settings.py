"""The settings page, held to the settings and to their effect on the fixtures."""

from __future__ import annotations

import ast
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings

from newsfeed import settings
from newsfeed.commands.usage import usage_errors
from newsfeed.config import check_fetching, check_names, check_types, dedup_config
from newsfeed.dedup.policy import clean, policy
from newsfeed.errors import NewsfeedError
from newsfeed.formats import parse
from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.article import Reading, load
from newsfeed.loaders.identity import Named, article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
NOW = "2024-12-01T00:00:00+00:00"

Found = dict[str, list[Article]]


def of_project(**changed: str) -> Settings:
    """Return the project's settings, with some of them changed as ``-s`` does."""
    found = Settings()
    found.setmodule(settings)
    found.update(changed, priority="cmdline")
    return found


def test_every_setting_of_ours_is_documented_with_its_default() -> None:
    documented = dict(re.findall(r"^\| `(NEWSFEED_\w+)` \| (?:`([^`]*)`|none) \|", PAGE, re.MULTILINE))
    listing = (
        "from newsfeed import settings; print({n: str(v) for n, v in vars(settings).items() if n[:9] == 'NEWSFEED_'})"
    )
    bare = {name: value for name, value in os.environ.items() if not name.startswith("NEWSFEED_")}
    done = subprocess.run(
        [sys.executable, "-c", listing], cwd=ROOT, env=bare, capture_output=True, text=True, check=True
    )
    assert documented == ast.literal_eval(done.stdout)


def test_the_environment_overrides_each_setting_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSFEED_POLICY", "mark")
    monkeypatch.setenv("NEWSFEED_WINDOW", "30")
    found = runpy.run_path(str(ROOT / "newsfeed" / "settings.py"))
    assert (found["NEWSFEED_POLICY"], found["NEWSFEED_WINDOW"]) == ("mark", "30")


def test_settings_load_nothing_heavy() -> None:
    listing = "import sys, newsfeed.settings; print(sorted(name.partition('.')[0] for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", listing], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(ast.literal_eval(done.stdout)).isdisjoint({"numpy", "lxml", "sqlalchemy", "scrapy", "twisted"})
    assert "newsfeed.store" not in done.stdout


def test_the_defaults_are_the_options_of_a_new_store() -> None:
    assert dedup_config(of_project()) == Store("sqlite://").config


@pytest.mark.parametrize(
    "wrong",
    [
        "NEWSFEED_BOILERPLATE_STORIES=1",
        "NEWSFEED_BOILERPLATE_STORIES=many",
        "NEWSFEED_BOILERPLATE_STORIES=9999999999999999999999",
        "NEWSFEED_DUPLICATE_SHARE=0",
        "NEWSFEED_DUPLICATE_SHARE=1.1",
        "NEWSFEED_DUPLICATE_SHARE=nan",
        "NEWSFEED_DUPLICATE_SHARE=",
        "NEWSFEED_WINDOW=-1",
        "NEWSFEED_WINDOW=7.5",
        "NEWSFEED_ORIGIN=latest",
        "NEWSFEED_REUSE_RUN=5",
        "NEWSFEED_REUSE_RUN=1e2",
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(wrong: str) -> None:
    name, _, value = wrong.partition("=")
    with pytest.raises(NewsfeedError, match=f"^{re.escape(wrong)}: must be "):
        dedup_config(of_project(**{name: value}))


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("NEWSFEED_POLCIY", "NEWSFEED_POLICY"),
        ("NEWSFEED_WINDOWS", "NEWSFEED_WINDOW"),
        ("newsfeed_store", "NEWSFEED_STORE"),
        ("NEWSFED_STORE", "NEWSFEED_STORE"),
        ("NEWSFEEDSTORE", "NEWSFEED_STORE"),
    ],
)
def test_a_misspelt_name_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, nearest: str) -> None:
    with pytest.raises(NewsfeedError, match=f"^{name}: no such setting; did you mean {nearest}?"):
        check_names([name])
    monkeypatch.setenv(name, "1")
    with pytest.raises(NewsfeedError, match=f"^environment variable {name}: no such setting"):
        check_names([])


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("NEWSFEED_JSON_LOGS=maybe", "0 or 1"),
        ("NEWSFEED_WINDOW=week", "a number"),
        ("COOKIES_ENABLED=maybe", "0 or 1"),
        ("CONCURRENT_REQUESTS=many", "a number"),
        ("DOWNLOAD_DELAY=", "a number"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(given: str, kind: str) -> None:
    name, _, value = given.partition("=")
    with pytest.raises(NewsfeedError, match=f"^{given}: must be {kind}$"):
        check_types(of_project(**{name: value}), [name])


def test_a_value_of_the_right_type_passes() -> None:
    given = {"NEWSFEED_HOST_DELAY": "0.5", "NEWSFEED_JSON_LOGS": "true", "LOG_LEVEL": "INFO", "OF_ANOTHER": "x"}
    check_types(of_project(**given), given)


@pytest.mark.parametrize(
    "given",
    [
        "CONCURRENT_REQUESTS=-1",
        "CONCURRENT_REQUESTS_PER_DOMAIN=0",
        "CONCURRENT_ITEMS=0",
        "DEPTH_LIMIT=-1",
        "DOWNLOAD_DELAY=-1",
        "DOWNLOAD_DELAY=nan",
        "DOWNLOAD_DELAY=inf",
        "DOWNLOAD_MAXSIZE=0",
        "DOWNLOAD_TIMEOUT=0",
        "REDIRECT_MAX_TIMES=-1",
        "RETRY_TIMES=1.5",
        f"RETRY_TIMES={'9' * 5000}",
    ],
)
def test_settings_with_which_no_request_would_end_are_refused(given: str) -> None:
    name, _, value = given.partition("=")
    with pytest.raises(NewsfeedError, match=f"^{given}: must be a (whole )?number"):
        check_fetching(of_project(**{name: value}))


def test_a_long_value_is_not_repeated_whole(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit), usage_errors("crawl"):
        dedup_config(of_project(NEWSFEED_WINDOW="9" * 5000))
    said = capsys.readouterr().err
    assert len(said) < 600
    assert "NEWSFEED_WINDOW=999" in said
    assert said.endswith("9: must be a whole number, at least 0\n")


def test_names_of_others_are_no_misspellings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_STORE", "1")
    check_names(["NEWSFEED_STORE", "DOWNLOAD_TIMEOUT", "FEED_STORAGES", "MY_FEED_STORE"])


# ---- what the settings do to the fixtures

WORKED, SHARED = ("quote-twice-zh.txt", 6), "水务署还准备向邻省租用六台移动水泵"
PARTLY = Article(
    id=article_id("", "partly"),
    title="partly",
    published="2026-01-01T00:00:00+00:00",
    fetched=NOW,
    feed=Source("partly"),
    paragraphs=[
        Paragraph(
            f"堤坝上的夜班工人介绍，除了沙袋和照明车，{SHARED}，先送到渡口镇，再沿河分给各村，由退休的电工轮流看守。"
        )
    ],
)


def fixtures() -> Iterator[Named]:
    for file in sorted(path for path in (ROOT / "fixtures").iterdir() if path.is_file()):
        yield from load(parse(file.read_bytes(), url=file.name), Reading(file.name, remote=False, fetched=NOW))


@pytest.fixture(scope="module")
def judged() -> Callable[[Settings], Found]:
    """Return a function that judges the fixtures and returns their articles by file, in order of publication."""
    articles = [*fixtures(), PARTLY]

    def judge(given: Settings) -> Found:
        store = Store("sqlite://", terms=dedup_config(given))
        take_in(store, articles)
        for _ in judge_pending(store):
            pass
        found: Found = {}
        for article in sorted(store.articles(store.select()), key=lambda each: str(each.published)):
            clean(article, policy(given["NEWSFEED_POLICY"]))
            article.paragraphs = [each for each in article.paragraphs if each.text]  # without images
            found.setdefault(article.feed.url, []).append(article)
        store.close()
        return found

    return judge


def paragraph(found: Found, file: str, position: int) -> Paragraph:
    [article] = found[file]
    return article.paragraphs[position]


def footers(found: Found) -> list[list[str]]:
    return [[each.status for each in article.paragraphs[-2:]] for article in found["share-footers.xml"]]


def test_the_page_has_exactly_these_examples() -> None:
    assert re.findall(r"^\| `(NEWSFEED_\w+=\S+)` \|", PAGE, re.MULTILINE) == list(EXAMPLES)


def duplicates_stay_in_the_text(found: Found, _default: Found) -> None:
    for articles in found.values():
        for article in articles:
            stay = [each.text for each in article.paragraphs if each.status != "boilerplate" and each.text]
            assert article.text == "\n\n".join(stay)
    assert paragraph(found, *WORKED).text in found[WORKED[0]][0].text


def no_footer_is_boilerplate(found: Found, default: Found) -> None:
    assert footers(default) == [["boilerplate"] * 2] * 7
    assert footers(found) == [["unique"] * 2] + [["duplicate"] * 2] * 6


def nothing_more_goes(found: Found, default: Found) -> None:
    assert found == default


def short_runs_are_no_reuse(found: Found, default: Found) -> None:
    assert {name: articles for name, articles in found.items() if name != "partly"} == {
        name: articles for name, articles in default.items() if name != "partly"
    }
    [origin] = paragraph(default, "partly", 0).reuse
    [(start, end)] = origin.spans
    assert paragraph(default, "partly", 0).text[start:end] == SHARED
    assert paragraph(found, "partly", 0).reuse == []


def what_is_months_old_was_not_read(found: Found, default: Found) -> None:
    [again], [before] = (each["background-again-zh.txt"] for each in (found, default))
    assert [bool(each.reuse) for each in before.paragraphs if each.kind != "image"] == [
        False,
        False,
        True,
        False,
        True,
        False,
    ]
    assert not any(each.reuse for each in again.paragraphs)
    [reprint] = found["reprint-traditional-zh.md"]
    assert {origin.article for each in reprint.paragraphs for origin in each.reuse} == {again.id}
    assert [each.status for each in reprint.paragraphs] == ["unique", "duplicate", "unique", "unique"]


def the_longer_copy_keeps_the_story(found: Found, default: Found) -> None:
    files = ("agency-harbour-post.xml", "agency-valley-courier.xml")
    short, long = (max(found[file], key=lambda each: len(each.paragraphs)) for file in files)
    assert (short.published or "") < (long.published or "")
    assert [each.status for each in short.paragraphs] == ["duplicate"] * 4
    assert [each.status for each in long.paragraphs] == ["unique"] * 5
    assert short.duplicate_of == long.id
    assert [article.duplicate_of for file in files for article in default[file]] == [None] * 4


EXAMPLES: dict[str, Callable[[Found, Found], None]] = {
    "NEWSFEED_POLICY=mark": duplicates_stay_in_the_text,
    "NEWSFEED_BOILERPLATE_STORIES=20": no_footer_is_boilerplate,
    "NEWSFEED_DUPLICATE_SHARE=1": nothing_more_goes,
    "NEWSFEED_DUPLICATE_SHARE=0.3": nothing_more_goes,
    "NEWSFEED_WINDOW=30": what_is_months_old_was_not_read,
    "NEWSFEED_ORIGIN=longest": the_longer_copy_keeps_the_story,
    "NEWSFEED_REUSE_RUN=18": short_runs_are_no_reuse,
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_setting_changes_the_examples_as_the_page_says(judged: Callable[[Settings], Found], example: str) -> None:
    name, _, value = example.partition("=")
    default, found = judged(of_project()), judged(of_project(**{name: value}))
    EXAMPLES[example](found, default)
    worked = paragraph(found, *WORKED)
    assert (worked.status, [origin.paragraph for origin in worked.reuse]) == ("duplicate", [3])  # an image is the first
