from __future__ import annotations

import pytest

from newsfeed.formats import Feed, FeedEnclosure, PersonConstruct, TextConstruct, parse


def titles(feed: Feed) -> list[str]:
    return [entry.title.value if entry.title else "" for entry in feed.entries]


def item(title: str, more: str = "") -> str:
    return f"<item><title>{title}</title>{more}</item>"


def rss(inside: str) -> bytes:
    return f"<rss><channel><title>H</title>{inside}</channel></rss>".encode()


def repaired(*changes: str) -> list[str]:
    return [f"not well-formed XML: read after repair ({', '.join(changes)})"]


@pytest.mark.parametrize(
    ("written", "read", "change"),
    [
        ("A &nbsp; &rsquo; &hellip; B", "A \xa0 ’ … B", "HTML entities resolved: 3"),
        ("R&D and Q & A", "R&D and Q & A", "ampersands escaped: 2"),
        ("?a=1&b=2&copy=3", "?a=1&b=2&copy=3", "ampersands escaped: 2"),
        ("&nosuchname;", "&nosuchname;", "ampersands escaped: 1"),
        ("a\x0bb\x00c", "abc", "forbidden characters removed: 2"),
        ("a&#0;b&#xb;c&#x110000;", "abc", "forbidden characters removed: 3"),
        ("a&#55357;&#56841;b&#xD83D;&#xDE09;c", "a\U0001f609b\U0001f609c", "characters joined from halves: 2"),
        ("a&#55357;b&#56841;&#55357;c", "abc", "forbidden characters removed: 3"),
        ("1 < 2", "1 < 2", "angle brackets escaped: 1"),
        ("<![CDATA[R&D &nbsp; <b>]]> &nbsp;", "R&D &nbsp; <b> \xa0", "HTML entities resolved: 1"),
        ("a]]>b", "a]]>b", "stray CDATA ends escaped: 1"),
        ("a<!-- b", "a<!-- b", "unclosed comments read as text: 1"),
        ("<![CDATA[a", "a", "CDATA sections closed: 1"),
        ("a <![CDATA[b", "a b", "CDATA sections closed: 1"),
    ],
)
def test_repair_loses_no_character_after_the_error(written: str, read: str, change: str) -> None:
    """The trap: libxml2's recovery drops every later reference of the document."""
    feed = parse(rss(item(written + "|") + item("later &lt; &amp; &gt; ?a=1&amp;b=2")))
    assert titles(feed) == [read + "|", "later < & > ?a=1&b=2"]
    assert (feed.problems, feed.step) == (repaired(change), "repaired")


@pytest.mark.parametrize(
    "written",
    [
        "<enclosure url=https://h.example/?a=1 type='a/b'/>",
        "<enclosure url='https://h.example/?a=1' url='https://h.example/2' type='a/b'/>",
        "<enclosure hidden url='https://h.example/?a=1' type='a/b' =''/>",
        "<enclosure url='https://h.example/?a=1'type='a/b'></enclosure x='1'>",
    ],
)
def test_a_tag_keeps_the_attributes_that_can_be_read(written: str) -> None:
    feed = parse(rss(item("one", written)))
    assert feed.entries[0].enclosures == [FeedEnclosure("https://h.example/?a=1", "a/b")]
    assert feed.problems == repaired(f"unreadable parts of tags removed: {1 + written.count('</')}")


def test_what_surrounds_the_document_goes() -> None:
    feed = parse(b"Warning: <b>disk</b> full\n" + rss(item("one")) + b"<script>track()</script>")
    changes = ("characters before the document removed: 25", "characters after the document removed: 24")
    assert (titles(feed), feed.problems) == (["one"], repaired(*changes))


@pytest.mark.parametrize(
    "declaration", ["<?xml version='1.0' encoding='no such'?>", "<?xml version=1.0?>", " <?xml?> "]
)
def test_a_declaration_is_history(declaration: str) -> None:
    assert titles(parse(declaration.encode() + rss(item("one")) + b"<?xml version='1.0'?>")) == ["one"]


def test_undeclared_prefixes_mean_what_they_usually_mean() -> None:
    feed = parse(rss(item("one", "<dc:creator>Ana</dc:creator><odd:thing odd:x='1'/>")))
    assert feed.entries[0].authors == [PersonConstruct("Ana")]
    assert feed.problems == repaired("undeclared prefixes declared: 2")


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        ("http://purl.org/dc/elemnts/1.1/", "http://purl.org/dc/elements/1.1"),
        ("http://www.purl.org/dc/elements/1.1", "http://purl.org/dc/elements/1.1"),
        ("http://ents/1.1/", "http://purl.org/dc/elements/1.1"),
    ],
)
def test_namespaces_almost_right_are_read_and_named(stated: str, meant: str) -> None:
    content = item("one", "<dc:creator>Ana</dc:creator>")
    feed = parse(rss(content).replace(b"<rss", f'<rss xmlns:dc="{stated}"'.encode()))
    assert feed.entries[0].authors == [PersonConstruct("Ana")]
    assert (feed.problems, feed.step) == ([f"namespace {stated} read as {meant}"], "strict")


def test_another_vocabulary_is_not_taken_for_ours() -> None:
    feed = parse(rss(item("one", "<dc:creator>x</dc:creator>")).replace(b"<rss", b'<rss xmlns:dc="urn:direct-current"'))
    assert (list(feed.entries[0].authors), feed.problems) == ([], [])


@pytest.mark.parametrize("stated", ["http://www.w3.org/1999/02/2-rdf-synt", "http://h.example/mine"])
def test_an_rdf_document_of_whatever_namespace_is_one(stated: str) -> None:
    feed = parse(f"<rdf:RDF xmlns:rdf='{stated}'><item rdf:about='1'><title>one</title></item></rdf:RDF>".encode())
    assert (feed.format, titles(feed), feed.entries[0].guid) == ("rdf", ["one"], "1")
    assert feed.problems == [f"namespace {stated} read as http://www.w3.org/1999/02/22-rdf-syntax-ns#"]


@pytest.mark.parametrize("stated", ["http://www.w3.org/2005/A", "urn:mine"])
def test_a_feed_of_whatever_namespace_is_a_feed(stated: str) -> None:
    feed = parse(f"<feed xmlns='{stated}'><title>H</title><entry><title>one</title></entry></feed>".encode())
    assert (feed.format, titles(feed)) == ("atom", ["one"])
    assert feed.problems == [f"namespace {stated} read as http://www.w3.org/2005/atom"]


def test_namespaces_that_are_no_addresses_cost_nothing() -> None:
    head = '<rss xmlns:dc=" http://purl.org/dc/élements/1.1/" xmlns:x="a b{}" xmlns:y="">'
    feed = parse(rss(item("one", "<dc:creator>Ana</dc:creator>")).replace(b"<rss>", head.encode()))
    assert (titles(feed), feed.entries[0].authors) == (["one"], [PersonConstruct("Ana")])
    assert feed.step == "repaired"


@pytest.mark.parametrize("end", ["]]3>", "]>", "", "&gt;"])
def test_a_lost_end_of_a_section_swallows_no_entry(end: str) -> None:
    """As XML, the section holds all that follows up to the end of the next one."""
    items = [item(f"<![CDATA[{name}]]>", "<description><![CDATA[<p>R&D</p>]]></description>") for name in "abc"]
    broken = items[1].replace("</p>]]>", f"</p>{end}")
    feed = parse(rss(items[0] + broken + items[2]))
    assert titles(feed) == ["a", "b", "c"]
    assert feed.entries[1].summary == TextConstruct(f"<p>R&D</p>{end}")
    assert feed.problems == repaired("CDATA sections closed: 1")


def test_a_section_may_speak_of_sections() -> None:
    feed = parse(rss(item("<![CDATA[Write <![CDATA[ around it]]>") + item("two")))
    assert (titles(feed), feed.problems) == (["Write <![CDATA[ around it", "two"], [])


def test_declared_entities_are_read_and_nothing_is_fetched(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret"
    secret.write_text("secret")
    doctype = f'<!DOCTYPE rss PUBLIC "-//N//RSS" "{secret.as_uri()}" [<!ENTITY co "Co &#38;amp; Sons">'
    doctype += f'<!ENTITY leak SYSTEM "{secret.as_uri()}"><!ENTITY port "Harbour">]>'
    feed = parse(doctype.encode() + rss(item("&port; &leak; &eacute;")))
    assert titles(feed) == ["Harbour &leak; é"]


def test_entities_do_not_multiply() -> None:
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "{"x" * 1000}">{rows}]>'.encode() + rss(item("&e9;"))
    assert len(titles(parse(bomb))[0]) < 10_000


def test_an_entry_beyond_repair_costs_no_other() -> None:
    deeper_than_parsers_go = "<b>" * 300
    feed = parse(rss(item("one &amp; more") + item(f"two {deeper_than_parsers_go}") + item("three &lt; four")))
    assert titles(feed)[::2] == ["one & more", "three < four"]
    assert len(feed.entries) == 3
    assert feed.step == "lenient"
    assert feed.problems == [
        "not well-formed XML: read entry by entry",
        "entry 2 is not well-formed: read by feedparser",
    ]


@pytest.mark.parametrize(
    ("written", "content", "changes"),
    [
        ("<description>a <b>b</description>", "a <b>b</b>", "end tags added: 1"),
        ("<description>a</b> b</description>", "a b", "end tags removed: 1"),
        (
            "<description><i>a <b>b</i> c</b></description>",
            "<i>a <b>b</b></i> c",
            "end tags added: 1, end tags removed: 1",
        ),
        ("<description>a<link>https://h.example/</link>", "a", "end tags added: 1"),
        ("<description>a</descrXption><link>https://h.example/</link>", "a", "end tags added: 1, end tags removed: 1"),
    ],
)
def test_tags_of_an_entry_are_paired(written: str, content: str, changes: str) -> None:
    rest = "" if "<link>" in written else "<link>https://h.example/</link>"
    whole = item("one", "<description>x</description><link>https://h.example/1</link>")
    feed = parse(rss(whole + item("two", written + rest)))
    assert feed.problems == [
        "not well-formed XML: read entry by entry",
        f"entry 2 is not well-formed: read after repair ({changes})",
    ]
    entry = feed.entries[1]
    assert entry.summary is not None
    assert (entry.summary.value, entry.link, feed.step) == (content, "https://h.example/", "entries")


def test_of_many_mended_entries_the_first_are_named() -> None:
    feed = parse(rss(item("one") + item("two <b>") * 1000))
    assert (len(feed.entries), feed.step) == (1001, "entries")
    assert feed.problems[20].startswith("entry 21 is not well-formed: read after repair")
    assert feed.problems[21:] == ["980 more parts repaired or skipped: not well-formed"]


@pytest.mark.parametrize("start", ["<itXm>", "\x1citem>", "<item:", "<i", ""])
def test_an_entry_without_its_start_is_told_from_the_one_before(start: str) -> None:
    items = [item(name, f"<link>https://h.example/{name}</link>") for name in "abc"]
    feed = parse(rss(items[0] + start + items[1].removeprefix("<item>") + items[2]))
    assert titles(feed) == ["a", "b", "c"]
    assert [entry.link for entry in feed.entries] == [f"https://h.example/{name}" for name in "abc"]
    assert feed.problems[0].startswith("not well-formed XML: read entry by entry")


def test_a_first_entry_without_its_start_is_given_up_by_name() -> None:
    feed = parse(rss("<itXm>" + item("a").removeprefix("<item>") + item("b")))
    assert titles(feed) == ["b"]
    assert "entry 1 is not well-formed: beyond repair and skipped" in feed.problems


@pytest.mark.parametrize("end", ["</itXm>", "</item", ""])
def test_an_entry_without_its_end_ends_where_the_next_begins(end: str) -> None:
    feed = parse(rss(item("a").removesuffix("</item>") + end + item("b") + item("c")))
    assert titles(feed) == ["a", "b", "c"]


@pytest.mark.parametrize("root", ["<fe\x01ed xmlns", "<feeed xmlns", "feed xmlns"])
def test_entries_outlive_the_start_of_their_feed(root: str) -> None:
    entry = "<entry><title>one</title><dc:creator>Ana</dc:creator></entry>"
    atom = (
        f"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:dc='http://purl.org/dc/elements/1.1/'>{entry}{entry}</feed>"
    )
    feed = parse(atom.replace("<feed xmlns", root).encode())
    assert titles(feed) == ["one", "one"]
    assert [entry.authors for entry in feed.entries] == [[PersonConstruct("Ana")]] * 2


def test_what_stands_between_entries_is_read_or_named() -> None:
    deeper_than_parsers_go = "<p>" * 300
    feed = parse(
        rss(item("a <b>") + "<link>https://h.example/</link>" + item("b") + deeper_than_parsers_go + item("c"))
    )
    assert (titles(feed)[1:], feed.link) == (["b", "c"], "https://h.example/")
    assert "text before entry 3 is not well-formed: skipped" in feed.problems


def test_a_document_that_breaks_off_keeps_its_whole_entries() -> None:
    whole = rss(item("one") + item("two &amp;") + item("three"))
    feed = parse(whole[: whole.index(b"three") + 3])
    assert titles(feed)[:2] == ["one", "two &"]
    assert feed.cut
    assert not parse(whole).cut
    assert not parse(whole.replace(b"&amp;", b"& <b>")).cut
    assert parse(whole[: whole.index(b"one")]).cut
    assert feed.title is not None
    assert feed.title.value == "H"


def test_a_broken_head_leaves_the_entries() -> None:
    feed = parse(b"<rss><channel><title>H</title><category>" + item("one").encode() + b"</channel></rss>")
    assert titles(feed) == ["one"]
    assert feed.title is not None
    assert feed.title.value == "H"
