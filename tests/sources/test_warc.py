"""WARC files as crawlers write them, and as disks and networks leave them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
from backports import zstd
from growth import grows_with_length_alone
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsfeed.sources.warc import DamagedRange, Found, RecordedDocument, SkippedRecord, begins, read

if TYPE_CHECKING:
    from collections.abc import Callable

FEED = b"<rss><channel><item><title>Tide</title></item></channel></rss>"
LIMIT = 100_000


class Warc:
    """A WARC file in the making: ``records`` are its records one by one, packed or not."""

    def __init__(self, *, packed: bool = False) -> None:
        self.records: list[bytes] = []
        self._packed = packed

    def add(
        self,
        payload: bytes = FEED,
        kind: str = "response",
        uri: str = "https://w.example/feed",
        status: str = "200 OK",
        http: tuple[tuple[str, str], ...] = (("Content-Type", "text/xml"),),
        **more: str,
    ) -> None:
        stream = io.BytesIO()
        writer = WARCWriter(stream, gzip=self._packed)
        headers = StatusAndHeaders(status, list(http), protocol="HTTP/1.1") if kind != "resource" else None
        named = {
            "WARC-Date": "2024-01-04T21:45:01Z",
            "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{len(self.records):012}>",
        } | {name.replace("_", "-"): value for name, value in more.items()}
        record = writer.create_warc_record(
            uri, kind, io.BytesIO(payload), http_headers=headers, warc_content_type="text/xml", warc_headers_dict=named
        )
        writer.write_record(record)
        self.records.append(stream.getvalue())

    @property
    def data(self) -> bytes:
        return b"".join(self.records)


def found(data: bytes, limit: int = LIMIT) -> list[Found]:
    return list(read(io.BytesIO(data), limit))


def chunked(data: bytes) -> bytes:
    parts = [data[start : start + 7] for start in range(0, len(data), 7)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize("packed", [False, True])
class TestDocuments:
    def test_a_response(self, packed: bool) -> None:
        warc = Warc(packed=packed)
        warc.add(http=(("content-type", "text/xml; charset=gbk"),))
        assert begins(io.BytesIO(warc.data))
        assert found(warc.data) == [
            RecordedDocument("https://w.example/feed", FEED, "text/xml; charset=gbk", "2024-01-04T21:45:01+00:00")
        ]

    def test_a_resource_has_the_type_of_its_record(self, packed: bool) -> None:
        warc = Warc(packed=packed)
        warc.add(kind="resource", uri="<https://w.example/a>", WARC_Date="soon")
        assert found(warc.data) == [RecordedDocument("https://w.example/a", FEED, "text/xml", None)]

    @pytest.mark.parametrize("coding", ["gzip", "br", "deflate", ""])
    def test_codings_and_chunks_are_undone(self, packed: bool, coding: str) -> None:
        pack: Callable[[bytes], bytes] = {"gzip": gzip.compress, "br": brotli.compress, "deflate": zlib.compress}.get(
            coding, bytes
        )
        warc = Warc(packed=packed)
        for transfer in ("chunked", ""):
            body = pack(FEED)
            headers = (("Content-Encoding", coding), ("Transfer-Encoding", transfer))
            warc.add(chunked(body) if transfer else body, http=headers)
        warc.add(gzip.compress(FEED))  # a packed file, as sitemaps are served
        warc.add(http=(("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")))  # undone when it was recorded
        assert [one.data for one in found(warc.data) if isinstance(one, RecordedDocument)] == [FEED] * 4

    def test_what_holds_no_documents_is_passed_over_without_a_word(self, packed: bool) -> None:
        warc = Warc(packed=packed)
        for kind in ("warcinfo", "request", "metadata", "revisit", "conversion"):
            warc.add(kind=kind)
        warc.add(uri="dns:w.example", kind="resource")
        warc.add()
        assert [type(one) for one in found(warc.data)] == [RecordedDocument]

    def test_what_is_passed_over_is_said(self, packed: bool) -> None:
        warc = Warc(packed=packed)
        warc.add(status="404 Not Found")
        warc.add(WARC_Truncated="length")
        warc.add(WARC_Segment_Number="1")
        warc.add(b"0" * LIMIT)
        warc.add(b"0" * (LIMIT + 1))
        warc.add(b"0" * 1_000_000)
        warc.add(gzip.compress(b"0" * 1_000_000))
        warc.add(gzip.compress(FEED)[:-9])
        warc.add(b"", http=(("X", "y" * 300_000),))
        documents = [one for one in found(warc.data) if isinstance(one, RecordedDocument)]
        assert [len(one.data) for one in documents] == [LIMIT]
        assert [one.reason for one in found(warc.data) if isinstance(one, SkippedRecord)] == [
            "not found (404)",
            "cut when it was recorded",
            "a segment of a longer record",
            "larger than 100000 bytes",
            "larger than 100000 bytes",
            "larger than 100000 bytes when unpacked",
            "broken gzip: truncated",
            "not a complete HTTP response",
        ]


def numbered(count: int, *, packed: bool) -> Warc:
    warc = Warc(packed=packed)
    for number in range(count):
        warc.add(b"%d\r\n%b" % (number, FEED * (number + 1)), uri=f"https://w.example/{number}")
    return warc


def numbers(all_found: list[Found]) -> list[int]:
    return [int(one.url.rpartition("/")[2]) for one in all_found if isinstance(one, RecordedDocument)]


@pytest.mark.parametrize("packed", [False, True])
class TestDamage:
    @given(data=st.data())
    @settings(max_examples=40)
    def test_a_cut_file_gives_what_is_whole_and_says_so(self, packed: bool, data: st.DataObject) -> None:
        warc = numbered(4, packed=packed)
        cut = data.draw(st.integers(0, len(warc.data) - 1))
        ends = [sum(map(len, warc.records[: count + 1])) for count in range(4)]
        slack = 0 if packed else 4  # the blank lines behind a record
        whole = sum(cut >= end - slack for end in ends)
        result = found(warc.data[:cut])
        assert numbers(result) == list(range(whole))
        lost = [one for one in result if isinstance(one, DamagedRange)]
        start = [0, *ends][whole]
        assert [(start - slack <= one.start <= start, one.end) for one in lost] == [(True, cut)] * (cut > start)

    @given(data=st.data())
    @settings(max_examples=40)
    def test_damage_costs_the_record_it_is_in(self, packed: bool, data: st.DataObject) -> None:
        warc = numbered(5, packed=packed)
        broken = data.draw(st.integers(0, 4))
        start = sum(map(len, warc.records[:broken]))
        record = warc.records[broken]
        at = data.draw(st.integers(0, len(record) - 1))
        noise = data.draw(st.binary(min_size=1, max_size=40))
        harmed = warc.data[: start + at] + noise + warc.data[start + at + len(noise) :]
        result = found(harmed)
        reached = {broken, broken + 1} if at + len(noise) > len(record) else {broken}
        documents = [one for one in result if isinstance(one, RecordedDocument)]
        whole = [one for number, one in enumerate(found(warc.data)) if number not in reached]
        assert [one for one in documents if one in whole] == whole
        if packed:  # its checksum tells
            assert [one for one in documents if one not in found(warc.data)] == []

    def test_a_gap_is_named_and_reading_goes_on_behind_it(self, packed: bool) -> None:
        warc = numbered(5, packed=packed)
        for gap in (b"\n", b"\n" + bytes(5000), b"\x1f\x8b\x08" * 2000, b"\r\n" * 500):
            data = warc.records[0] + warc.records[1][:30] + gap + warc.records[2] + gap + b"".join(warc.records[3:])
            result = found(data)
            assert numbers(result) == [0, 2, 3, 4]
            damage = next(one for one in result if isinstance(one, DamagedRange))
            assert damage.start == len(warc.records[0])
            assert damage.end <= damage.start + 30 + len(gap)

    def test_a_gap_at_the_edge_of_what_is_read_at_once(self, packed: bool) -> None:
        warc = numbered(2, packed=packed)
        for size in range((1 << 20) - 3, (1 << 20) + 3):
            result = found(warc.records[0] + b"\n" * size + warc.records[1])
            assert numbers(result) == [0, 1]

    def test_a_wrong_length_costs_the_records_that_it_hides(self, packed: bool) -> None:
        warc = numbered(4, packed=False)
        for length in (b"3", b"-3", b"9" * 5000, b"x", b"99999999999", b"700"):
            harmed = warc.records[1].replace(b"Content-Length: ", b"Content-Length: " + length + b"\r\nX: ", 1)
            records = [warc.records[0], harmed, *warc.records[2:]]
            data = b"".join(gzip.compress(record) if packed else record for record in records)
            result = found(data)
            assert numbers(result) == [0, 2, 3]
            assert sum(isinstance(one, DamagedRange) for one in result) >= 1


def test_one_gzip_member_for_all_records() -> None:
    warc = numbered(4, packed=False)
    packed = gzip.compress(warc.data)
    assert numbers(found(packed)) == [0, 1, 2, 3]
    *read_, damage = found(packed[:-20])
    assert numbers(read_) in ([0, 1], [0, 1, 2])
    assert damage == DamagedRange(0, len(packed) - 20)


@given(st.binary(max_size=300), st.booleans())
@settings(max_examples=60)
def test_anything_ends_and_nothing_raises(noise: bytes, packed: bool) -> None:
    data = b"WARC/1.0\r\n" + noise
    found(gzip.compress(data) if packed else data)


def test_what_is_no_warc_does_not_begin_as_one() -> None:
    for data in (b"", b"WARC", FEED, gzip.compress(FEED), gzip.compress(b"WARC/1.0")[:12], b"\x1f\x8b"):
        assert not begins(io.BytesIO(data))


@pytest.mark.parametrize(
    ("head", "part"),
    [
        (b"WARC/1.0\r\nX: ", b"y"),
        (b"WARC/1.0\r\n", b"a: b\r\n"),
        (b"", b"WARC/1.0\r\nContent-Length: 900000\r\n\r\n"),
        (b"", b"WARC/1.0\r\n"),
        (b"", b"\n"),
        (b"", b"\x1f\x8b\x08"),
    ],
)
def test_hostile_files_cost_neither_time_nor_memory(head: bytes, part: bytes) -> None:
    def count(size: int) -> int:
        return sum(1 for _ in read(io.BytesIO(head + part * (size // len(part))), LIMIT))

    assert grows_with_length_alone(count, 750_000)
    tracemalloc.start()
    assert count(3_000_000) <= 1000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 15_000_000  # of which 3 MB are the file


def test_memory_does_not_grow_with_the_file() -> None:
    file = io.BytesIO(numbered(50, packed=True).data * 40)
    tracemalloc.start()
    documents = sum(isinstance(one, RecordedDocument) for one in read(file, LIMIT))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert documents == 2000
    assert peak < 6_000_000


# ---- lengths that are too small, other compressions


def too_small(record: bytes, by: int) -> bytes:
    """Return a record whose stated length is too small."""
    head, _, rest = record.partition(b"\r\n\r\n")
    lines = [
        b"Content-Length: %d" % (int(line.split()[1]) - by) if line.startswith(b"Content-Length:") else line
        for line in head.split(b"\r\n")
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + rest


@pytest.mark.parametrize("by", [1, 2, 7])
@pytest.mark.parametrize("kind", ["response", "resource", "metadata"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, zstd.compress])
def test_a_length_that_is_a_little_too_small_costs_no_record(
    pack: Callable[[bytes], bytes], kind: str, by: int
) -> None:
    made = Warc()
    made.add(kind=kind)
    made.add()
    small, whole = made.records
    documents = list(read(io.BytesIO(pack(too_small(small, by) + whole)), LIMIT))
    assert [type(each) for each in documents] == [RecordedDocument] * (1 if kind == "metadata" else 2)
    assert all(isinstance(each, RecordedDocument) and each.data == FEED for each in documents)


def test_a_length_that_is_far_too_small_is_damage() -> None:
    made = Warc()
    made.add()
    made.add()
    small, whole = made.records
    found = list(read(io.BytesIO(too_small(small, 40) + whole), LIMIT))
    assert [type(each) for each in found] == [DamagedRange, RecordedDocument]


def dictionary_frame(records: list[bytes], *, packed: bool) -> bytes:
    dictionary = zstd.train_dict([each * 3 + b"%d" % n for n in range(200) for each in records], 4096)
    content = zstd.compress(dictionary.dict_content) if packed else dictionary.dict_content
    frames = [zstd.compress(each, zstd_dict=dictionary) for each in records]
    return struct.pack("<4sI", b"\x5d\x2a\x4d\x18", len(content)) + content + b"".join(frames)


@pytest.mark.parametrize(
    "pack",
    [
        lambda records: b"".join(map(zstd.compress, records)),
        lambda records: zstd.compress(b"".join(records)),
        lambda records: b"".join(b"\x50\x2a\x4d\x18\5\0\0\0notes" + zstd.compress(each) for each in records),
        lambda records: dictionary_frame(records, packed=False),
        lambda records: dictionary_frame(records, packed=True),
        lambda records: bz2.compress(b"".join(records)),
        lambda records: b"".join(map(bz2.compress, records)),
        lambda records: lzma.compress(b"".join(records)),
    ],
)
def test_other_compressions_are_read(pack: Callable[[list[bytes]], bytes]) -> None:
    made = Warc()
    for number in range(3):
        made.add(uri=f"https://w.example/{number}")
    file = io.BytesIO(pack(made.records))
    assert begins(file)
    assert [each.url for each in read(file, LIMIT) if isinstance(each, RecordedDocument)] == [
        "https://w.example/0", "https://w.example/1", "https://w.example/2",
    ]  # fmt: skip


def test_damage_in_another_compression_ends_the_file() -> None:
    made = Warc()
    for _ in range(3):
        made.add()
    frames = list(map(zstd.compress, made.records))
    found = list(read(io.BytesIO(frames[0] + frames[1][:-9]), LIMIT))
    assert [type(each) for each in found] == [RecordedDocument, DamagedRange]
    between = list(read(io.BytesIO(bz2.compress(made.records[0] + b"damage\r\n" + made.records[1])), LIMIT))
    assert [type(each) for each in between] == [RecordedDocument, DamagedRange, RecordedDocument]


MAGICS = [b"BZh9", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18", b"\xfd7zXZ\x00"]


@given(st.binary(max_size=400), st.sampled_from(MAGICS))
def test_any_bytes_in_another_compression_are_read(data: bytes, magic: bytes) -> None:
    begins(io.BytesIO(magic + data))
    list(read(io.BytesIO(magic + data), LIMIT))
