"""Our own JSON Lines read again: what is kept, what is left behind, and what a hostile file can do."""

import gzip
import io
import json
from itertools import islice

import pytest
from full_article import ARTICLE
from scrapy.utils.misc import load_object

from newsfeed.exporters import EXPORTERS
from newsfeed.exporters.serialize import to_json
from newsfeed.items import Article, Paragraph
from newsfeed.loaders.jsonlines import BadLine, begins, read

LIMIT = 1 << 16


def exported(format_, *articles):
    file = io.BytesIO()
    exporter = load_object(EXPORTERS[format_])(file)
    exporter.start_exporting()
    for article in articles:
        exporter.export_item(article)
    exporter.finish_exporting()
    file.seek(0)
    return file


@pytest.mark.parametrize("format_", ["jsonl", "json", "jsonl.gz", "jsonl.zst"])
def test_what_was_written_is_read_without_its_verdicts(format_):
    file = exported(format_, ARTICLE, ARTICLE)
    assert begins(file)
    first, second = read(file, LIMIT)
    assert first == second
    for name in (
        "id",
        "url",
        "guid",
        "title",
        "people",
        "published",
        "fetched",
        "dates",
        "enclosures",
        "feed",
        "removed",
    ):
        assert getattr(first, name) == getattr(ARTICLE, name)
    assert first.paragraphs == [
        Paragraph("One.", "heading", level=2),
        Paragraph("Two."),
        Paragraph("Three.", html="Th<b>ree</b>."),
    ]
    assert (first.quotes, first.simhash, first.novelty, first.duplicate_of, first.story, first.revision) == (
        [], None, 1.0, None, "", 1,
    )  # fmt: skip


OTHERS = {
    "nothing": b"",
    "an empty array": b"[]",
    "no fields": b"{}\n",
    "another id": b'{"id": 1}',
    "a short id": b'{"id":"6d2696b4"}',
    "a JSON Feed": b'{"version":"https://jsonfeed.org/version/1.1"}',
    "a feed": b"<rss/>",
    "a compressed feed": gzip.compress(b"<rss/>"),
    "cut gzip": gzip.compress(b"x" * 99)[:20],
    "cut zstd": b"\x28\xb5\x2f\xfd\x00",
}


@pytest.mark.parametrize("kind", list(OTHERS))
def test_other_files_do_not_begin_as_ours(kind):
    file = io.BytesIO(OTHERS[kind])
    assert not begins(file)
    assert file.tell() == 0


def lines(**changed):
    value = json.loads(to_json(ARTICLE)) | changed
    return io.BytesIO(json.dumps(value).encode() + b"\n" + to_json(ARTICLE))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"id": "../../etc"}, "id: "),
        ({"published": "soon"}, "published: "),
        ({"paragraphs": "One."}, "paragraphs: "),
        ({"paragraphs": [{"text": "One.", "kind": "script"}]}, "kind: "),
        ({"paragraphs": [{"kind": "paragraph"}]}, "paragraphs: a field is missing"),
        ({"paragraphs": [{"text": "One.", "level": 1 << 64}]}, "level: "),
        ({"feed": None}, "feed: "),
        ({"authors": [1]}, "authors: "),
        ({"title": True}, "title: "),
    ],
)
def test_a_line_that_is_no_article_costs_no_other(changed, reason):
    bad, good = read(lines(**changed), LIMIT)
    assert isinstance(bad, BadLine)
    assert (bad.number, bad.reason.startswith(reason)) == (1, True), bad
    assert good.id == ARTICLE.id


def test_nothing_of_a_stranger_passes():
    hostile = lines(
        url="javascript:x()",
        image="data:text/html,x",
        title="a\x00\ud800b",
        paragraphs=[
            {"text": "One.", "html": '<b onclick="x()">One.</b><script>x()</script>', "url": "file:///etc/passwd"}
        ],
        unknown={"of": "a later version"},
    )
    article, _ = read(hostile, LIMIT)
    assert (article.url, article.image, article.title) == (None, None, "ab")
    assert article.paragraphs == [Paragraph("One.", html="<b>One.</b>")]


def test_damage_and_endless_lines_end_the_file():
    cut = io.BytesIO(gzip.compress(to_json(ARTICLE) + b"\n" + b"x" * 9999)[:-20])
    assert isinstance(list(read(cut, LIMIT))[-1], BadLine)
    [one] = read(io.BytesIO(b"[" * (LIMIT + 5)), LIMIT)
    assert "longer than" in one.reason
    deep = io.BytesIO(b"[" * 50_000 + b"\n" + to_json(ARTICLE))
    assert [type(each) for each in islice(read(deep, 1 << 20), 3)] == [BadLine, Article]
