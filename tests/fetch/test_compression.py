from __future__ import annotations

import gzip
import random
import tracemalloc
import zlib

import brotli
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.fetch.compression import CodingError, OversizeError, decode_content, gunzip


def deflate_without_header(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": deflate_without_header,
    "br": brotli.compress,
    "zstd": zstd.compress,
    "identity": bytes,
    "": bytes,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
}


@given(st.binary(max_size=200), st.sampled_from(sorted(PACK)))
@settings(max_examples=60)
def test_what_was_packed_comes_back(content: bytes, coding: str) -> None:
    assert decode_content(coding, PACK[coding](content), 1000).data == content


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_what_was_not_packed_after_all_stays(coding: str) -> None:
    assert decode_content(coding, b"<rss version='2.0'/>", 1000) == (b"<rss version='2.0'/>", ())


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_what_is_cut_is_broken(coding: str) -> None:
    packed = PACK[coding](bytes(range(256)))
    with pytest.raises(CodingError, match=f"broken {coding}: "):
        decode_content(coding, packed[:-9], 1000)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_the_limit_holds_to_the_byte_and_a_bomb_ends_early(coding: str) -> None:
    assert len(decode_content(coding, PACK[coding](b"0" * 1000), 1000).data) == 1000
    with pytest.raises(OversizeError, match="larger than 999 bytes when unpacked"):
        decode_content(coding, PACK[coding](b"0" * 1000), 999)
    bomb = PACK[coding](bytes(50_000_000))
    tracemalloc.start()
    with pytest.raises(OversizeError, match="larger than"):
        decode_content(coding, bomb, 100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_500_000


def test_other_codings_are_named() -> None:
    with pytest.raises(CodingError, match="unsupported content coding compress"):
        decode_content("compress", b"\x1f\x9d\x90\x3c\x00", 10)


@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, 200_000])
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_what_comes_in_pieces_comes_whole(coding: str, size: int) -> None:
    noise = random.Random(size).randbytes(size)  # noqa: S311 - it only must not shrink
    for content in (noise, b"0" * size):
        assert decode_content(coding, PACK[coding](content), size).data == content


def test_zstd_may_have_several_frames_but_not_thousands() -> None:
    assert decode_content("zstd", zstd.compress(b"one ") + zstd.compress(b"two"), 100).data == b"one two"
    with pytest.raises(CodingError, match="more than 1000 frames"):
        decode_content("zstd", zstd.compress(b"") * 1001, 100)


def test_zstd_that_needs_much_memory_is_refused() -> None:
    options = {zstd.CompressionParameter.window_log: 27, zstd.CompressionParameter.content_size_flag: 0}
    packer = zstd.ZstdCompressor(options=options)
    with pytest.raises(CodingError, match="broken zstd"):
        decode_content("zstd", packer.compress(b"0" * 1000) + packer.flush(), 2000)


def test_gunzip_reads_all_members() -> None:
    assert gunzip(gzip.compress(b"one ") + gzip.compress(b"two"), 100) == (b"one two", ())


JUNK = ("junk after the compressed data ignored",)


@pytest.mark.parametrize(
    "tail", [b"\n", b"<!-- cached -->", b"\0\0junk", b"\x1f\x8b", b"\x1f\x8b\x08\0junk", b"\xff" * 70_000]
)
@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_junk_after_the_data_is_ignored_and_said(coding: str, tail: bytes) -> None:
    packed = PACK[coding](b"one") + PACK[coding](b" two")
    assert decode_content(coding, packed + tail, 100) == (b"one two", JUNK)


@pytest.mark.parametrize("tail", [b"\n", b"<!-- cached -->", b"\0\0junk", b"\xff" * 70_000, bytes(200_000)])
@pytest.mark.parametrize("size", [0, 3, 40_000, 200_000])
@pytest.mark.parametrize("coding", ["deflate", "Deflate", "br"])
def test_junk_after_a_coding_without_signature_is_ignored_and_said(coding: str, size: int, tail: bytes) -> None:
    noise = random.Random(size).randbytes(size)  # noqa: S311 - it only must not shrink
    for content in (b"\0" + noise, b"<rss>" + b"0" * 50 * size + b"</rss>"):
        assert decode_content(coding, PACK[coding](content) + tail, 20_000_000) == (content, JUNK)


@pytest.mark.parametrize("coding", ["deflate", "Deflate", "br"])
def test_what_is_damaged_or_cut_is_broken(coding: str) -> None:
    packed = PACK[coding](b"<rss>" + random.Random(1).randbytes(200_000))  # noqa: S311
    with pytest.raises(CodingError, match=f"broken {coding.lower()}: truncated"):
        decode_content(coding, packed[:150_000], 1_000_000)
    with pytest.raises(CodingError, match=f"broken {coding.lower()}: damaged"):
        decode_content(coding, packed[:100_000] + b"\xff" * 200_000, 1_000_000)


@given(st.sampled_from(["deflate", "br"]), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=300))
def test_text_that_begins_like_packed_data_stays(coding: str, text: str) -> None:
    for document in (f'{{"items": "{text}"}}', f"<rss>{text}"):
        assert decode_content(coding, document.encode(), 1000) == (document.encode(), ())


def test_zeros_after_gzip_data_are_no_junk() -> None:
    assert gunzip(gzip.compress(b"one") + bytes(100_000) + gzip.compress(b" two") + bytes(7), 100) == (b"one two", ())


def test_a_later_member_that_breaks_off_is_broken() -> None:
    with pytest.raises(CodingError, match="broken gzip: truncated"):
        gunzip(gzip.compress(b"one") + gzip.compress(random.Random(1).randbytes(3000))[:-9], 10_000)  # noqa: S311


@pytest.mark.parametrize("name", ["aws-chunked", "UTF-8", "none", "utf8", "binary", "x" * 100])
@pytest.mark.parametrize(
    "text", [b"<rss/>", '{"items": []}'.encode("utf-16"), "<rss>caf\u00e9</rss>".encode("utf-16-le")]
)
def test_text_with_an_unknown_coding_is_read_and_that_is_said(name: str, text: bytes) -> None:
    assert decode_content(name, text, 1000) == (text, (f"unknown Content-Encoding {name.lower()[:40]} ignored",))
    assert decode_content(f"{name}, gzip", gzip.compress(text), 1000).data == text


def test_many_members_cost_in_proportion() -> None:
    empty, full = gzip.compress(b""), gzip.compress(b"0123456789")
    assert gunzip(empty * 50_000 + full * 50_000, 1_000_000).data == b"0123456789" * 50_000
