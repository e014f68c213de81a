"""Large documents: a broken part costs only itself, and the reasons are true."""

from __future__ import annotations

import pytest
from growth import grows_with_length_alone

from newsfeed.formats import Feed, parse

MANY = 12_000
ITEM = "<item><guid>{0}</guid><title>Ferry {0}</title><link>https://h.example/{0}</link></item>"
ENTRY = "<entry><id>{0}</id><title>Ferry {0}</title><updated>2024-01-04T00:00:00Z</updated></entry>"
PAGE = "<url><loc>https://h.example/{0}</loc><lastmod>2024-01-04</lastmod></url>"
DOCUMENTS = {
    "rss": ("<rss><channel><title>H</title>", ITEM, "</channel></rss>"),
    "atom": ("<feed xmlns='http://www.w3.org/2005/Atom'><title>H</title>", ENTRY, "</feed>"),
    "sitemap": ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>", PAGE, "</urlset>"),
}
DAMAGE = {
    "an end tag missing": lambda entry: entry.replace("</", "<", 1),
    "a tag that nothing closes": lambda entry: entry.replace("><", "><b><", 1),
    "an end tag of another name": lambda entry: entry.replace("</", "</x", 1),
    "a tag that is cut": lambda entry: entry.replace("</", "<", 2)[:-1],
}


def document(name: str, number: int, broken: dict[int, str] | None = None) -> str:
    head, entry, tail = DOCUMENTS[name]
    broken = broken or {}
    return head + "".join(broken.get(n) or entry.format(n) for n in range(number)) + tail


def keys(feed: Feed) -> set[str]:
    return {entry.guid or (entry.link or "").rpartition("/")[2] for entry in feed.entries}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_one_broken_entry_costs_no_other_of_many(name: str, damage: str) -> None:
    at = MANY // 3
    broken = DAMAGE[damage](DOCUMENTS[name][1].format(at))
    feed = parse(document(name, MANY, {at: broken}).encode())
    assert feed.error is None
    lost = {str(n) for n in range(MANY)} - keys(feed)
    assert lost <= {str(at), str(at + 1)}
    assert not lost or any("entry 4001" in problem or "entry 4002" in problem for problem in feed.problems)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_of_many_entries_that_is_cut_keeps_those_before(name: str) -> None:
    whole = document(name, MANY)
    feed = parse(whole[: len(whole) * 2 // 3].encode())
    assert feed.cut
    assert len(feed.entries) >= MANY * 2 // 3 - 30
    assert len(keys(feed)) == len(feed.entries)


def test_broken_entries_here_and_there_are_repaired_in_their_places() -> None:
    places = range(7, MANY, 97)
    feed = parse(document("rss", MANY, {n: ITEM.format(n).replace("</title>", "<i></title>") for n in places}).encode())
    assert [entry.guid for entry in feed.entries] == [str(n) for n in range(MANY)]


def test_entries_that_cannot_be_read_are_counted_and_leave_the_others_in_order() -> None:
    places = range(500, MANY, 1000)
    feed = parse(document("rss", MANY, dict.fromkeys(places, "<item></></item>")).encode())
    assert [entry.guid for entry in feed.entries if entry.guid] == [str(n) for n in range(MANY) if n not in places]


@pytest.mark.parametrize("name", ["rss", "atom", "sitemap"])
def test_many_broken_entries_leave_what_is_whole(name: str) -> None:
    """A fifth is beyond repair, in a document that is too large for feedparser."""
    entry = DOCUMENTS[name][1]
    places = range(0, MANY, 5)
    feed = parse(document(name, MANY, {n: entry.format(n).replace("<", "<x:y:z ", 2) for n in places}).encode())
    assert {str(n) for n in range(MANY) if n not in places} <= keys(feed)
    assert any("not well-formed" in problem for problem in feed.problems)


@pytest.mark.slow
def test_of_many_entries_that_are_all_broken_each_is_read() -> None:
    head, _, tail = DOCUMENTS["rss"]
    feed = parse((head + "".join(f"<item><title>{n}<b></item>" for n in range(60_000)) + tail).encode())
    assert [entry.title and entry.title.value for entry in feed.entries] == [f"{n}<b></b>" for n in range(60_000)]


def test_the_usual_fields_are_known_where_no_entry_is_well_formed() -> None:
    head, entry, tail = DOCUMENTS["rss"]
    items = "".join(entry.format(n).replace("</title>", "</titel>") for n in range(3))
    feed = parse((head + items + tail).encode())
    assert [(each.title and each.title.value, each.link) for each in feed.entries] == [
        (f"Ferry {n}", f"https://h.example/{n}") for n in range(3)
    ]


HUGE = 11_000_000  # bytes; libxml2 refuses more than ten million in one node
NODES = {
    "text": lambda size: f"<description>{'x' * size}</description>",
    "CDATA": lambda size: f"<description><![CDATA[{'x' * size}]]></description>",
    "attribute": lambda size: f"<enclosure url='https://h.example/a.mp3' type='{'x' * size}'/>",
    "references": lambda size: f"<description>{'x&nbsp;' * (size // 7)}</description>",
}


@pytest.mark.parametrize("head", ["", "<!DOCTYPE rss [<!ENTITY a 'b'>]>"])
@pytest.mark.parametrize("node", NODES)
@pytest.mark.slow
def test_a_node_larger_than_the_parser_allows_costs_nothing(node: str, head: str) -> None:
    items = [f"<item><guid>{n}</guid><title>{n}</title>{NODES[node](HUGE) if n == 2 else ''}</item>" for n in range(4)]
    feed = parse(f"{head}<rss><channel>{''.join(items)}</channel></rss>".encode())
    assert [entry.guid for entry in feed.entries] == ["0", "1", "2", "3"]
    if node in {"text", "CDATA"}:
        assert feed.entries[2].summary is not None
        assert len(feed.entries[2].summary.value) == HUGE


def test_a_large_node_and_a_broken_entry_cost_no_other() -> None:
    items = [ITEM.format(n) for n in range(40)]
    items[7] = f"<item><guid>7</guid><description>{'x' * HUGE}</description></item>"
    items[9] = items[9].replace("</title>", "</titel>")
    feed = parse(f"<rss><channel>{''.join(items)}</channel></rss>".encode())
    assert [entry.guid for entry in feed.entries] == [str(n) for n in range(40)]


@pytest.mark.slow
def test_an_entry_of_more_errors_than_are_repaired_costs_no_other() -> None:
    items = [ITEM.format(n) for n in range(40)]
    items[7] = f"<item><guid>7</guid><title>{'a & b ' * 2_100_000}</title></item>"
    feed = parse(f"<rss><channel>{''.join(items)}</channel></rss>".encode())
    assert {str(n) for n in range(40)} - {"7"} <= keys(feed)
    assert any("entry 8" in problem for problem in feed.problems)


@pytest.mark.parametrize("damage", DAMAGE)
def test_repair_grows_with_the_text(damage: str) -> None:
    def read(number: int) -> None:
        broken = {n: DAMAGE[damage](ITEM.format(n)) for n in range(0, number, 50)}
        parse(document("rss", number, broken).encode())

    assert grows_with_length_alone(read, 5_000)
