"""The static report: the same bytes for the same store, readable without network or script, in every form."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from web_store import ARTICLES, HOSTILE, article, fill, read_report

from newsfeed.store.browse import Filters, ListedArticle, repeated_quotes
from newsfeed.web import report
from newsfeed.web.charts import timeline
from newsfeed.web.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from newsfeed.items import Article


def reported(path: Path, articles: list[Article], options: report.ReportOptions) -> report.Report:
    return read_report(fill(path, articles), options)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("articles", [ARTICLES, []])
def test_it_is_one_page_without_script_and_the_same_each_time(
    tmp_path: Path, articles: list[Article], language: str
) -> None:
    options = report.ReportOptions(language=language)
    first, again = (
        report.as_html(reported(folder, articles, options), options)
        for folder in (made(tmp_path, "a"), made(tmp_path, "b"))
    )
    assert first == again
    assert "<script" not in first
    assert not re.search(r'(?:src|href)="(?!#|https://(?:post|courier|gazette)\.example/)', first)


def made(path: Path, name: str) -> Path:
    folder = path / name
    folder.mkdir()
    return folder


def test_it_counts_and_samples(tmp_path: Path) -> None:
    found = reported(tmp_path, ARTICLES, report.ReportOptions())
    assert found.articles == len(ARTICLES)
    assert found.counts.duplicate == 3
    assert {each.id for each, _ in found.passages} == {ARTICLES[0].id}
    assert found.outlets.cells["post.example", "courier.example"].articles == 2


def test_it_says_in_how_many_articles_a_quotation_must_stand(tmp_path: Path) -> None:
    said = "“The tide has taken forty years of our work in a single night,” said the harbour master, Ida Holm."
    told = [article(n, f"{n}.example", n, f"Tide {n}", f"Here it was day {n}. {said}") for n in (1, 2)]
    options = report.ReportOptions()
    found = reported(tmp_path, told, options)
    assert found.quotes == []
    for write in (report.as_html, report.as_markdown):
        assert "No quotation stands in 3 articles or more." in write(found, options)
    with Reader(f"sqlite:///{tmp_path / 'news.db'}").snapshot() as connection:
        assert [each.articles for each in repeated_quotes(connection, Filters(), 10)] == [2]


def test_since_counts_back_from_the_newest_article(tmp_path: Path) -> None:
    assert reported(tmp_path, ARTICLES, report.ReportOptions(since="1d")).articles == 2


def test_a_story_is_drawn_by_time_and_outlet(tmp_path: Path) -> None:
    options = report.ReportOptions()
    found = reported(tmp_path, ARTICLES, options)
    [(members, _)] = found.stories
    line = timeline(members)
    assert [lane.site for lane in line.lanes] == ["post.example", "courier.example"]
    assert [dot.article.id for dot in line.dots] == [ARTICLES[0].id, ARTICLES[1].id, ARTICLES[3].id]
    xs = [dot.x for dot in line.dots]
    assert xs == sorted(xs)
    assert line.start < xs[0]
    assert xs[-1] < line.width
    # A third of the time has passed at the second article.
    assert xs[1] - xs[0] == pytest.approx((xs[2] - xs[0]) / 3, abs=0.1)
    text = report.as_html(found, options)
    assert text.count('<circle class="new"') == 3


def test_a_time_line_of_one_moment_or_none_is_drawn() -> None:
    at_once = [ListedArticle(n, str(n), "t", None, "a.example", "2024-01-01T00:00:00+00:00", 1.0, None) for n in (1, 2)]
    assert len({dot.x for dot in timeline(at_once).dots}) == 1
    assert timeline([]).dots == []


def test_markdown_escapes_what_feeds_say_and_json_has_it_all(tmp_path: Path) -> None:
    options = report.ReportOptions()
    found = reported(tmp_path, [*ARTICLES, *twice()], options)
    assert "<script" not in report.as_markdown(found, options)
    assert json.loads(report.as_json(found))["articles"] == len(ARTICLES) + 2


def twice() -> list[Article]:
    """Return two articles of two outlets that have one hostile paragraph."""
    text = f"{HOSTILE} and the words go on for long enough to be a passage of its own in two outlets"
    return [article(8, "post.example", 8, HOSTILE, text), article(9, "courier.example", 9, HOSTILE, text)]
