"""What each output format holds, read back with readers other than ours."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
import tracemalloc
from dataclasses import asdict, fields, replace
from datetime import datetime

import feedparser
import lxml.html
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from scrapy.utils.misc import load_object

from newsfeed import items
from newsfeed.dedup.policy import clean
from newsfeed.errors import NewsfeedError
from newsfeed.exporters import EXPORTERS, CsvExporter, repeats_wholly
from newsfeed.exporters.body import content
from newsfeed.exporters.jsonlines import zstd
from newsfeed.exporters.parquet import schema
from newsfeed.exporters.serialize import fields_of, json_parts, to_json
from newsfeed.text.characters import xml_text

FEEDS = ["rss", "atom", "jsonfeed"]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def article(number: int = 1, **changes: object) -> items.Article:
    """A whole article; ``number`` makes its id and its day in May 2024."""
    whole = items.Article(
        id=f"{number:032x}",
        url=f"https://example.org/news/{number}",
        guid=f"guid-{number}",
        title="港口重新开放 & more",
        summary="Ferries < trains",
        authors=["Ana Lopes", "李明"],
        people=[items.Person("Ana Lopes", "ana@example.org", "https://example.org/ana"), items.Person("李明")],
        categories=["world", "trade"],
        language="zh",
        published=f"2024-05-{number:02}T08:00:00+00:00",
        updated=None,
        fetched="2024-06-01T00:00:00+00:00",
        image="https://example.org/a.jpg",
        enclosures=[items.Enclosure("https://example.org/a.mp3", "audio/mpeg", 1234, 90)],
        rights="© Harbour & Sons",
        license="https://creativecommons.org/licenses/by/4.0/",
        reply_to="tag:example.org,2024:1",
        feed=items.Source("https://example.org/feed", "Example"),
        paragraphs=[
            items.Paragraph("The harbour opens again.", "lead"),
            items.Paragraph("What changes", "heading", level=2),
            items.Paragraph("two ferries", "list", level=1),
            items.Paragraph("one < train", "list", level=1),
            items.Paragraph("We waited long.", "quote"),
            items.Paragraph("Read before.", status="duplicate", reuse=[items.Origin("f" * 32, 0, 0.9, 7, [(0, 5)])]),
            items.Paragraph("Share this", status="boilerplate"),
        ],
        text="The harbour opens again.\n\nWhat changes",
        quotes=[items.Quote("We waited long.", "Ana", "0" * 16, items.Place("f" * 32, 3))],
    )
    return replace(whole, **changes)


BARE = article(
    url=None, guid=None, title=None, summary=None, authors=[], people=[], categories=[], language=None, published=None,
    image=None, enclosures=[], rights=None, license=None, reply_to=None,
    feed=items.Source("folder/file.md"), paragraphs=[], text="", quotes=[],
)  # fmt: skip


def export(name: str, *articles: items.Article, **options: object) -> bytes:
    # The options that Scrapy's feed exports always pass come first.
    given = {"fields_to_export": None, "encoding": None, "indent": 0} | options
    file = io.BytesIO()
    exporter = load_object(EXPORTERS[name])(file, **given)
    exporter.start_exporting()
    for one in articles:
        exporter.export_item(one)
    exporter.finish_exporting()
    return file.getvalue()


def entry_ids(name: str, document: bytes) -> list[str]:
    if name == "jsonfeed":
        return [item["id"] for item in json.loads(document)["items"]]
    parsed = feedparser.parse(document)
    assert not parsed.bozo, parsed.bozo_exception
    return [entry.id for entry in parsed.entries]


def bodies(name: str, document: bytes) -> list[str]:
    if name == "jsonfeed":
        return [item["content_html"] for item in json.loads(document)["items"]]
    return [entry.content[0].value for entry in feedparser.parse(document).entries]


def html_bodies(name: str, document: bytes) -> list[str]:
    """Return the contents as they stand in the document, which no reader has sanitised."""
    if name == "jsonfeed":
        return bodies(name, document)
    element = f"{{{ATOM['a']}}}content" if name == "atom" else "{http://purl.org/rss/1.0/modules/content/}encoded"
    return [each.text or "" for each in etree.fromstring(document).iter(element)]


def plain(name: str, document: bytes) -> bytes:
    """Return a document without compression; a Parquet file as JSON Lines."""
    if name == "jsonl.gz":
        return gzip.decompress(document)
    if name == "jsonl.zst":
        return zstd.decompress(document)
    if name == "parquet":
        rows = pq.read_table(io.BytesIO(document), schema=schema()).to_pylist()
        return "".join(json.dumps(row) + "\n" for row in rows).encode()
    return document


def is_readable(name: str, document: bytes) -> bool:
    """Whether the strictest reader of the format takes the document."""
    text = plain(name, document).decode()
    document = text.encode()
    if name in {"jsonl.gz", "jsonl.zst", "parquet"}:
        name = "jsonl"
    if name in {"jsonl", "jl", "jsonlines"}:
        return all(json.loads(line) for line in text.split("\n")[:-1])
    if name in {"json", "jsonfeed"}:
        return json.loads(text) is not None
    if name == "csv":
        return {len(row) for row in csv.reader(io.StringIO(text, newline=""))} == {len(CsvExporter.columns)}
    return etree.fromstring(document, etree.XMLParser(resolve_entities=False)) is not None


class TestEveryFormat:
    @pytest.mark.parametrize("name", EXPORTERS)
    def test_an_empty_document_is_valid(self, name: str) -> None:
        assert is_readable(name, export(name))

    @pytest.mark.parametrize("name", EXPORTERS)
    def test_absent_fields_are_no_obstacle(self, name: str) -> None:
        document = export(name, BARE)
        assert is_readable(name, document)
        assert b"None" not in plain(name, document)

    @pytest.mark.parametrize("name", EXPORTERS)
    def test_hostile_characters_are_no_obstacle(self, name: str) -> None:
        bad = "a\x00\x0b\x1b\ud800\udfff\ufffe\uffff]]>\r\n\u2028<&\"'"
        hostile = article(
            title=bad,
            summary=bad,
            authors=[bad, "\x00", " "],
            people=[items.Person(bad, bad, bad), items.Person("\x00", " ")],
            categories=[bad, ""],
            language=bad,
            published=bad,
            updated="9999-12-31T23:59:59-14:00",
            url="https://example.org/" + bad,
            image="javascript:alert(1)",
            enclosures=[items.Enclosure("https://example.org/" + bad, bad, -1), items.Enclosure("data:x")],
            rights=bad,
            license="https://example.org/" + bad,
            feed=items.Source("https://example.org/" + bad, bad),
            paragraphs=[items.Paragraph(bad, "code"), items.Paragraph(bad, "caption")],
            text=bad,
            quotes=[items.Quote(bad, bad)],
        )
        assert is_readable(name, export(name, hostile, BARE))

    @pytest.mark.parametrize("name", EXPORTERS)
    def test_the_same_articles_give_the_same_bytes(self, name: str) -> None:
        articles = [article(number) for number in (3, 1, 2)]
        assert export(name, *articles) == export(name, *articles)

    @pytest.mark.parametrize("name", EXPORTERS)
    def test_a_document_that_lacks_an_article_is_not_finished(self, name: str) -> None:
        exporter = load_object(EXPORTERS[name])(io.BytesIO())
        exporter.start_exporting()
        exporter.export_item(article())
        with pytest.raises((TypeError, AttributeError)):
            exporter.export_item(object())
        exporter.export_item(article())
        with pytest.raises(NewsfeedError, match="2 articles could not be written"):
            exporter.finish_exporting()

    @pytest.mark.parametrize("name", EXPORTERS)
    @settings(max_examples=15, deadline=None)
    @given(text=st.text(st.characters(), max_size=30), other=st.text(max_size=30))
    def test_any_text_is_written_as_a_readable_document(self, name: str, text: str, other: str) -> None:
        one = article(
            title=text, summary=other, authors=[other], categories=[text], language=other, published=text,
            people=[items.Person(text, other, f"http://{text}")],
            url=f"http://{text}", paragraphs=[items.Paragraph(text, "quote")], quotes=[items.Quote(other, text)],
        )  # fmt: skip
        assert is_readable(name, export(name, one, BARE))


class TestJson:
    def test_lines_hold_every_field_in_the_order_of_the_contract(self) -> None:
        line = export("jsonl", article()).decode()
        assert json.loads(line) == json.loads(json.dumps(asdict(article())))
        assert list(json.loads(line)) == list(asdict(article()))

    def test_one_compact_line_each_with_characters_as_they_are(self) -> None:
        lines = export("jsonl", article(1), article(2)).decode().split("\n")
        assert len(lines) == 3
        assert lines[2] == ""
        assert '"title":"港口重新开放 & more","' in lines[0]

    def test_lone_surrogates_are_replaced_and_pairs_joined(self) -> None:
        line = export("jsonl", article(title="a\ud83d|\ud83d\ude00")).decode()
        assert json.loads(line)["title"] == "a\ufffd|\U0001f600"

    def test_fields_can_be_chosen(self) -> None:
        document = export("jsonl", article(), fields_to_export=["title", "feed"])
        assert json.loads(document) == {"title": article().title, "feed": asdict(article().feed)}

    def test_array(self) -> None:
        assert [one["id"] for one in json.loads(export("json", article(2), article(1)))] == [
            article(2).id,
            article(1).id,
        ]
        assert json.loads(export("json")) == []


class TestCompressed:
    @pytest.mark.parametrize("name", ["jsonl.gz", "jsonl.zst"])
    def test_the_same_lines_in_fewer_bytes(self, name: str) -> None:
        articles = [article(number) for number in range(1, 20)]
        lines, document = export("jsonl", *articles), export(name, *articles)
        assert plain(name, document) == lines
        assert len(document) < len(lines) / 4


class TestParquet:
    def test_rows_are_the_lines_of_the_json_form(self) -> None:
        articles = [
            article(1),
            BARE,
            article(2, duplicate_of="f" * 32, dates=items.Dates(items.DateNote("x", "+08:00"))),
        ]
        lines = [json.loads(line) for line in export("jsonl", *articles).splitlines()]
        assert pq.read_table(io.BytesIO(export("parquet", *articles))).to_pylist() == lines

    def test_the_schema_does_not_depend_on_the_articles(self) -> None:
        made = [pq.read_schema(io.BytesIO(export("parquet", *each))) for each in ([], [BARE], [article()])]
        assert made[0].equals(made[1])
        assert made[0].equals(made[2])
        assert made[0].names == [field.name for field in fields(items.Article)]
        assert str(made[0].field("published").type) == "string"

    def test_a_row_group_a_batch(self) -> None:
        file = pq.ParquetFile(io.BytesIO(export("parquet", *[BARE] * 2_500)))
        assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [1_000, 1_000, 500]


class TestCsv:
    def rows(self, *articles: items.Article) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(export("csv", *articles).decode(), newline="")))

    def test_nested_fields_are_flattened(self) -> None:
        (row,) = self.rows(article())
        assert row["authors"] == "Ana Lopes; 李明"
        assert row["people"] == "Ana Lopes <ana@example.org> https://example.org/ana; 李明"
        assert row["enclosures"] == "https://example.org/a.mp3"
        assert row["feed_title"] == "Example"
        assert row["text"] == article().text
        assert row["quotes"] == "Ana: We waited long."
        assert row["updated"] == ""

    def test_the_header_is_there_without_rows_and_not_repeated_when_appending(self) -> None:
        assert export("csv") == CsvExporter.header() + b"\r\n"
        file = io.BytesIO(export("csv", article(1)))
        file.seek(0, io.SEEK_END)
        exporter = CsvExporter(file)
        exporter.start_exporting()
        exporter.export_item(article(2))
        exporter.finish_exporting()
        assert file.getvalue() == export("csv", article(1), article(2))

    @pytest.mark.parametrize(
        "start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", "﹦", " =", "\ufeff@", "\u3000＝"]
    )
    def test_no_cell_is_a_formula(self, start: str) -> None:
        (row,) = self.rows(article(title=f"{start}HYPERLINK(1)", summary="1=2"))
        assert row["title"] == f"'{start}HYPERLINK(1)"
        assert row["summary"] == "1=2"


class TestXml:
    def test_nested_fields_are_elements_and_absent_ones_empty(self) -> None:
        root = etree.fromstring(export("xml", article()))
        assert root.findtext("item/title") == article().title
        assert [value.text for value in root.iterfind("item/authors/value")] == article().authors
        assert root.findtext("item/paragraphs/value[6]/status") == "duplicate"
        assert root.findtext("item/updated") == ""


class TestHtml:
    @pytest.mark.parametrize("name", FEEDS)
    def test_the_content_is_the_articles_html_with_all_its_markup(self, name: str) -> None:
        one = clean(article(paragraphs=[
            items.Paragraph("Read the report.", html='Read <a href="https://example.org/?a=1&amp;b=2">the report</a>.'),
            items.Paragraph("What changes", "heading", level=3),
            items.Paragraph("1 | 2", "table", html="<table><tr><td>1</td><td>2</td></tr></table>"),
            items.Paragraph("", "image", url="https://example.org/a.jpg",
                            html='<figure><img src="https://example.org/a.jpg" alt=""></figure>'),
            items.Paragraph("Read before.", status="duplicate", html="Read <b>before</b>."),
            items.Paragraph("one", "list", ordered=True, start=3),
        ]))  # fmt: skip
        assert "<h3>What changes</h3>" in one.html
        assert html_bodies(name, export(name, one)) == [one.html]

    @given(st.lists(st.tuples(st.text(st.characters()), st.sampled_from(["paragraph", "list", "code", "quote"]))))
    @settings(max_examples=50)
    def test_no_text_becomes_markup_and_none_is_lost(self, texts: list[tuple[str, str]]) -> None:
        made = content(
            article(
                paragraphs=[items.Paragraph(text, kind, level=1 if kind == "list" else None) for text, kind in texts]
            ),
            "drop",
            {},
        )
        root = etree.fromstring(f"<div>{made.replace('<br>', chr(10))}</div>")
        blocks = [element for element in root.iter() if not len(element) and element is not root]
        found = [(block.text or "") for block in blocks]
        assert found == [re.sub("\r\n?", "\n", xml_text(text)) for text, _ in texts]


class TestFeeds:
    @pytest.mark.parametrize("name", FEEDS)
    def test_newest_first_then_by_id(self, name: str) -> None:
        order = [
            article(5),
            article(4),
            article(7, published=None, updated="2024-05-03T23:00:00+00:00"),
            article(2, published="2024-05-03T01:00:00+02:00"),
            article(3, published="2024-05-02T23:00:00+00:00"),
            article(1, published="no date", fetched="2024-05-01T00:00:00+00:00"),
        ]
        expected = entry_ids(name, export(name, *order))
        assert len(set(expected)) == len(order)
        assert entry_ids(name, export(name, *reversed(order))) == expected
        assert expected == [entry_ids(name, export(name, one))[0] for one in order]

    @pytest.mark.parametrize("name", FEEDS)
    def test_articles_read_before_are_left_out(self, name: str) -> None:
        left_out = article(1, duplicate_of="f" * 32, represented_by="f" * 32)
        alone = article(2, duplicate_of="f" * 32)
        kept = article(3, paragraphs=[items.Paragraph("a", status="duplicate"), items.Paragraph("b")])
        bare = article(4, paragraphs=[])
        assert [repeats_wholly(one) for one in (left_out, alone, kept, bare)] == [True, False, False, False]
        assert len(entry_ids(name, export(name, left_out, alone, kept, bare))) == 3

    @pytest.mark.parametrize("name", FEEDS)
    def test_an_entry_whose_text_was_read_before_shows_it(self, name: str) -> None:
        read = items.Paragraph("Read before.", status="duplicate", novelty=0.0)
        heading, boilerplate = items.Paragraph("Then", "heading"), items.Paragraph("Share!", status="boilerplate")
        (body,) = bodies(name, export(name, article(paragraphs=[heading, read, boilerplate])))
        assert "Read before." in body
        assert "Share!" not in body
        (body,) = bodies(name, export(name, article(paragraphs=[items.Paragraph("New."), read])))
        assert "Read before." not in body

    @pytest.mark.parametrize("name", FEEDS)
    def test_the_body_is_the_unique_paragraphs(self, name: str) -> None:
        (body,) = bodies(name, export(name, article()))
        assert body == (
            '<p lang="und-Latn">The harbour opens again.</p>'
            "\n<h2>What changes</h2>\n"
            "<ul><li>two ferries</li><li>one &lt; train</li></ul>\n"
            "<blockquote><p>We waited long.</p></blockquote>"
        )

    @pytest.mark.parametrize("name", FEEDS)
    def test_duplicates_can_be_kept_boilerplate_not(self, name: str) -> None:
        document = export(name, article(duplicate_of="f" * 32), keep_duplicates=True)
        (body,) = bodies(name, document)
        assert "<p>Read before.</p>" in body
        assert "Share this" not in body

    @pytest.mark.parametrize("name", FEEDS)
    def test_duplicates_can_be_folded_and_an_article_that_only_repeats_stays(self, name: str) -> None:
        earlier = {"f" * 32: items.Reference("A <first> telling", "https://example.org/first?a=1&b=2")}
        copy = article(duplicate_of="f" * 32, paragraphs=[
            items.Paragraph("Read before.", status="duplicate", reuse=[
                items.Origin("e" * 32, 0, 0.2, 9), items.Origin("f" * 32, 0, 0.9, 7),
            ]),
            items.Paragraph(
                "And again.", "list", level=1, status="duplicate", reuse=[items.Origin(f"{1:032x}", 0, 1.0, 0)]
            ),
            items.Paragraph("Share this", status="boilerplate"),
            items.Paragraph("New.", "list", level=1),
            items.Paragraph("From elsewhere.", status="duplicate", reuse=[items.Origin("0" * 32, 0, 1.0, 0)]),
        ])  # fmt: skip
        document = export(
            name, copy, policy="fold", find_references=lambda ids: {k: earlier[k] for k in ids & {*earlier}}
        )
        (body,) = html_bodies(name, document)
        assert body.replace(' class="newsfeed-note"', "") == (
            '<details><summary>Read before in <a href="https://example.org/first?a=1&amp;b=2">A &lt;first&gt; telling'
            "</a></summary><p>Read before.</p></details>\n"
            "<details><summary>Read before in this article</summary><ul><li>And again.</li></ul></details>\n"
            "<ul><li>New.</li></ul>\n"
            "<details><summary>Read before</summary><p>From elsewhere.</p></details>"
        )

    @pytest.mark.parametrize("name", FEEDS)
    def test_title_home_page_and_own_address(self, name: str) -> None:
        document = export(name, article(), title="Mine", url="https://me.example/x/news", home="https://me.example/x/")
        if name == "jsonfeed":
            feed = json.loads(document)
            assert (feed["home_page_url"], feed["feed_url"]) == ("https://me.example/x/", "https://me.example/x/news")
            return
        feed = feedparser.parse(document).feed
        assert (feed.title, feed.link) == ("Mine", "https://me.example/x/")
        assert [link.href for link in feed.links if link.rel == "self"] == ["https://me.example/x/news"]

    @pytest.mark.parametrize("name", FEEDS)
    def test_without_addresses_there_are_no_links_of_the_feed(self, name: str) -> None:
        document = export(name, article(), article(2, url=None))
        assert b"feed_url" not in document
        assert b"self" not in document.partition(b"<entry")[0]
        if name == "rss":  # which must have a link: the home page of the first source
            assert feedparser.parse(document).feed.link == "https://example.org/"
        else:
            assert b"home_page_url" not in document
            assert not feedparser.parse(document).feed.get("links")

    @pytest.mark.parametrize("name", FEEDS)
    @pytest.mark.parametrize("source", [items.Source("https://example.org/feed", "A & <b>"), items.Source("a/b.xml")])
    def test_the_source_feed_of_every_item(self, name: str, source: items.Source) -> None:
        document = export(name, article(feed=source))
        if name == "jsonfeed":
            found = json.loads(document)["items"][0]["_newsfeed"]["source"]
            assert found == {"url": source.url} | ({"title": source.title} if source.title else {})
            return
        if name == "rss" and not source.title:  # its element must have an address
            assert etree.fromstring(document).findtext(".//{http://purl.org/dc/elements/1.1/}source") == source.url
            return
        (entry,) = feedparser.parse(document).entries
        assert html.unescape(entry.source.title) == (source.title or source.url)
        if source.title:
            assert source.url in (entry.source.get("id"), entry.source.get("href"))

    @pytest.mark.parametrize("name", FEEDS)
    def test_the_same_ids_in_every_format_and_for_every_revision(self, name: str) -> None:
        (first,) = entry_ids(name, export(name, article()))
        (later,) = entry_ids(name, export(name, article(title="new", url=None, revision=2)))
        (atom,) = entry_ids("atom", export("atom", article()))
        assert first == later == atom
        assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", first)

    @pytest.mark.slow
    def test_memory_does_not_hold_the_entries(self) -> None:
        body = [items.Paragraph("x" * 1_000)]
        tracemalloc.start()
        size = len(export("rss", *(article(1, paragraphs=body, id=f"{number:x}") for number in range(5_000))))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        # The document itself is in memory here; what comes on top of it is a record per entry.
        assert size > 5_000_000
        assert peak - 2 * size < 3_000_000


class TestRss:
    def test_every_field(self) -> None:
        parsed = feedparser.parse(export("rss", article(), title="Mine", url="https://me.example/news.rss"))
        assert not parsed.bozo
        assert parsed.version == "rss20"
        assert parsed.feed.title == "Mine"
        assert parsed.feed.updated == "Wed, 01 May 2024 08:00:00 +0000"
        assert {
            "rel": "self",
            "href": "https://me.example/news.rss",
            "type": "application/rss+xml",
        } in parsed.feed.links
        (entry,) = parsed.entries
        assert html.unescape(entry.title) == article().title  # feedparser, too, takes titles for HTML
        assert entry.link == article().url
        assert not entry.guidislink
        assert entry.published == "Wed, 01 May 2024 08:00:00 +0000"
        assert [author["name"] for author in entry.authors] == article().authors
        assert [tag["term"] for tag in entry.tags] == article().categories
        assert entry.rights == article().rights
        assert [link["href"] for link in entry.links if link["rel"] == "license"] == [article().license]
        assert entry.summary == "Ferries &lt; trains"  # HTML, so the sign stays a sign
        assert entry.source == {"href": "https://example.org/feed", "title": "Example"}
        assert [(e["href"], e["type"], e["length"]) for e in entry.enclosures] == [
            ("https://example.org/a.mp3", "audio/mpeg", "1234")
        ]
        assert entry.media_thumbnail == [{"url": article().image}]

    @pytest.mark.parametrize("title", ["<b>Fish</b> & chips", "a < b", "AT&amp;T", "<script>alert(1)</script>", "R&D"])
    def test_a_title_stays_what_it_is_in_readers_that_take_it_for_html(self, title: str) -> None:
        one = article(title=title, feed=items.Source("https://example.org/feed", title))
        channel = etree.fromstring(export("rss", one, title=title))[0]
        for name in ("title", "item/title", "item/source"):
            assert lxml.html.fromstring(f"<p>{channel.findtext(name)}</p>").text_content() == title

    def test_what_the_specification_requires(self) -> None:
        root = etree.fromstring(export("rss", replace(BARE, enclosures=[items.Enclosure("http://example.org/x")])))
        (channel,) = root
        assert all(channel.findtext(name) for name in ("title", "link", "description"))
        assert channel.find("{http://www.w3.org/2005/Atom}link") is None
        assert channel.find("item/description") is not None  # no title, so this
        assert channel.find("item/guid").get("isPermaLink") == "false"
        assert set(channel.find("item/enclosure").attrib) == {"url", "length", "type"}

    def test_entries_declare_no_namespaces(self) -> None:
        assert export("rss", article(1), article(2)).count(b"xmlns:content") == 1


class TestAtom:
    def test_every_field(self) -> None:
        one = article(updated="2024-05-04T10:00:00+02:00")
        parsed = feedparser.parse(export("atom", one, title="Mine", url="https://me.example/news.atom"))
        assert not parsed.bozo
        assert parsed.version == "atom10"
        assert parsed.feed.title == "Mine"
        assert parsed.feed.updated == "2024-05-04T08:00:00+00:00"
        (entry,) = parsed.entries
        assert entry.title == one.title
        assert entry.link == one.url
        assert entry.published == one.published
        assert entry.updated == "2024-05-04T08:00:00+00:00"
        assert [author["name"] for author in entry.authors] == one.authors
        assert entry.authors[0] == {"name": "Ana Lopes", "email": "ana@example.org", "href": "https://example.org/ana"}
        assert [tag["term"] for tag in entry.tags] == one.categories
        assert entry.summary == one.summary
        assert entry.rights == one.rights
        assert [link["href"] for link in entry.links if link["rel"] == "license"] == [one.license]
        assert entry.source.title == "Example"
        assert [(e["href"], e["type"], e["length"]) for e in entry.enclosures] == [
            ("https://example.org/a.mp3", "audio/mpeg", "1234")
        ]

    @pytest.mark.parametrize("articles", [[], [BARE], [article(), BARE], [article(published="x", fetched="y")]])
    def test_what_rfc_4287_requires(self, articles: list[items.Article]) -> None:
        feed = etree.fromstring(export("atom", *articles))
        for element in [feed, *feed.iterfind("a:entry", ATOM)]:
            (identifier,) = element.iterfind("a:id", ATOM)
            assert identifier.text.startswith("urn:uuid:")
            assert len(element.findall("a:title", ATOM)) == 1
            (updated,) = element.iterfind("a:updated", ATOM)
            assert datetime.fromisoformat(updated.text).tzinfo
            assert len(element.findall("a:content", ATOM)) == (element is not feed)
        assert feed.findtext("a:author/a:name", namespaces=ATOM)
        assert all(name.text for name in feed.iterfind(".//a:name", ATOM))

    def test_the_feed_is_as_old_as_its_latest_change_and_an_empty_one_as_the_epoch(self) -> None:
        articles = [article(1, updated="2024-05-20T00:00:00+00:00"), article(2)]
        assert feedparser.parse(export("atom", *articles)).feed.updated == "2024-05-20T00:00:00+00:00"
        assert feedparser.parse(export("atom")).feed.updated == "1970-01-01T00:00:00+00:00"

    def test_feeds_of_other_addresses_have_other_ids(self) -> None:
        made = [export("atom", url=url) for url in (None, "https://a.example/", "https://b.example/")]
        assert len({feedparser.parse(document).feed.id for document in made}) == 3

    def test_the_language_is_declared_if_it_is_one(self) -> None:
        for language, expected in (("zh-Hant-TW", "zh-Hant-TW"), ("not a language", None), (None, None)):
            feed = etree.fromstring(export("atom", article(language=language)))
            entry = feed.find("a:entry", ATOM)
            assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == expected


class TestJsonFeed:
    def test_every_field(self) -> None:
        feed = json.loads(export("jsonfeed", article(), title="Mine", url="https://me.example/news.json"))
        (item,) = feed.pop("items")
        assert feed == {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Mine",
            "feed_url": "https://me.example/news.json",
        }
        assert item["url"] == article().url
        assert item["title"] == article().title
        assert item["summary"] == article().summary
        assert item["image"] == article().image
        assert item["date_published"] == item["date_modified"] == article().published
        assert item["authors"] == [{"name": "Ana Lopes", "url": "https://example.org/ana"}, {"name": "李明"}]
        assert item["tags"] == article().categories
        assert item["language"] == "zh"
        assert item["attachments"] == [
            {
                "url": "https://example.org/a.mp3",
                "mime_type": "audio/mpeg",
                "size_in_bytes": 1234,
                "duration_in_seconds": 90,
            }
        ]

    def test_absent_fields_are_left_out_but_the_content(self) -> None:
        (item,) = json.loads(export("jsonfeed", BARE))["items"]
        assert set(item) == {"id", "content_html", "date_modified", "_newsfeed"}


class TestOutsideACrawl:
    def test_a_file_that_cannot_be_sought_will_do(self) -> None:
        class Pipe(io.BytesIO):
            def seekable(self) -> bool:
                return False

            def tell(self) -> int:
                raise OSError("pipe")

        for name in EXPORTERS:
            pipe = Pipe()
            exporter = load_object(EXPORTERS[name])(pipe)
            exporter.start_exporting()
            exporter.export_item(article())
            exporter.finish_exporting()
            assert pipe.getvalue() == export(name, article())
            assert not pipe.closed

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.integers(1, 28), unique=True))
    def test_order_does_not_depend_on_arrival(self, days: list[int]) -> None:
        arrived = export("rss", *(article(day) for day in days))
        in_order = export("rss", *(article(day) for day in sorted(days)))
        assert arrived == in_order
        assert len(feedparser.parse(arrived).entries) == len(days)


def test_every_field_of_the_item_has_a_column() -> None:
    flattened = {"feed": "feed_url", "paragraphs": "text"}
    columns = {name for name, _ in CsvExporter.columns}
    assert {flattened.get(name, name) for name in asdict(article())} <= columns


@pytest.mark.parametrize("paragraphs", [0, 3, 2000])
def test_a_long_article_is_written_in_parts_as_a_short_one_is_in_one(paragraphs: int) -> None:
    texts = [items.Paragraph(f"Line {number}: “x” \ud83d\ude00 \ud800") for number in range(paragraphs)]
    whole = clean(items.Article(id="1", title="Ferry", authors=["A"], paragraphs=texts))
    file = io.BytesIO()
    exporter = load_object(EXPORTERS["jsonl"])(file)
    exporter.start_exporting()
    exporter.export_item(whole)
    exporter.finish_exporting()
    assert file.getvalue() == to_json(whole) + b"\n" == b"".join(json_parts(fields_of(whole))) + b"\n"
