"""Which article a reading is of, over successive copies of a feed, on a real store. All feeds are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from growth import seconds
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsfeed.dedup.order import PollTimes
from newsfeed.dedup.policy import clean
from newsfeed.formats.feed import Entry, Feed, TextConstruct
from newsfeed.loaders.article import Reading, load
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.intake import take_in
from newsfeed.store.repository import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsfeed.items import Article

SITE = "https://harbour.example/"
FERRY = "The night ferry will not sail before the storm has passed, the harbour office said on Thursday."
BENCHES = "The quay gets eleven new benches in spring, and the old ones go to the school yard, the council decided."
TIDES = "High water comes twenty minutes later each day, and on Sunday it will reach the lower steps of the market."


LATER = "2024-02-02T00:00:00+00:00"


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store("sqlite://")
    yield opened
    opened.close()


def entry(guid: str | None, page: str | None, title: str | None, text: str = "", day: int = 4) -> Entry:
    return Entry(
        guid=guid,
        link=page and f"{SITE}{page}",
        title=TextConstruct(title) if title else None,
        content=TextConstruct(f"<p>{text}</p>") if text else None,
        published=f"2024-01-{day:02}T08:00:00Z",
    )


def undated(guid: str, page: str, title: str, text: str) -> Entry:
    found = entry(guid, page, title, text)
    found.published = None
    return found


def poll(
    store: Store,
    *entries: Entry,
    fetched: str = "2024-02-01T00:00:00+00:00",
    name: str = "feed.xml",
    fuller: list[Article] | None = None,
    **stated: object,
) -> list[str]:
    """Take in one copy of a feed; return the ids of its entries' articles, each followed by what became of it."""
    feed = Feed("rss", list(entries), link=SITE, **stated)
    named = list(load(feed, Reading(name, False, fetched)))
    numbers, outcomes, *_ = zip(*take_in(store, named, fuller), strict=True)
    store.finish_run(store.start_run("", fetched), fetched, {}, [], [], numbers)
    return [f"{each.id} {outcome}" for each, outcome in zip(store.articles(numbers), outcomes, strict=True)]


def found(store: Store) -> list[Article]:
    return list(store.articles(store.select()))


def shown(store: Store) -> list[Article]:
    return list(map(clean, found(store)))


def called(guid: str) -> str:
    return article_id("harbour.example", guid)


# --- Entries without a date -------------------------------------------------------------------------------------------


def moments(store: Store) -> list[str]:
    return [each.moment for each in store.stored_articles(store.select()).values()]


POLLS = ["polls/20240105T060000Z.xml", "polls/20240108T060000Z.xml"]


@pytest.mark.parametrize("names", [POLLS, POLLS[::-1]])
def test_an_undated_entry_is_as_old_as_the_first_saved_poll_that_has_it(store: Store, names: list[str]) -> None:
    for name in (*names, *names):
        poll(store, undated("1", "ferry", "No ferry", FERRY), name=name)
    assert moments(store) == ["2024-01-05T06:00:00+00:00"]
    assert [(each.published, each.updated, each.revision) for each in found(store)] == [(None, None, 1)]


def test_an_undated_entry_is_as_old_as_the_newest_entry_of_its_file(store: Store) -> None:
    poll(store, undated("1", "ferry", "No ferry", FERRY), entry("2", "quay", "Benches", BENCHES, day=6))
    assert moments(store) == ["2024-01-06T08:00:00+00:00"] * 2


def test_a_date_that_a_later_document_states_is_taken(store: Store) -> None:
    poll(store, undated("1", "ferry", "No ferry", FERRY), name=POLLS[0])
    assert poll(store, entry("1", "ferry", "No ferry", FERRY), name=POLLS[1]) == [f"{called('1')} unchanged"]
    assert poll(store, undated("1", "ferry", "No ferry", FERRY), name=POLLS[0]) == [f"{called('1')} unchanged"]
    assert [each.published for each in found(store)] == ["2024-01-04T08:00:00+00:00"]
    assert moments(store) == ["2024-01-04T08:00:00+00:00"]


def test_an_undated_entry_of_an_undated_file_is_as_old_as_its_reading(store: Store) -> None:
    poll(store, undated("1", "ferry", "No ferry", FERRY), fetched="2024-02-01T00:00:00+00:00")
    assert moments(store) == ["2024-02-01T00:00:00+00:00"]


# --- Articles under new ids -------------------------------------------------------------------------------------------


def test_an_article_under_a_new_guid_is_known_by_its_page(store: Store) -> None:
    assert poll(store, entry("1", "ferry", "No ferry", FERRY)) == [f"{called('1')} new"]
    again = entry("2", "ferry?utm_source=rss", "No ferry", FERRY)
    assert poll(store, again) == [f"{called('1')} unchanged"]
    assert poll(store, entry("3", "ferry", "The ferry sails", TIDES)) == [f"{called('1')} revised"]
    assert poll(store, entry("2", "ferry/late", "Late again", BENCHES)) == [f"{called('1')} revised"]
    assert [each.revision for each in found(store)] == [3]


def test_an_article_under_a_new_guid_and_link_is_known_by_title_and_text(store: Store) -> None:
    poll(store, entry("1", "world/ferry", "No ferry", FERRY))
    moved = entry("2", "ports/ferry", "No Ferry", f"{FERRY} {TIDES}")
    moved.published = "2024-01-04T12:00:00Z"
    assert poll(store, moved) == [f"{called('1')} revised"]


@pytest.mark.parametrize(
    "other",
    [
        entry("2", "ports/ferry", "No ferry", FERRY, day=5),
        undated("2", "ports/ferry", "No ferry", FERRY),
        entry("2", "ports/ferry", "No ferry", BENCHES),
        entry("2", "ports/ferry", "No ferry"),
        entry("2", "ports/ferry", "No ferry at all", FERRY),
    ],
    ids=["next day", "undated", "other text", "no text", "other title"],
)
def test_one_title_can_stand_over_two_articles(store: Store, other: Entry) -> None:
    poll(store, entry("1", "world/ferry", "No ferry", FERRY))
    assert poll(store, other) == [f"{called('2')} new"]


def test_a_feed_without_times_may_give_an_article_another_guid_and_link(store: Store) -> None:
    poll(store, undated("1", "ferry?session=1", "No ferry", FERRY))
    assert poll(store, undated("2", "ferry?session=2", "No ferry", FERRY)) == [f"{called('1')} unchanged"]


def test_a_daily_gallery_is_an_article_a_day(store: Store) -> None:
    pictures = [entry(str(day), f"pictures/{day}", "Pictures of the day", FERRY, day=day) for day in (4, 5, 6)]
    assert [poll(store, each)[0].split()[1] for each in pictures] == ["new", "new", "new"]


def test_a_title_that_stood_over_two_articles_tells_none(store: Store) -> None:
    streams = [entry(str(hour), f"live/{hour}", "Live from the harbour", FERRY) for hour in (1, 2, 3)]
    for hour, each in enumerate(streams, 1):
        each.published = f"2024-01-04T0{hour}:00:00Z"
    poll(store, *streams[:2])
    assert poll(store, streams[2]) == [f"{called('3')} new"]


def test_two_fires_under_one_title_are_two_articles(store: Store) -> None:
    fires = [entry(str(hour), f"fire/{hour}", "Fire in the harbour", text) for hour, text in ((1, FERRY), (2, BENCHES))]
    third = entry("3", "fire/3", "Fire in the harbour", BENCHES)
    for hour, each in zip((6, 7, 8), (*fires, third), strict=True):
        each.published = f"2024-01-04T0{hour}:00:00Z"
    assert [poll(store, each)[0].split()[1] for each in (*fires, third)] == ["new", "new", "new"]


def test_what_a_feed_shows_side_by_side_are_two_articles(store: Store) -> None:
    first, second = (entry(guid, f"video{guid}", "Harbour at six", FERRY) for guid in "12")
    poll(store, first)
    assert poll(store, second, first) == [f"{called('2')} new", f"{called('1')} unchanged"]
    assert poll(store, second) == [f"{called('2')} unchanged"]


def test_articles_of_two_feeds_are_two_articles(store: Store) -> None:
    poll(store, entry("1", "ferry", "No ferry", FERRY))
    assert poll(store, entry("2", "ferry", "No ferry", FERRY), url=f"{SITE}other.xml")[0].endswith(" new")
    assert len(found(store)) == 2


def test_variants_of_a_page_that_it_names_are_one(store: Store) -> None:
    sails = entry(None, "ferry", "No ferry", FERRY)
    sails.variants = [f"{SITE}amp/ferry", "https://elsewhere.example/ferry"]
    first = called("harbour.example/ferry")
    assert poll(store, sails) == [f"{first} new"]
    assert poll(store, entry(None, "amp/ferry", "No ferry today", FERRY)) == [f"{first} revised"]
    tides = entry("7", "tides", "Tides", TIDES)
    tides.variants = [f"{SITE}amp/tides"]
    assert poll(store, tides, entry(None, "amp/tides", "Tides", TIDES))[1].startswith(called("7"))
    amp = entry(None, "amp/benches", "Benches", BENCHES)
    amp.canonical = f"{SITE}benches"
    assert poll(store, amp) == [f"{called('harbour.example/benches')} new"]
    assert poll(store, entry(None, "benches", "Benches", BENCHES))[0].endswith(" unchanged")


# --- Links that stand for more than one article -----------------------------------------------------------------------


def test_posts_that_link_to_one_page_elsewhere_are_several_articles(store: Store) -> None:
    own = [entry(guid, f"log/{guid}", f"Log {guid}", TIDES) for guid in "789"]
    one, two = entry("1", None, "A good map", FERRY), entry("2", None, "More on that map", BENCHES)
    one.link = two.link = "https://maps.example/harbour"
    poll(store, one, *own)
    assert poll(store, two, *own)[0] == f"{called('2')} new"


def test_comments_on_one_page_are_several_articles(store: Store) -> None:
    poll(store, entry("1", "ferry#comment-1", "By Ana", FERRY))
    assert poll(store, entry("2", "ferry#comment-2", "By Bo", BENCHES)) == [f"{called('2')} new"]


def test_a_link_to_the_front_page_tells_nothing(store: Store) -> None:
    poll(store, entry("1", "", "Monday", FERRY))
    assert poll(store, entry("2", "", "Tuesday", BENCHES)) == [f"{called('2')} new"]


def test_a_feed_that_once_gave_one_link_to_several_entries_is_known_for_it(store: Store) -> None:
    poll(store, entry("1", "log", "Monday", FERRY), entry("2", "log", "Tuesday", BENCHES))
    poll(store, entry("3", "tides", "High water", TIDES))
    assert poll(store, entry("4", "tides", "Low water", BENCHES)) == [f"{called('4')} new"]
    assert poll(store, entry("5", "tides", "High water", TIDES)) == [f"{called('3')} unchanged"]


# --- Ids that stand for more than one article -------------------------------------------------------------------------


def test_an_article_keeps_its_id_when_its_guid_turns_out_to_be_anyones(store: Store) -> None:
    one, two, three = (
        entry("0", page, page, text) for page, text in (("ferry", FERRY), ("benches", BENCHES), ("tides", TIDES))
    )
    assert poll(store, one) == [f"{called('0')} new"]
    second = called("0 harbour.example/benches")
    assert poll(store, two, one) == [f"{second} new", f"{called('0')} unchanged"]
    assert poll(store, two) == [f"{second} unchanged"]
    assert poll(store, three) == [f"{called('0 harbour.example/tides')} new"]
    assert poll(store, entry("0", "benches", "Twelve benches", BENCHES)) == [f"{second} revised"]
    assert len(found(store)) == 3


def test_an_article_first_seen_under_a_guid_of_several_keeps_its_id(store: Store) -> None:
    one, two = entry("0", "ferry", "No ferry", FERRY), entry("0", "benches", "Benches", BENCHES)
    first = poll(store, one, two)
    assert poll(store, one) == [first[0].replace("new", "unchanged")]
    assert poll(store, two) == [first[1].replace("new", "unchanged")]


def test_without_links_a_guid_of_several_is_told_by_the_words(store: Store) -> None:
    monday, tuesday = entry("0", None, "Monday", FERRY), entry("0", None, "Tuesday", BENCHES)
    poll(store, monday, tuesday)
    assert [each.split()[1] for each in (*poll(store, tuesday), *poll(store, monday))] == ["unchanged", "unchanged"]
    assert poll(store, entry("0", None, "Wednesday", TIDES))[0].endswith(" new")


def test_a_reliable_guid_needs_nothing_else_to_agree(store: Store) -> None:
    poll(store, entry("1", "watch-live", "Watch live", FERRY))
    assert poll(store, entry("1", "as-it-happened", "As it happened", TIDES)) == [f"{called('1')} revised"]


def test_an_entry_without_guid_is_known_by_its_page(store: Store) -> None:
    first = called("harbour.example/ferry")
    assert poll(store, entry(None, "ferry", "No ferry", FERRY)) == [f"{first} new"]
    assert poll(store, entry(None, "ferry/", "The ferry sails", FERRY)) == [f"{first} revised"]
    assert poll(store, entry(None, "sport/ferry", "The ferry sails", FERRY)) == [f"{first} unchanged"]


# --- Older copies -----------------------------------------------------------------------------------------------------


def test_an_article_that_is_dated_back_is_revised_all_the_same(store: Store) -> None:
    other = entry("9", "tides", "Tides", TIDES, day=9)
    poll(store, entry("1", "ferry", "No ferry", FERRY, day=5), other)
    assert poll(store, entry("1", "ferry", "The ferry sails", BENCHES, day=4), other)[0] == f"{called('1')} revised"


def test_an_older_copy_of_a_feed_revises_nothing(store: Store) -> None:
    poll(store, entry("1", "ferry", "The ferry sails", BENCHES), entry("9", "tides", "Tides", TIDES, day=9))
    older = [entry("1", "ferry", "No ferry", FERRY), entry("8", "roofs", "Roofs", TIDES, day=8)]
    assert poll(store, *older)[0] == f"{called('1')} unchanged"
    assert next(each.title for each in found(store)) == "The ferry sails"


@pytest.mark.parametrize("texts", [(FERRY, BENCHES, FERRY), (FERRY, BENCHES, FERRY, BENCHES)])
def test_a_text_that_comes_back_is_the_text(store: Store, texts: Sequence[str]) -> None:
    days = [f"2024-02-0{day}T00:00:00+00:00" for day in range(1, 9)]
    readings = [entry("1", "ferry", "The ferry sails", text) for text in texts]
    outcomes = [poll(store, each, fetched=day)[0].split()[1] for each, day in zip(readings, days, strict=False)]
    assert outcomes == ["new"] + ["revised"] * (len(texts) - 1)
    [article] = found(store)
    assert (article.paragraphs[0].text, article.revision) == (texts[-1], len(texts))
    assert [poll(store, readings[-1], fetched=day)[0].split()[1] for day in days] == ["unchanged"] * 8


def test_a_text_that_comes_back_in_a_newer_copy_is_the_text_in_whatever_order(store: Store) -> None:
    copies = [
        (f"feed-2024010{day}T080000Z.xml", entry("1", "ferry", "The ferry sails", text, day=4))
        for day, text in ((5, FERRY), (6, BENCHES), (7, FERRY))
    ]
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0), (0, 2, 1), (1, 0, 2)):
        other = Store("sqlite://")
        for _ in range(2):
            for number in order:
                name, each = copies[number]
                poll(other, each, name=name)
            [article] = found(other)
            assert article.paragraphs[0].text == FERRY
        kept = article.revision
        assert {outcome for name, each in copies for outcome in poll(other, each, name=name)} == {
            f"{called('1')} unchanged"
        }
        assert found(other)[0].revision == kept
        other.close()


def test_two_texts_under_one_guid_in_a_document_do_not_take_turns(store: Store) -> None:
    entries = [entry("1", "ferry", "The ferry sails", text) for text in (FERRY, f"{FERRY} {TIDES}")]
    poll(store, *entries)
    for day in range(2, 6):
        outcomes = poll(store, *entries, fetched=f"2024-02-0{day}T00:00:00+00:00")
        assert {each.split()[1] for each in outcomes} == {"unchanged"}


def live(store: Store, each: Entry, now: str, before: str | None) -> str:
    reading = Reading("https://harbour.example/feed", True, now, poll=PollTimes(now, before))
    [taken] = take_in(store, list(load(Feed("rss", [each], link=SITE), reading)))
    return taken.outcome


def test_what_a_live_feed_has_now_is_no_older_copy_whatever_times_it_states(store: Store) -> None:
    poll(store, entry("1", "ferry", "The ferry sails", FERRY, day=9), url="https://harbour.example/feed")
    moments = [f"2024-02-01T0{hour}:00:00+00:00" for hour in range(1, 4)]
    assert live(store, entry("1", "ferry", "The ferry sails", BENCHES, day=8), moments[0], None) == "revised"
    assert live(store, entry("1", "ferry", "The ferry sails", TIDES, day=2), moments[1], moments[0]) == "revised"
    assert live(store, entry("1", "ferry", "The ferry sails", BENCHES, day=1), moments[2], moments[1]) == "revised"
    [article] = found(store)
    assert (article.paragraphs[0].text, article.revision) == (BENCHES, 4)


def test_a_saved_poll_is_as_old_as_its_name_says(store: Store) -> None:
    poll(store, entry("1", "ferry", "No ferry", FERRY, day=9), name="20240109T235000Z.xml")
    [revised] = poll(store, entry("1", "ferry", "The ferry sails", BENCHES, day=8), name="20240110T001000Z.xml")
    assert revised == f"{called('1')} revised"
    [older] = poll(store, entry("1", "ferry", "Ferry late", TIDES, day=8), name="20240109T100000Z.xml")
    assert older == f"{called('1')} unchanged"


# --- Less text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "The ferry sails", "The ferry sails.", "<img src='/quay.jpg'>"])
def test_an_entry_without_text_takes_none_away(store: Store, text: str) -> None:
    poll(store, entry("1", "ferry", "The ferry sails", FERRY))
    fuller: list[Article] = []
    [less] = poll(store, entry("1", "ferry", "The ferry sails", text), fetched=LATER, fuller=fuller)
    assert less == f"{called('1')} unchanged"
    assert [each.url for each in fuller] == [f"{SITE}ferry"]
    [article] = found(store)
    assert ([each.text for each in article.paragraphs], article.revision) == ([FERRY], 1)
    assert poll(store, entry("1", "ferry", "The ferry sails", BENCHES), fetched=LATER) == [f"{called('1')} revised"]


def test_a_new_title_over_no_text_is_news_and_the_text_stays(store: Store) -> None:
    poll(store, entry("1", "ferry", "The ferry sails", FERRY))
    assert poll(store, entry("1", "ferry", "The ferry sank"), fetched=LATER) == [f"{called('1')} revised"]
    [article] = found(store)
    assert (article.title, [each.text for each in article.paragraphs]) == ("The ferry sank", [FERRY])
    assert poll(store, entry("1", "ferry", "The ferry sank"), fetched=LATER) == [f"{called('1')} unchanged"]


def test_an_article_that_never_had_a_text_is_revised_by_its_title(store: Store) -> None:
    poll(store, entry("1", "ferry", "The ferry sails"))
    fuller: list[Article] = []
    assert poll(store, entry("1", "ferry", "The ferry sank"), fuller=fuller) == [f"{called('1')} revised"]
    assert fuller == []


def test_the_last_entry_of_a_document_without_an_end_revises_nothing(store: Store) -> None:
    tides, ferry = entry("9", "tides", "Tides", TIDES), entry("1", "ferry", "The ferry sails", FERRY)
    poll(store, tides, ferry)
    cut, changed = entry("1", "ferry", "The ferry sails", FERRY[:40]), entry("9", "tides", "Tides", BENCHES)
    fuller: list[Article] = []
    outcomes = poll(store, changed, cut, fetched=LATER, fuller=fuller, cut=True)
    assert outcomes == [f"{called('9')} revised", f"{called('1')} unchanged"]
    assert [each.url for each in fuller] == [f"{SITE}ferry"]
    assert poll(store, changed, ferry, fetched=LATER)[1] == f"{called('1')} unchanged"
    assert poll(store, entry("1", "ferry", "The ferry sails", FERRY[:40]), fetched=LATER) == [f"{called('1')} revised"]


# --- Anything ---------------------------------------------------------------------------------------------------------

ENTRIES = st.builds(
    entry,
    st.none() | st.sampled_from("01"),
    st.none() | st.sampled_from(["", "a", "b", "a#1"]),
    st.none() | st.sampled_from(["Monday", "Tuesday"]),
    st.sampled_from(["", FERRY, BENCHES]),
    st.integers(1, 9),
)


# One guid and page, then no page any more; later a document in which both stand for several entries.
FERRY_TWICE = [entry("0", "a", "Monday", "", 9), entry("0", None, "Monday", FERRY, 2)]
SHARED = [entry("0", "a", None, "", 5), entry("0", "b", None, BENCHES, 3), entry("1", "a", "Tuesday", BENCHES, 9)]


# An article under two guids, dated anew by an older document than the last.
REDATED = [
    [entry(None, "a", None, BENCHES, 9)],
    [entry("0", "a", "Tuesday", "", 5)],
    [entry("0", "b", "Monday", "", 9), entry("0", "a", "Tuesday", BENCHES, 2)],
    [entry("0", "a", "Monday", "", 3)],
]


@pytest.mark.slow
@settings(max_examples=25, deadline=None, derandomize=True)
@example([FERRY_TWICE, SHARED])
@example(REDATED)
@given(st.lists(st.lists(ENTRIES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_whatever_was_read_reading_it_again_adds_no_article(polls: Sequence[Sequence[Entry]]) -> None:
    store = Store("sqlite://")
    for entries in polls:
        poll(store, *entries)
    kept = found(store)
    for entries in polls:
        assert {each.split()[1] for each in poll(store, *entries)} == {"unchanged"}
    assert found(store) == kept
    store.close()


# --- Entries of one document that only their texts tell apart ---------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "title"),
    [
        (("notices", "notices", "notices"), "Notice"),
        (("notices", "notices", "notices"), None),
        ((None, None, None), "Notice"),
        (("notices#a", "notices#b", "notices#c"), "Notice"),
    ],
)
def test_entries_of_one_document_with_the_same_names_are_several_articles(store, pages, title):
    entries = [entry(None, page, title, text) for page, text in zip(pages, (FERRY, BENCHES, TIDES), strict=True)]
    first = poll(store, *entries)
    assert len({each.split()[0] for each in first}) == 3
    assert [each.split()[1] for each in first] == ["new"] * 3
    again = poll(store, *reversed(entries), fetched="2024-02-02T00:00:00+00:00")
    assert sorted(again) == sorted(each.replace(" new", " unchanged") for each in first)


def test_one_entry_that_is_edited_stays_one_article(store):
    [first] = poll(store, entry(None, "notices", "Notice", FERRY))
    [edited] = poll(store, entry(None, "notices", "Notice", BENCHES), fetched="2024-02-02T00:00:00+00:00")
    assert (first.split()[0], edited.split()[1]) == (edited.split()[0], "revised")


def test_a_fragment_stays_in_the_address_where_it_tells_entries_apart(store):
    poll(store, entry(None, "notices#a", "Notice", FERRY), entry(None, "notices#b", "Notice", BENCHES))
    assert sorted(each.url for each in found(store)) == [f"{SITE}notices#a", f"{SITE}notices#b"]


def test_a_fragment_that_tells_nothing_apart_is_left_out(store):
    poll(store, entry(None, "notices#a", "Notice", FERRY), entry(None, "ferry#a", "Ferry", BENCHES))
    assert sorted(each.url for each in found(store)) == [f"{SITE}ferry", f"{SITE}notices"]


# --- Markup that changes under the same text --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<a href='/old'>{FERRY}</a> So.", f"<a href='/new'>{FERRY}</a> So."),
        (f"{FERRY} So.", f"{FERRY} <b>So.</b>"),
        (f"{FERRY}</p><p>So.", f"{FERRY}</p><p><img src='/pier.jpg'></p><p>So."),
        (f"{FERRY}</p><p><img src='/pier.jpg'></p><p>So.", f"{FERRY}</p><p><img src='/quay.jpg'></p><p>So."),
        (f"{FERRY}</p><p><img src='/pier.jpg'></p><p>So.", f"{FERRY}</p><p>So."),
        (f"{FERRY}</p><ul><li>So.</li></ul><p>Yes.", f"{FERRY}</p><ol><li>So.</li></ol><p>Yes."),
    ],
)
def test_changed_markup_replaces_what_is_stored_and_is_no_revision(store: Store, before: str, after: str) -> None:
    poll(store, entry("1", "ferry", "No ferry", before))
    [first] = shown(store)
    assert poll(store, entry("1", "ferry", "No ferry", after), fetched="2024-02-02T00:00:00+00:00") == [
        f"{called('1')} unchanged"
    ]
    [second] = shown(store)
    assert second.html != first.html
    assert (second.text, second.revision, second.fetched) == (first.text, 1, first.fetched)
    fresh = Store("sqlite://")
    poll(fresh, entry("1", "ferry", "No ferry", after))
    [stated] = shown(fresh)
    fresh.close()
    assert (second.html, second.links) == (stated.html, stated.links)


def test_markup_of_an_older_copy_replaces_nothing(store: Store) -> None:
    new, old = (entry("1", "ferry", "No ferry", f"<a href='/{name}'>{FERRY}</a> So.") for name in ("new", "old"))
    others = entry("2", "tides", "Tides", TIDES, day=9), entry("3", "benches", "Benches", BENCHES, day=5)
    poll(store, new, others[0])
    poll(store, old, others[1])
    assert "/new" in next(each.html for each in shown(store) if each.guid == "1")


# --- What repeated names cost -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "repeating",
    [
        lambda number: entry("1", None, f"Ferry {number}"),
        lambda number: entry("1", f"{number}", f"Ferry {number}", f"{FERRY} {number}."),
        lambda number: entry(None, "ferry", f"Ferry {number}"),
        lambda _: entry("1", "ferry", "Ferry", FERRY),
    ],
    ids=["guid", "guid, own pages", "page", "all"],
)
def test_entries_with_one_name_cost_no_more_than_others(repeating: Callable[[int], Entry]) -> None:
    def work(entry_of: Callable[[int], Entry]) -> Callable[[int], None]:
        def run(entries: int) -> None:
            store = Store("sqlite://")
            poll(store, *map(entry_of, range(entries)))
            store.close()

        return run

    own = work(lambda number: entry(f"{number}", f"{number}", f"Ferry {number}", f"{FERRY} {number}."))
    own(1)
    assert min(seconds(work(repeating), 100) for _ in range(2)) < 3 * min(seconds(own, 100) for _ in range(2))
