"""Copies in a store: which articles are, whatever comes in which order, and which of them an output leaves out."""

from itertools import permutations

import pytest

from newsfeed.dedup.policy import clean
from newsfeed.items import Article, Enclosure, Paragraph, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store

STORM = (
    "The storm tore the roof from the market hall on Tuesday night and flooded eleven streets in the old town.",
    "Engineers expect to restore power to the northern districts by the weekend, the utility said in a statement.",
    "All schools on the island will stay closed until inspectors have checked their roofs and electrical wiring.",
    "The harbour office moved the ferries to the inner basin, where they will stay until the swell has gone down.",
)
BLURB = "A weekly walk through the old town with its oldest inhabitants, filmed by volunteers and paid for by readers."


def article(name, *paragraphs, title=None, site="a.example", feed=None, day=1, enclosures=()):
    return Article(
        id=article_id("", name),
        title=title or name,
        url=f"https://{site}/{name}",
        published=f"2024-01-{day:02}T08:00:00+00:00",
        fetched="2024-06-01T00:00:00+00:00",
        feed=Source(feed or f"{name}.xml"),
        enclosures=[Enclosure(url) for url in enclosures],
        paragraphs=[Paragraph(text) for text in paragraphs or STORM],
    )


@pytest.fixture
def store():
    opened = Store("sqlite://")
    yield opened
    opened.close()


def ingest(store, *articles):
    for each in articles:
        take_in(store, [each])
        list(judge_pending(store))


def copies(store):
    """Return which titles are copies of which, and check that no text is lost."""
    found = list(store.articles(store.select()))
    names = {each.id: each.url.rpartition("/")[2] for each in found}
    for each in found:
        assert clean(each).text or each.represented_by
    return {names[each.id]: names[each.duplicate_of] for each in found if each.duplicate_of}


def in_every_order(*articles):
    """Return the copies among some articles, which must be the same in whatever order they come."""
    outcomes = []
    for order in permutations(articles):
        store = Store("sqlite://")
        ingest(store, *order)
        outcomes.append(copies(store))
        store.close()
    assert all(outcome == outcomes[0] for outcome in outcomes)
    return outcomes[0]


def test_a_story_that_another_site_takes_over_is_a_copy_in_every_order():
    ours = article("a")
    theirs = article("b", title="Storm", site="b.example", day=3)
    third = article("c", title="a", site="c.example", day=9)
    assert in_every_order(ours, theirs, third) == {"b": "a", "c": "a"}


@pytest.mark.slow
def test_films_under_one_blurb_are_no_copies_in_every_order():
    films = [article(f"film {day}", BLURB, title=title, day=day) for day, title in enumerate("ABCA", 1)]
    assert in_every_order(*films) == {}
    assert in_every_order(*films[:2], films[3]) == {"film 4": "film 1"}


def test_the_third_title_of_a_site_frees_the_copies_that_were_there(store):
    ingest(store, article("a"), article("b", day=2), article("c", title="a", site="c.example", day=3))
    assert copies(store) == {"b": "a", "c": "a"}
    ingest(store, article("d", day=4))
    assert copies(store) == {}


def test_a_revision_that_takes_the_third_title_away_makes_copies_again(store):
    ingest(store, *(article(name, day=day) for day, name in enumerate("abc", 1)))
    assert copies(store) == {}
    ingest(store, article("c", BLURB, day=3))
    assert copies(store) == {"b": "a"}


def test_an_original_that_is_revised_is_no_original_any_more(store):
    ingest(store, article("a"), article("b", title="a", site="b.example", day=2))
    assert copies(store) == {"b": "a"}
    ingest(store, article("a", BLURB))
    assert copies(store) == {}


def test_episodes_of_a_feed_are_told_apart_by_their_files(store):
    one, other = (
        article(name, BLURB, title="News", feed="pod.xml", day=day, enclosures=[f"https://a.example/{name}.mp3"])
        for day, name in ((1, "one"), (2, "other"))
    )
    ingest(store, one, other)
    assert copies(store) == {}


def test_an_output_leaves_out_what_another_article_in_it_stands_for(store):
    ingest(store, article("a"), *(article(n, title="a", site=f"{n}.example", day=d) for d, n in enumerate("bcd", 2)))
    a, b, c, d = store.select()
    ids = {number: each.id for number, each in zip((a, b, c, d), store.articles([a, b, c, d]), strict=True)}

    def shown(*numbers, after=()):
        found = store.articles(numbers, after=after)
        return {each.id: each.represented_by for each in found}

    assert shown(a, b, c, d) == {ids[a]: None, ids[b]: ids[a], ids[c]: ids[a], ids[d]: ids[a]}
    assert shown(d, c, b) == {ids[b]: None, ids[c]: ids[b], ids[d]: ids[b]}
    assert shown(c) == {ids[c]: None}
    assert shown(d, after=[c]) == {ids[d]: ids[c]}


def test_the_article_that_stands_for_others_names_them_oldest_first(store):
    ingest(store, article("a"), *(article(n, title="a", site=f"{n}.example", day=d) for d, n in ((9, "b"), (5, "c"))))
    a, b, c = store.select()
    first, *_ = store.articles([a, b, c])
    assert [(each.site, each.published[:10]) for each in first.also] == [
        ("c.example", "2024-01-05"),
        ("b.example", "2024-01-09"),
    ]
    [alone] = store.articles([b])
    assert [each.site for each in alone.also] == ["a.example", "c.example"]
    represented, _ = store.articles([b, c])
    assert represented.also == []


def test_among_the_newest_the_oldest_telling_that_is_there_stands_for_a_story(store):
    fillers = [
        f"In {1900 + day} the {'old ' * day}mill of the bailiff burned down with {day} barges." for day in range(2, 7)
    ]
    others = [article(f"f{day}", text, feed="f.xml", day=day) for day, text in enumerate(fillers, 2)]
    later = [article(name, title="a", site=f"{name}.example", day=day) for name, day in (("b", 7), ("c", 8))]
    ingest(store, article("a"), *others, *later)

    def newest(most, *scopes):
        found = store.articles(store.newest(scopes, most))
        return [
            (each.title if each.title != "a" else each.feed.url, [other.site for other in each.also]) for each in found
        ]

    everything = ("a.xml", "b.xml", "c.xml", "f.xml")
    assert newest(3, *everything) == [("b.xml", ["a.example", "c.example"]), ("f6", []), ("f5", [])]
    assert newest(6, *everything) == [
        *[(f"f{day}", []) for day in (6, 5, 4, 3, 2)],
        ("a.xml", ["b.example", "c.example"]),
    ]
    assert newest(3, "c.xml") == [("c.xml", ["a.example", "b.example"])]
    assert newest(1, "b.xml", "c.xml") == [("b.xml", ["a.example", "c.example"])]


def test_a_subscription_leaves_out_only_copies_of_its_own_articles(store):
    ingest(store, article("a"), article("b", title="a", site="b.example", day=2))
    ingest(store, article("c", title="a", site="b.example", feed="b.xml", day=3))
    [alone] = store.articles(store.newest(["b.xml"], 100))
    assert alone.url == "https://b.example/b"
    assert [each.url for each in alone.also] == ["https://a.example/a", "https://b.example/c"]
    assert len(store.newest(["b.xml"], 100, copies=["b.xml"])) == 2


def stories(store):
    """Return the titles of each story, those of one article left out."""
    groups = {}
    for each in store.articles(store.select()):
        groups.setdefault(each.story, set()).add(each.title)
    return sorted(sorted(titles) for titles in groups.values() if len(titles) > 1)


def part(title, *paragraphs, hour=8, day=1, site="a.example"):
    made = article(title, *paragraphs, site=site, day=day)
    made.published = f"2024-01-{day:02}T{hour:02}:00:00+00:00"
    return made


def test_the_parts_of_a_series_under_one_blurb_are_no_story(store):
    ingest(
        store,
        *(part(f"Quiz, {day} January", BLURB, day=day) for day in (1, 2, 3)),
        *(part(f"{number} new cases in the old town", STORM[0], f"The office counted {number}.", hour=hour, day=5)
          for number, hour in ((41, 8), (57, 12))),
        part("Bread for the islands", STORM[1], "The bakers went by boat.", day=9),
        part("Nets and hooks", STORM[1], "Fishing is an old trade.", hour=10, day=9),
    )  # fmt: skip
    assert stories(store) == []


def test_what_another_outlet_takes_over_and_what_follows_within_hours_is_one_story(store):
    ingest(
        store,
        part("Fire in the old town", STORM[0], "Two houses burnt."),
        part("Old town fire is out", STORM[0], "The brigade left at noon.", hour=12),
        part("Roofs gone", STORM[0], "Ana Lopes saw it.", day=4, site="b.example"),
        part("Fire in the old town: a year of repairs", STORM[0], "Nobody knows when.", day=9),
    )
    assert stories(store) == [["Fire in the old town", "Old town fire is out", "Roofs gone"]]


def test_neither_keywords_nor_the_name_of_a_show_make_a_story(store):
    tags = "shenzhen street walks | factory towns | harbour markets | night ferries | old town houses | island bread"
    form = "For a {}: notice: prior information of a contract to give away | Published: 12-12-2016 | Kind of work: {}"
    ingest(
        store,
        part("Shops close in the harbour", tags, "The owner of the mill sold his last bread."),
        part("Work in the factory town", tags, "Two hundred men stood before the gate.", site="b.example"),
        part("Cleaning", form.format("hall", "cleaners"), "The hall is swept.", day=5),
        part("Paving", form.format("road", "pavers"), "The road is old.", day=6, site="b.example"),
        part("Doctor | Radio (5 May)", BLURB, "The doctor speaks of sleep.", day=9),
        part("Dancing | Radio (5 May)", BLURB, "The dancers speak of shoes.", hour=10, day=9),
    )
    assert stories(store) == []
