"""Parquet as a source: exports of ours, and what is not one."""

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from full_article import ARTICLE

from newsfeed.exporters import ParquetExporter
from newsfeed.exporters.serialize import to_json
from newsfeed.items import Paragraph
from newsfeed.loaders.jsonlines import BadLine, to_article
from newsfeed.loaders.parquet import begins, read
from newsfeed.sources.files import UnreadableError


def written(*articles):
    file = io.BytesIO()
    exporter = ParquetExporter(file)
    exporter.start_exporting()
    for each in articles:
        exporter.export_item(each)
    exporter.finish_exporting()
    file.seek(0)
    return file


def table(rows, **options):
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), file, **options)
    file.seek(0)
    return file


def test_a_row_is_what_the_line_of_json_is():
    file = written(*[ARTICLE] * 450)
    assert begins(file)
    assert list(read(file, "a.parquet").articles) == [to_article(json.loads(to_json(ARTICLE)))] * 450


def test_a_table_of_another_program_needs_few_columns():
    row = {"id": ARTICLE.id, "feed": {"url": "f"}, "paragraphs": [{"text": "One."}], "mood": 5}
    [article] = read(table([row]), "a.parquet").articles
    assert (article.id, article.feed.url, article.paragraphs) == (ARTICLE.id, "f", [Paragraph("One.")])


def test_rows_that_are_no_articles_are_named():
    good = {"id": ARTICLE.id, "feed": {"url": "f"}, "paragraphs": [{"text": "One."}]}
    bad, article = read(table([good | {"id": "1"}, good]), "a.parquet").articles
    assert bad == BadLine(1, "id: must have 32 hexadecimal digits")
    assert article.id == ARTICLE.id


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (table([{"id": "1", "price": 2}]), "Parquet without articles: no column feed, paragraphs"),
        (io.BytesIO(b"PAR1 and no more"), "not valid Parquet: "),
    ],
    ids=["foreign", "broken"],
)
def test_a_file_without_articles_is_refused_with_the_reason(file, reason):
    with pytest.raises(UnreadableError) as raised:
        read(file, "a.parquet")
    assert raised.value.reason.startswith(reason)


def test_a_damaged_group_ends_the_file_and_is_said():
    whole = table(
        [{"id": ARTICLE.id, "feed": {"url": "f"}, "paragraphs": [{"text": "One."}]}] * 600, row_group_size=300
    )
    data = bytearray(whole.getvalue())
    second = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(1).column(0)
    start = second.dictionary_page_offset or second.data_page_offset
    data[start : start + second.total_compressed_size] = b"\xff" * second.total_compressed_size
    *articles, bad = read(io.BytesIO(data), "a.parquet").articles
    assert len(articles) == 300
    assert bad.number == 301
    assert "the rest of the file is not read" in bad.reason
