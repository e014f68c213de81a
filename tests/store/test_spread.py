"""Passages that occur in several articles: the first few of a list are those of the whole list."""

from databases import statements
from sqlalchemy import insert
from web_store import article, fill_store

from newsfeed.store import browse
from newsfeed.store.schema import reuse
from newsfeed.web.reader import Reader

MANY = [
    f"Line {number} of the long list of tides has {'a word and ' * (9 + number % 7)}an end." for number in range(520)
]
FEW = [f"Harbour {number} has {'a crane and ' * (number % 7)}a light." for number in range(30)]
OUTLETS = ["post.example", "far.example", *(f"outlet{number}.example" for number in range(8))]
SORTS = ["outlets", "articles", "chars", "random", "share", "date"]


def spread_over(url):
    """Mark the lines of an article in four of one outlet, and those of another in three of other outlets each."""
    later = [
        article(number, OUTLETS[(number + 1) // 4], 2, str(number), f"Nothing {number}.") for number in range(3, 39)
    ]
    sources = [article(1, "post.example", 1, "Tides", *MANY), article(2, "far.example", 1, "Harbours", *FEW)]
    fill_store(url, [*sources, *later])
    marks = [(1, place, number) for place in range(len(MANY)) for number in range(3, 7)]
    marks += [(2, place, number) for place in range(len(FEW)) for number in range(7 + place % 3 * 4, 39, 12)]
    rows = [
        {"article": number, "position": 0, "ordinal": ordinal, "from_article": source, "from_position": place}
        | {"share": 0.25 + ordinal % 4 / 8, "distance": 0, "spans": [[0, 9]]}
        for ordinal, (source, place, number) in enumerate(marks)
    ]
    with statements(url) as connection:
        connection.execute(insert(reuse), rows)


def test_the_first_passages_are_those_of_the_whole_list(store_url):
    spread_over(store_url)
    reader = Reader(store_url)
    with reader.snapshot() as connection:
        for filters in (browse.Filters(), browse.Filters(min_outlets=2), browse.Filters(min_chars=30, min_share=0.4)):
            for sort in SORTS:
                whole = browse.spread_passages(connection, filters, len(MANY + FEW) + 1, sort=sort, seed=5)
                assert len(whole) >= 20
                for limit in (1, 20):
                    assert browse.spread_passages(connection, filters, limit, sort=sort, seed=5) == whole[:limit]
    reader.close()
