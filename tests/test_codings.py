from __future__ import annotations

import gzip
import tracemalloc
import zlib

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.codings import CodingError, gunzip, undo


def deflate_without_header(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACK = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": deflate_without_header,
    "br": brotli.compress,
    "identity": bytes,
    "": bytes,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
}


@given(st.binary(max_size=200), st.sampled_from(sorted(PACK)))
@settings(max_examples=60)
def test_what_was_packed_comes_back(content: bytes, coding: str) -> None:
    assert undo(coding, PACK[coding](content), 1000) == content


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_what_was_not_packed_after_all_stays(coding: str) -> None:
    assert undo(coding, b"<rss version='2.0'/>", 1000) == b"<rss version='2.0'/>"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_what_is_cut_is_broken(coding: str) -> None:
    packed = PACK[coding](bytes(range(256)))
    with pytest.raises(CodingError, match=f"broken {coding}: "):
        undo(coding, packed[:-9], 1000)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_the_limit_holds_to_the_byte_and_a_bomb_ends_early(coding: str) -> None:
    assert len(undo(coding, PACK[coding](b"0" * 1000), 1000)) == 1000
    with pytest.raises(CodingError, match="larger than 999 bytes when unpacked"):
        undo(coding, PACK[coding](b"0" * 1000), 999)
    bomb = PACK[coding](bytes(50_000_000))
    tracemalloc.start()
    with pytest.raises(CodingError, match="larger than"):
        undo(coding, bomb, 100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_500_000


def test_other_codings_are_named() -> None:
    with pytest.raises(CodingError, match="in the content coding zstd, which is not read"):
        undo("zstd", b"", 10)


def test_gunzip_reads_all_members() -> None:
    assert gunzip(gzip.compress(b"one ") + gzip.compress(b"two"), 100) == b"one two"
