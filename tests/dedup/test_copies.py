"""Which articles with one text are copies."""

import random

import pytest

from newsfeed.dedup.copies import Telling, find_copies, same_title, tells_on

DAY = 86_400


def telling(number, title="The ferry", site="a.example", feed=None, size=900, day=None, **fields):
    seconds = (number if day is None else day) * DAY
    enclosures = frozenset(fields.pop("enclosures", ()))
    return Telling(number, (seconds, str(number)), seconds, title, site, feed or number, size, enclosures, **fields)


def found(*tellings):
    """Return which of some articles are copies of which, in whatever order they come."""
    copies = find_copies(tellings)
    for seed in range(5):
        mixed = list(tellings)
        random.Random(seed).shuffle(mixed)  # noqa: S311
        assert find_copies(mixed) == copies
    return {number: copy.of for number, copy in copies.items() if copy.of}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mill to close in May", "Mill to close in May!"),
        ("Mill to close in May", "MILL TO CLOSE IN MAY"),
        ("Mill to close in May", "Mill to close in May - Harbour Post"),
        ("Mill to close in May", "Exclusive: Mill to close in May"),
        ("市政厅周二开会讨论预算", "【快讯】市政厅周二开会讨论预算"),
        ("市政廳周二開會", "市政厅周二开会"),
        (None, None),
    ],
)
def test_titles_are_the_same(one, other):
    assert same_title(one, other)
    assert same_title(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mill to close in May", "Mill to open in May"),
        ("Mill to close in May", "Mill to close in May, part 2"),
        ("The night ferry", "The night ferry 2"),
        ("夜航", "夜航（下）"),
        ("Ferry", "Ferry sinks off the harbour wall in heavy seas"),
        ("The mill", "The millers"),
        (None, "Mill to close"),
    ],
)
def test_titles_differ(one, other):
    assert not same_title(one, other)
    assert not same_title(other, one)


def test_the_same_text_under_the_same_title_is_a_copy_on_any_site():
    assert found(telling(1), telling(2), telling(30, site="b.example", size=120)) == {2: 1, 30: 1}


def test_a_long_text_of_another_site_was_taken_over_under_whatever_title():
    assert found(telling(1), telling(30, "Boats", site="b.example")) == {30: 1}


def test_a_long_text_of_the_same_site_was_taken_over_within_days_only():
    assert found(telling(1), telling(3, "Boats")) == {3: 1}
    assert found(telling(1), telling(30, "Boats")) == {}


@pytest.mark.parametrize("site", ["a.example", "b.example"])
def test_a_short_text_under_another_title_is_no_copy(site):
    assert found(telling(1, size=300), telling(2, "Boats", site=site, size=300)) == {}


def test_a_line_of_text_is_a_copy_only_under_the_same_title_of_another_outlet_within_days():
    line = telling(1, size=91, feed=1)
    assert found(line, telling(2, site="b.example", size=91, feed=2)) == {2: 1}
    assert found(line, telling(30, site="b.example", size=91, feed=2)) == {}
    assert found(line, telling(2, "Boats", site="b.example", size=91, feed=2)) == {}
    assert found(line, telling(2, size=91, feed=2)) == found(line, telling(2, size=91, feed=1)) == {}
    untitled = telling(3, None, site="b.example", size=91, feed=2)
    assert found(line._replace(title=None), untitled) == {}


def test_within_a_feed_only_the_title_shows_that_a_text_comes_again():
    assert found(telling(1, feed=7), telling(2, "Boats", feed=7)) == {}
    assert found(telling(1, feed=7), telling(2, feed=7)) == {2: 1}


def test_an_episode_with_a_file_of_its_own_is_no_copy():
    one, other = (telling(n, feed=7, enclosures=[f"https://a.example/{n}.mp3"]) for n in (1, 2))
    assert found(one, other) == {}
    assert found(one, other._replace(enclosures=one.enclosures)) == {2: 1}


def test_a_text_under_three_titles_of_a_site_makes_no_copies_at_all():
    films = [telling(n, f"Film {n}") for n in (1, 2, 3)]
    assert found(*films) == {}
    assert found(*films, telling(4, "Film 1"), telling(5, "Film 1", site="b.example")) == {}


def test_the_same_title_three_times_is_one_title():
    assert found(*(telling(n, "The ferry" + "!" * n) for n in (1, 2, 3, 4))) == {2: 1, 3: 1, 4: 1}


def test_three_titles_of_three_sites_are_three_outlets_that_took_a_text_over():
    sites = [telling(n, f"Title {n}", site=f"{n}.example") for n in (1, 2, 3)]
    assert found(*sites) == {2: 1, 3: 1}


def test_where_nobody_knows_the_outlet_only_the_title_counts():
    one, other = (telling(n, f"Film {n}", site="youtube.com", by_title=True) for n in (1, 2))
    assert found(one, other) == {}
    assert found(one, other._replace(title=one.title)) == {2: 1}
    assert found(one, telling(3, "Boats", site="b.example")) == {}


def test_a_copy_names_the_article_that_it_is_a_copy_of_and_not_another_copy():
    one = telling(1, "Ferry", size=200)
    other = telling(2, "Boats", site="b.example", size=200)
    assert found(one, other, telling(3, "Boats", site="c.example", size=200)) == {3: 2}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fire hits a mill in Upton", "Six hurt in Upton mill fire"),
        ("Obituary: Ann Holt, a pioneer of rowing", "Ann Holt: rower dies"),
        ("Tablet interactive: riots in the north", "Riots across the north"),
        ("Mill closed", "Why the mill had to close"),
    ],
)
def test_two_titles_of_one_feed_about_one_thing_tell_one_story(one, other):
    assert tells_on(telling(1, one, feed=1, day=1), telling(2, other, feed=1, day=1), repeats=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Boats in oak", "Boats in paper"),  # a series
        ("Cleaning of halls - town of Upton", "Paving of Mill Road - town of Hull"),  # forms of tenders
        ("Otter 0.1.4 released", "Otter-nets 0.1.1 released"),  # two versions
        ("Otter 2.0 is out", "Otter 2.1 released"),
        ("MPs pass the largest budget of the decade", "Police chief defends road blocks, infuriating MPs"),
        ("Quiz of 5 May", "Quiz of 6 May"),
    ],
)
def test_parts_of_a_series_of_one_feed_are_stories_of_their_own(one, other):
    assert not tells_on(telling(1, one, feed=1, day=1), telling(2, other, feed=1, day=1), repeats=False)
    assert tells_on(telling(1, one, day=1), telling(2, other, site="b.example", day=1), repeats=False)


def test_a_long_text_again_under_a_title_without_a_word_in_common_is_another_show():
    shows = [telling(number, title, feed=1, day=1) for number, title in ((1, "Doctor | Radio"), (2, "Love | Radio"))]
    assert not tells_on(*shows, repeats=True)
    assert tells_on(shows[0], shows[1]._replace(title="The doctor, again | Radio"), repeats=True)
    assert tells_on(shows[0], shows[1]._replace(feed=2), repeats=True)
    assert tells_on(shows[0]._replace(title="渡轮停航"), shows[1]._replace(title="岛上居民等待消息"), repeats=True)
