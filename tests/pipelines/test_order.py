"""Verdicts depend on the texts and their order of reading, and not on the order in which these arrive."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice, permutations
from pathlib import Path

import pytest

from newsfeed.dedup.config import DedupConfig
from newsfeed.formats import parse
from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.article import Reading, load
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines import detection
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.filtering import apply_patterns
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store
from newsfeed.subscriptions.model import Options, Subscription

FIXTURES = Path(__file__).parents[2] / "fixtures"
POSTS = Path(__file__).parents[3] / "shared" / "data" / "posts"
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


def judged(batches, config=None, kill=None):
    """Return the verdicts of a store, by article id, after crawls of these batches.

    With ``kill``, a source of chance, some runs end after they stored a batch, or when they have judged a part of it.
    """
    store = Store("sqlite://", terms=config or DedupConfig())
    for batch in batches:
        take_in(store, [unjudged(each) for each in batch])
        judging, left = judge_pending(store), kill.choice((0, 1, None)) if kill else None
        list(islice(judging, left))
        judging.close()
    list(judge_pending(store))
    # How often an article was revised on the way to its text, and when last, is no verdict.
    found = {each.id: replace(each, revision=0, updated=None) for each in store.articles(store.select())}
    store.close()
    return found


def unjudged(reading):
    """Return a reading of its own: taking it in sets the verdicts on its paragraphs."""
    if isinstance(reading, Article):
        return replace(reading, paragraphs=[Paragraph(each.text) for each in reading.paragraphs])
    paragraphs = [replace(each) for each in reading.article.paragraphs]
    return reading._replace(article=replace(reading.article, paragraphs=paragraphs))


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
@pytest.mark.parametrize(("origin", "step"), [("earliest", 1), ("longest", 4)])
def test_every_permutation_of_five_articles_gives_the_same_verdicts(origin, step):
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
    for order in islice(permutations(articles), 0, None, step):
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
@pytest.mark.parametrize(("config", "step"), [(DedupConfig(), 1), (DedupConfig(window=2), 4)])
def test_every_permutation_of_five_readings_ends_with_the_same_verdicts(config, step):
    first, second = "The harbour office closed the northern pier on Monday.", "Nobody was hurt, it said in a statement."
    early, late = (
        article("a", f"{first} {second}", MEETING),
        article("b", first, f"“{second}”", at="2024-01-02T08:00:00Z"),
    )
    readings = [
        early,
        replace(
            early, updated="2024-01-07T08:00:00Z", paragraphs=[Paragraph("The pier stays closed."), Paragraph(first)]
        ),
        late,
        replace(late, updated="2024-01-08T08:00:00Z", paragraphs=[Paragraph(second), Paragraph(MEETING)]),
        article("c", f"As reported, {first}", f"“{second}”", MEETING[:26], at="2024-01-05T08:00:00Z"),
    ]
    expected = judged([[readings[1], readings[3], readings[4]]], config)
    chance = random.Random(1)  # noqa: S311
    for order in islice(permutations(readings), 0, None, step):
        assert judged([[each] for each in order], config, kill=chance) == expected


WORDS = [f"{start}{end}" for start in ("bar", "ton", "mil", "ser", "lan", "pir", "gos", "ved", "kun", "dor")
         for end in ("ade", "ico", "ump", "est", "ola", "ury", "int", "amo")]  # fmt: skip


def crowd_of_clauses(chance, number, version=0):
    """Return an article of standing clauses, so that which of them are rare decides what it is compared with."""
    clauses = [" ".join(random.Random(seed).choices(WORDS, k=8)) for seed in range(14)]  # noqa: S311

    def paragraph():
        chosen = chance.sample(clauses, chance.randint(3, 6))
        return " and ".join(f"{' '.join(chance.choices(WORDS, k=2))} {clause}" for clause in chosen)

    minute = number * 37 % 1440
    made = article(f"n{number}", *(paragraph() for _ in range(chance.randint(1, 2))),
                   at=f"2024-01-{1 + number % 9:02}T{minute // 60:02}:{minute % 60:02}:00+00:00")  # fmt: skip
    return replace(made, updated=f"2024-02-0{1 + version}T00:00:00+00:00")


@pytest.mark.slow
def test_what_a_revision_takes_away_counts_for_those_too_that_did_not_cite_it():
    chance = random.Random(1)  # noqa: S311
    crowd = [crowd_of_clauses(chance, number) for number in range(120)]
    revisions = [crowd_of_clauses(chance, number, 1) for number in chance.sample(range(120), 5)]
    latest = {each.id: each for each in (*crowd, *revisions)}
    assert judged([crowd, *([each] for each in revisions)]) == judged([list(latest.values())])


@pytest.mark.slow
def test_what_a_pattern_drops_counts_for_nobody_whether_cited_or_not():
    chance = random.Random(1)  # noqa: S311
    crowd = [crowd_of_clauses(chance, number) for number in range(120)]
    dropped = crowd[20:40]
    for each in dropped:
        each.feed = Source("https://dropped.example/feed")
    store = Store("sqlite://")
    take_in(store, [unjudged(each) for each in crowd])
    list(judge_pending(store))
    now = datetime(2024, 6, 1, tzinfo=UTC)
    url = "https://dropped.example/feed"
    store.subscribe(Subscription(0, url, url, now, options=Options(drop=("title:/^n/",))))
    assert apply_patterns(store, url) == len(dropped)
    list(judge_pending(store))
    found = {each.id: replace(each, revision=0, updated=None) for each in store.articles(store.select())}
    store.close()
    expected = judged([[each for each in crowd if each not in dropped]])
    assert {id_: each for id_, each in found.items() if id_ in expected} == expected


def distinct(folder, most=None):
    """Return a reading of each article in the documents of a folder."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    named = {}
    for file in random.Random(5).sample(files, most) if most else files:  # noqa: S311
        reading = Reading(file.name, remote=False, fetched="2024-06-01T00:00:00+00:00")
        for each in load(parse(file.read_bytes(), url=file.name), reading):
            # One reading of each article: what several are is another question.
            named.setdefault((each.names.id, each.names.title), each)
    return list(named.values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "most"),
    [(FIXTURES, None), pytest.param(POSTS, 1000, marks=pytest.mark.skipif(not POSTS.exists(), reason="no real posts"))],
    ids=["fixtures", "posts"],
)
def test_documents_in_pieces_and_killed_runs_give_the_same_verdicts(folder, most, monkeypatch):
    readings = distinct(folder, most)
    expected = judged([readings])
    monkeypatch.setattr(detection, "PARAGRAPHS_AT_ONCE", 500)
    for seed in range(3):
        chance = random.Random(seed)  # noqa: S311
        assert judged(in_pieces(readings, seed), kill=chance) == expected


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
