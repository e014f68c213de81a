"""The steps of the batch engine reach the verdicts of a crawl, on whatever number of partitions."""

import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from local_engine import LocalEngine

from newsfeed.batch import archive
from newsfeed.batch.steps import stages
from newsfeed.batch.stored import archived, store_verdicts
from newsfeed.dedup.config import DedupConfig
from newsfeed.formats import parse
from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders import parquet
from newsfeed.loaders.article import Reading, load
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
SENTENCES = [
    "The night ferry to Upton sails again on Friday after the storm had closed the harbour.",
    "Council leaders said the harbour wall would be rebuilt before the winter, at a cost of 3.5 million.",
    "“We would rather plant the fields a month late than risk the town behind the dyke,” the mayor said.",
    "水务署还准备向邻省租用六台移动水泵，以便在汛期到来之前把低洼地带的积水全部排干。",
    "他补充说：“我们宁可让河滩上的菜地晚种半个月，也不会拿堤坝后面三万多人的安全去冒险。”",
    "Fishermen waited on the quay since dawn for the first boat of the year to come in.",
]
LINES = ["Ferry back on Friday.", "Tickets at the pier.", "渡轮周五恢复航行。", "船票在码头出售。"]
FOOTERS = ["Read more stories on our website, every day.", "Subscribe to our newsletter for the latest news."]
KINDS = ["paragraph"] * 6 + ["lead", "heading", "list", "quote", "code"]
NOUNS = ["baker", "pilot", "sexton", "farmer", "printer", "surgeon", "weaver", "potter", "fiddler", "tanner"]


def sentence(chance):
    """Return a sentence that is one of a few, or has much of one, or is its own."""
    known = chance.choice(SENTENCES)
    match chance.randrange(4):
        case 0:
            return known
        case 1:
            middle = len(known) // 2
            return known[:middle] + chance.choice(NOUNS) + known[middle:]
        case 2:
            return f"{known} {chance.choice(SENTENCES)}"
        case _:
            return " ".join(chance.choices(NOUNS, k=12)) + f" number {chance.randrange(10**6)}."


def paragraphs(chance):
    """Yield the paragraphs of an article."""
    for _ in range(chance.randrange(1, 5)):
        kind = chance.choice(KINDS)
        yield Paragraph(sentence(chance), kind, ordered=chance.choice([True, None]) if kind == "list" else None)
    if chance.random() < 0.3:
        yield from map(Paragraph, chance.sample(LINES, 2))
    if chance.random() < 0.2:
        yield Paragraph(" ".join(chance.sample(LINES, 2)))
    if chance.random() < 0.2:
        yield Paragraph("", "image", url=f"https://example.org/{chance.randrange(3)}.jpg")
    if chance.random() < 0.5:
        yield Paragraph(chance.choice(FOOTERS))


def made_articles(chance, count):
    """Yield random articles of a few sites; several have one time."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for number in range(count):
        site = chance.choice("abc")
        published = (start + timedelta(hours=6 * chance.randrange(40))).isoformat()
        yield Article(
            id=article_id("", str(number)),
            title=chance.choice(["Ferry sails again", "Harbour wall", f"Story {number}"]),
            url=f"https://{site}.example/{number}",
            published=published,
            fetched="2024-06-01T00:00:00+00:00",
            feed=Source(f"{site}.xml"),
            paragraphs=list(paragraphs(chance)),
        )


def filled(batch, config=None):
    """Return a judged store with these articles."""
    store = Store("sqlite://", terms=config or DedupConfig())
    take_in(store, list(batch))
    list(judge_pending(store))
    return store


def stated(store):
    """Return the articles of a store by number, with the verdicts on them."""
    numbers = store.select()
    return {number: replace(each, also=[]) for number, each in zip(numbers, store.articles(numbers), strict=True)}


def rewritten(store, directory, paragraphs):
    """Judge the articles of a store by steps, and write these verdicts; return the number of partitions."""
    files = archived(store, directory / str(paragraphs), paragraphs)
    engine = LocalEngine(files.partitions)
    for stage in stages(files, store.config):
        engine.run(stage)
    list(store_verdicts(store, files))
    return files.partitions


@pytest.fixture(autouse=True)
def keys_in_many_partitions(monkeypatch):
    """Have keys processed by as many partitions as in a large archive."""
    monkeypatch.setattr(archive, "_LEAST", 5)


def test_small_partitions_process_keys_in_few_of_them(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "_LEAST", 50)
    store = filled(made_articles(random.Random(5), 60))  # noqa: S311
    expected = stated(store)
    files = archived(store, tmp_path / "5", 5)
    assert files.partitions > 10 > files.of_keys == files.firsts[-1] // 50 > 1
    rewritten(store, tmp_path, 5)
    assert stated(store) == expected


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 12))])
def test_verdicts_are_those_of_a_crawl_whatever_the_number_of_partitions(seed, tmp_path):
    chance = random.Random(seed)  # noqa: S311 - which texts are compared
    config = DedupConfig(
        stories=chance.choice([2, 4]), window=chance.choice([0, 0, 2]), origin=chance.choice(["earliest", "longest"])
    )
    store = filled(made_articles(chance, 60), config)
    expected = stated(store)
    assert {each.status for article in expected.values() for each in article.paragraphs} >= {"unique", "duplicate"}
    for size in (10_000, 40, 5):
        assert rewritten(store, tmp_path, size) == 1 or size < 10_000
        assert stated(store) == expected


def test_a_phrase_of_very_many_passages_is_looked_up_as_by_a_crawl(tmp_path):
    chance = random.Random(7)  # noqa: S311
    phrase = "who had waited on the quay since dawn for the first ferry of the year"
    texts = [
        f"The {' '.join(chance.choices(NOUNS, k=5))}, {phrase}, {' '.join(chance.choices(NOUNS, k=6))}."
        for _ in range(150)
    ]
    articles = [
        replace(each, paragraphs=[Paragraph(text)])
        for each, text in zip(made_articles(chance, 150), texts, strict=True)
    ]
    store = filled(articles)
    expected = stated(store)
    assert sum(bool(each.reuse) for article in expected.values() for each in article.paragraphs) > 10
    rewritten(store, tmp_path, 20)
    assert stated(store) == expected


def test_no_task_gets_more_than_the_first_64_passages_of_a_shingle_each_once(tmp_path):
    chance = random.Random(7)  # noqa: S311
    phrase = "who had waited on the quay since dawn for the first ferry of the year"
    articles = [
        replace(each, paragraphs=[Paragraph(f"The {chance.choice(NOUNS)} {number}, {phrase}, {number**2}.")])
        for number, each in enumerate(made_articles(chance, 150))
    ]
    files = archived(filled(articles), tmp_path, 40)
    engine = LocalEngine(files.partitions)
    for stage in stages(files, DedupConfig()):
        engine.run(stage)
    listed, candidates = engine.sent("first_passages"), engine.sent("candidates")
    assert Counter(listed["shingle"].to_pylist()).most_common(1)[0][1] == 64
    assert max(map(len, engine.sent("found_shingles")["passages"].to_pylist())) <= 64
    assert Counter(candidates["paragraph"].to_pylist()).most_common(1)[0][1] <= 16
    wanted = engine.sent("wanted_places").select(["passage", "home"]).to_pylist()
    assert len(wanted) == len({tuple(each.values()) for each in wanted})
    assert len(engine.sent("near")) > 2 * len(wanted)


def test_a_store_without_articles_has_no_verdicts(tmp_path):
    store = filled([])
    assert rewritten(store, tmp_path, 20) == 1
    assert stated(store) == {}


def test_the_articles_of_a_batch_are_a_source(tmp_path):
    store = filled(made_articles(random.Random(3), 60))  # noqa: S311
    files = archived(store, tmp_path, 40)
    assert files.partitions > 1
    again = []
    for path in sorted((tmp_path / "articles").iterdir()):
        with path.open("rb") as file:
            again += parquet.read(file, path.name).articles
    assert len(again) == 60
    stated_again = {each.id: each for each in stated(filled(again)).values()}
    assert stated_again == {each.id: each for each in stated(store).values()}


def test_the_fixtures_have_the_verdicts_of_a_crawl(tmp_path):
    readings = []
    for path in sorted(each for each in FIXTURES.rglob("*") if each.is_file()):
        feed = parse(path.read_bytes(), url=path.name)
        readings += load(feed, Reading(path.name, remote=False, fetched="2024-06-01T00:00:00+00:00"))
    store = filled(readings)
    expected = stated(store)
    assert len(expected) > 30
    rewritten(store, tmp_path, 15)
    assert stated(store) == expected


def test_a_process_of_spark_imports_neither_scrapy_nor_a_database():
    code = "import sys, newsfeed.batch.steps; print(sorted({'scrapy', 'sqlalchemy', 'twisted'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
