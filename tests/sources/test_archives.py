"""Archives of feeds: read in memory, within limits."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.sources import archives
from newsfeed.sources.archives import Member, RefusedMember, begins, is_named_so

FEED = b"<rss><channel><item><title>Tide</title></item></channel></rss>"
LIMIT = 100_000
FILES = {"a.xml": FEED, "posts/b.md": b"---\ntitle: Tide\n---\nText", ".hidden": b"x", "__MACOSX/a.xml": b"x"}
PACKERS = {"tar": bytes, "gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress}


def zipped(files: dict[str, bytes], **options: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data, **options)
    return packed.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def read(data: bytes, limit: int = LIMIT) -> list[Member | RefusedMember]:
    return list(archives.members(io.BytesIO(data), limit))


@pytest.mark.parametrize(
    "data",
    [zipped(FILES), b"MZ\x90\x00" + bytes(5000) + zipped(FILES), *(pack(tarred(FILES)) for pack in PACKERS.values())],
)
def test_the_files_in_an_archive_come_in_its_order(data: bytes) -> None:
    assert begins(io.BytesIO(data))
    assert read(data) == [Member("a.xml", FEED), Member("posts/b.md", FILES["posts/b.md"])]


@pytest.mark.parametrize(
    "data",
    [FEED, gzip.compress(FEED), bz2.compress(FEED), b"", b"PK", b"BZh9", b"\x1f\x8b\x08"],
    ids=["feed", "gz", "bz2", "empty", "zip, cut", "bz2, cut", "gz, cut"],  # the bytes of gz depend on the time
)
def test_anything_else_is_no_archive(data: bytes) -> None:
    file = io.BytesIO(data)
    assert not begins(file)
    assert file.tell() == 0


def test_links_devices_and_folders_are_left_out() -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("pipe", tarfile.FIFOTYPE), ("folder", tarfile.DIRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert read(packed.getvalue()) == []


@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_name_that_leads_out_leads_nowhere(make) -> None:
    assert read(make({"../../a.xml": FEED, "/b.xml": FEED})) == [Member("a.xml", FEED), Member("b.xml", FEED)]


@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_member_that_is_too_large_is_refused(make) -> None:
    assert read(make({"a": b"x" * (LIMIT + 1), "b": FEED})) == [
        RefusedMember("a", f"larger than {LIMIT} bytes"),
        Member("b", FEED),
    ]


@pytest.mark.parametrize("make", [zipped, tarred])
def test_an_archive_in_an_archive_stays_closed(make) -> None:
    inside = {"a.zip": zipped(FILES), "a.tar": tarred(FILES), "a.tar.gz": gzip.compress(tarred(FILES))}
    assert read(make(inside)) == [RefusedMember(name, "an archive in an archive") for name in inside]


def test_what_unpacks_to_too_much_is_given_up() -> None:
    found = read(zipped({f"{n}.xml": b"x" * 90_000 for n in range(50)}))
    assert found[-1] == RefusedMember("", "the archive unpacks to too much: the rest is not read")
    assert 30 < len(found) < 40


def test_a_bomb_costs_no_memory() -> None:
    bomb = gzip.compress(tarred({"a": b"\0" * 50_000_000}))
    assert read(bomb, 1000) == [RefusedMember("a", "larger than 1000 bytes")]


def test_too_many_members_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    assert read(tarred({f"{n}.xml": FEED for n in range(9)}))[3:] == [
        RefusedMember("", "more than 3 files in the archive: the rest is not read")
    ]


@pytest.mark.parametrize("first", ["mimetype", "[Content_Types].xml", "META-INF/MANIFEST.MF"])
def test_a_document_in_a_zip_archive_is_none_of_feeds(first: str) -> None:
    [refused] = read(zipped({first: b"x", "text.xml": FEED}))
    assert refused == RefusedMember("", "a document or a program that is a ZIP archive")


@pytest.mark.parametrize("data", [zipped(FILES), gzip.compress(tarred(FILES)), tarred(FILES)])
def test_damage_is_named_and_ends_nothing_else(data: bytes) -> None:
    cut = read(data[: len(data) // 2])
    assert all(isinstance(each, Member) or "damaged" in each.reason for each in cut)
    damaged = bytearray(data)
    damaged[40:60] = b"\xff" * 20
    read(bytes(damaged))


@given(st.binary(max_size=600), st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh9", b"\x28\xb5\x2f\xfd", b""]))
def test_anything_is_read_without_an_error(data: bytes, magic: bytes) -> None:
    begins(io.BytesIO(magic + data))
    read(magic + data)


def test_names_of_archives() -> None:
    assert is_named_so("A.ZIP")
    assert is_named_so("feeds.tar.gz")
    assert not is_named_so("letter.docx")


def test_a_member_that_cannot_be_read_costs_only_itself() -> None:
    data = bytearray(zipped({"a.xml": FEED, "b.xml": FEED}))
    for signature, place in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        data[data.find(signature) + place] = 97  # a compression that nobody knows
    refused, whole = read(bytes(data))
    assert isinstance(refused, RefusedMember)
    assert whole == Member("b.xml", FEED)


def test_a_member_too_large_leaves_the_others_their_share() -> None:
    data = zipped({"huge.xml": bytes((1 << 26) + 1), "b.xml": FEED})
    assert read(data) == [RefusedMember("huge.xml", f"larger than {LIMIT} bytes"), Member("b.xml", FEED)]


def test_names_of_windows_are_paths() -> None:
    assert read(zipped({"..\\north\\a.xml": FEED, "north\\.hidden": FEED})) == [Member("north/a.xml", FEED)]
