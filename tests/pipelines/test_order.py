"""Verdicts depend on the texts and their order of reading, and not on the order in which these arrive."""

import random
from itertools import permutations
from pathlib import Path

import pytest

from newsfeed.dedup.config import DedupConfig
from newsfeed.formats import parse
from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.article import Reading, load
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store

FIXTURES = Path(__file__).parents[2] / "fixtures"
MEETING = (
    "市政厅周二晚间开会讨论预算问题，与会者一致同意削减开支，警方没有透露嫌疑人的身份。"
    "随后记者离开会场，前往下一站采访当地居民对新规定的看法和意见。"
)
CLAUSE = "who had waited on the quay since dawn for the first ferry of the year"
NOUNS = ["baker", "pilot", "sexton", "farmer", "printer", "surgeon", "weaver", "potter", "fiddler", "tanner"]


def article(name, *paragraphs, at="2024-01-01T00:00:00+00:00", title=None):
    return Article(
        id=article_id("", name),
        title=title or name,
        url=f"https://{name}.example/",
        published=at,
        fetched="2024-06-01T00:00:00+00:00",
        feed=Source(f"{name}.xml"),
        paragraphs=[Paragraph(text) for text in paragraphs],
    )


def judged(batches, config=None):
    """Return all articles of a store, by id, after crawls of these batches; a batch of ``None`` ends in the middle."""
    store = Store("sqlite://", terms=config or DedupConfig())
    for batch in batches:
        take_in(store, batch)
        list(judge_pending(store))
    found = {each.id: each for each in store.articles(store.select())}
    store.close()
    return found


def in_pieces(items, seed):
    """Return some articles in another order, cut at random."""
    chance = random.Random(seed)  # noqa: S311
    mixed = list(items)
    chance.shuffle(mixed)
    pieces = []
    while mixed:
        size = chance.randint(1, len(mixed))
        pieces.append(mixed[:size])
        mixed = mixed[size:]
    return pieces


def test_a_short_sentence_is_judged_again_when_the_longer_one_before_it_comes():
    long = article("a", MEETING)
    short = article("b", "警方没有透露嫌疑人的身份。", at="2024-01-05T00:00:00+00:00")
    forwards, backwards = judged([[long], [short]]), judged([[short], [long]])
    assert forwards[short.id].paragraphs[0].status == "duplicate"
    assert forwards == backwards


@pytest.mark.slow
@pytest.mark.parametrize("origin", ["earliest", "longest"])
def test_every_permutation_of_five_articles_gives_the_same_verdicts(origin):
    first, second = "The harbour office closed the northern pier on Monday.", "Nobody was hurt, it said in a statement."
    articles = [
        article("a", f"{first} {second} It will open again in May, the engineers expect.", at="2024-01-01T08:00:00Z"),
        article("b", first, at="2024-01-02T08:00:00Z"),
        article("c", second, f"{first} {second}", at="2024-01-02T08:00:00Z"),
        article("d", f"“{second}”", first, at="2024-01-02T08:00:00Z", title="b"),
        article("e", f"As reported, {first} {second}", MEETING, at="2023-12-31T08:00:00Z"),
    ]
    config = DedupConfig(origin=origin)
    expected = judged([articles], config)
    for order in permutations(articles):
        assert judged([[each] for each in order], config) == expected


@pytest.mark.slow
def test_of_a_crowd_those_read_first_are_looked_at_in_whatever_order_they_are_stored():
    chance = random.Random(7)  # noqa: S311
    crowd = [
        article(
            f"n{number}",
            f"The {chance.choice(NOUNS)} {number} and the {chance.choice(NOUNS)}, {CLAUSE}, "
            f"met {chance.choice(NOUNS)} {chance.randint(1, 99)}.",
            at=f"2024-01-01T{number // 60:02}:{number % 60:02}:00Z",
        )
        for number in range(100)
    ]
    expected = judged([crowd])
    assert judged([crowd[::-1]]) == expected
    assert judged([[each] for each in reversed(crowd)]) == expected
    assert judged(in_pieces(crowd, 3)) == expected


@pytest.mark.slow
def test_fixtures_in_pieces_give_the_same_verdicts():
    named = []
    for file in sorted(FIXTURES.rglob("*")):
        if file.is_file():
            reading = Reading(file.name, remote=False, fetched="2024-06-01T00:00:00+00:00")
            named += load(parse(file.read_bytes(), url=file.name), reading)
    ids = {}
    for each in named:  # one reading of each article: what several are is another question
        ids.setdefault((each.names.id, each.names.title), each)
    expected = judged([list(ids.values())])
    for seed in range(3):
        assert judged(in_pieces(ids.values(), seed)) == expected


def test_a_stock_phrase_is_marked_a_few_times_in_whatever_order_its_articles_come():
    own = ["sang for the mayor", "sold cold tea", "read a long poem", "wept for joy", "filmed the gulls", "ate plums"]
    own += ["counted the stairs", "lost a red glove", "painted a mast", "fed the ducks"]
    articles = [
        article(f"a{day}", f"A {noun} {CLAUSE} {deed}.", "Enjoy!", "尽情享受！", at=f"2024-01-{day:02}T08:00:00+00:00")
        for day, (noun, deed) in enumerate(zip(NOUNS, own, strict=True), start=1)
    ]
    found = judged([articles])
    assert judged([[each] for each in reversed(articles)]) == found
    assert all(judged(in_pieces(articles, seed)) == found for seed in range(3))
    phrases, enjoys = ([found[each.id].paragraphs[place] for each in articles] for place in (0, 1))
    assert [bool(each.reuse) for each in phrases] == [False, True, True, True, True, *[False] * 5]
    assert [each.novelty < 1 for each in phrases] == [bool(each.reuse) for each in phrases]
    assert all(not each.reuse for article in found.values() for each in article.paragraphs[1:])
    assert [each.status for each in enjoys] == ["unique"] * len(articles)
