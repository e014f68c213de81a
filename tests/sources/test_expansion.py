"""What a user may name, on real files, links, FIFOs and sockets."""

from __future__ import annotations

import gzip
import io
import os
import socket
import tempfile
import tracemalloc
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from growth import grows_with_length_alone
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.errors import NewsfeedError
from newsfeed.sources.expansion import RefusedSource, check, expand
from newsfeed.sources.files import LocalFile, UnreadableError, opened
from newsfeed.sources.files import read as read_opened
from newsfeed.sources.lists import read_stdin
from newsfeed.sources.targets import RemoteUrl, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(local: LocalFile, limit: int) -> bytes:
    with opened(local) as file:
        return read_opened(file, local.name, limit).data


ARCHIVE = "<!--1704404701000-->\n[A title](https://example.org/1)\n------\n<p>Text</p>\n"
RSS = "<rss version='2.0'><channel><title>T</title></channel></rss>"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder of an ordinary user, who this process is for as long."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as folder:
        if user == 0:
            os.chown(folder, 65534, -1)
            os.seteuid(65534)
        yield Path(folder)
        os.seteuid(user)


def make(*names: str, content: str = RSS) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content, encoding="utf-8")


def no_stdin() -> str:
    pytest.fail("nothing asked for standard input")


def found(source: str, stdin: str | None = None) -> list[str]:
    """What a source expands to: names, URLs, and refused names with an exclamation mark."""
    check(source)
    shown = []
    for one in expand(source, stdin=no_stdin if stdin is None else lambda: stdin):
        match one:
            case LocalFile(path, name):
                assert read(one, 1 << 20) is not None
                assert path.is_absolute()
                shown.append(name)
            case RemoteUrl(url):
                shown.append(url)
            case RefusedSource(name):
                shown.append(f"!{name}")
    return shown


def refused(source: str) -> dict[str, str]:
    return {one.name: one.reason for one in expand(source, stdin=no_stdin) if isinstance(one, RefusedSource)}


@pytest.mark.usefixtures("here")
def test_two_named_files_of_one_name_are_told_apart() -> None:
    make("a/feed.xml", "b/feed.xml", "b/other.xml")
    named = expand("a/feed.xml,b/feed.xml,b/other.xml", stdin=no_stdin)
    assert [one.shown for one in named if isinstance(one, LocalFile)] == ["a/feed.xml", "b/feed.xml", "other.xml"]


@pytest.mark.usefixtures("here")
class TestFolders:
    def test_all_files_below_sorted_with_paths_relative_to_the_folder(self) -> None:
        make("news/b.xml", "news/a/z.md", "news/a/b/c.md", "news/a.xml", "news/ä 报.md")
        assert found("news") == ["a/b/c.md", "a/z.md", "a.xml", "b.xml", "ä 报.md"]
        assert found("news/") == found("./news") == found(str(Path("news").absolute())) == found("news")

    def test_the_current_folder(self) -> None:
        make("a/b.xml")
        assert found(".") == ["a/b.xml"]

    def test_hidden_files_and_folders_are_passed_over(self) -> None:
        make("news/.DS_Store", "news/.git/config", "news/a.xml", "news/.a.xml.1234.part")
        assert found("news") == ["a.xml"]

    def test_a_hidden_folder_that_is_named_is_read(self) -> None:
        make(".news/a.xml")
        assert found(".news") == ["a.xml"]

    def test_an_empty_folder_has_nothing(self) -> None:
        Path("news").mkdir()
        assert found("news") == []

    def test_lists_inside_folders_are_files_like_others(self) -> None:
        make("news/list.txt", content="https://example.org/feed\n")
        assert found("news") == ["list.txt"]

    def test_only_regular_files_are_read(self) -> None:
        make("news/a.xml")
        os.mkfifo("news/fifo")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("news/socket")
            assert refused("news") == {
                "fifo": "a FIFO, not a regular file",
                "socket": "a socket, not a regular file",
            }
            assert found("news") == ["a.xml", "!fifo", "!socket"]

    def test_a_device_is_refused(self) -> None:
        assert refused("/dev/null") == {"null": "a device, not a regular file"}

    def test_names_are_one_line_that_any_output_can_hold(self) -> None:
        make("news/a\nb\x1b.xml")
        Path(os.fsdecode(b"news/\xff.xml")).write_text(RSS)
        assert found("news") == ["a\\nb\\x1b.xml", "\\udcff.xml"]

    def test_a_folder_that_cannot_be_listed_is_refused(self, unprivileged: Path) -> None:
        (unprivileged / "news" / "secret").mkdir(parents=True)
        (unprivileged / "news" / "a.xml").touch()
        (unprivileged / "news" / "secret").chmod(0)
        assert refused(str(unprivileged / "news")) == {"secret": "cannot be read: Permission denied"}
        assert found(str(unprivileged / "news")) == ["a.xml", "!secret"]
        (unprivileged / "news" / "secret").chmod(0o700)

    def test_what_vanishes_meanwhile_is_refused(self) -> None:
        make("news/a.xml", "news/b/c.xml")
        expanded = expand("news")
        assert next(expanded) == LocalFile(Path("news/a.xml").resolve(), "a.xml", found=True)
        Path("news/b/c.xml").unlink()
        Path("news/b").rmdir()
        assert list(expanded) == [RefusedSource("b", "is no longer there")]

    def test_depth_is_no_obstacle(self, here: Path) -> None:
        depth = (4000 - len(str(here))) // 2
        for _ in range(depth):  # each step relative, as no path this long may be made at once
            Path("d").mkdir()
            os.chdir("d")
        Path("x").touch()
        os.chdir(here)
        try:
            (last,) = expand("d")
            assert isinstance(last, LocalFile)
            assert last.name == "d/" * (depth - 1) + "x"
        finally:  # what cleans up after pytest is not up to such depth
            folder = Path("d/" * depth)
            (folder / "x").unlink()
            os.removedirs(folder)

    def test_memory_does_not_grow_with_the_number_of_folders(self) -> None:
        for number in range(60):
            make(*(f"news/{number}/{letter}" for letter in "abcdefghij"))
        tracemalloc.start()
        count = sum(1 for _ in expand("news"))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == 600
        assert peak < 60_000


@pytest.mark.usefixtures("here")
class TestLinks:
    def test_links_that_lead_out_are_refused(self) -> None:
        make("secret/a.xml", "news/b.xml")
        Path("news/file").symlink_to("../secret/a.xml")
        Path("news/folder").symlink_to("../secret")
        Path("news/root").symlink_to("/")
        Path("news2").mkdir()
        Path("news/sibling").symlink_to("../news2")
        reason = "a link that leads out of the named directory"
        assert refused("news") == dict.fromkeys(["file", "folder", "root", "sibling"], reason)

    def test_links_that_lead_nowhere_are_refused(self) -> None:
        Path("news").mkdir()
        Path("news/broken").symlink_to("missing")
        Path("news/itself").symlink_to("itself")
        assert refused("news") == dict.fromkeys(["broken", "itself"], "a link that leads nowhere")

    def test_what_a_link_inside_leads_to_comes_once_under_its_own_name(self) -> None:
        make("news/a/b.xml")
        Path("news/0").symlink_to("a")
        Path("news/1.xml").symlink_to("a/b.xml")
        assert found("news") == ["a/b.xml"]

    def test_circles_end(self) -> None:
        make("news/a/b.xml", "news/.hidden/c/d.xml")
        Path("news/a/up").symlink_to("..")
        Path("news/a/here").symlink_to(".")
        Path("news/.hidden/again").symlink_to("../.hidden")
        Path("news/x").symlink_to(".hidden")
        assert found("news") == ["a/b.xml", "x/c/d.xml"]

    def test_links_into_hidden_folders_are_followed_once(self) -> None:
        make("news/.data/2/a.xml", "news/.data/2/b/c.xml")
        Path("news/current").symlink_to(".data/2")
        Path("news/deeper").symlink_to(".data/2/b")
        Path("news/file.xml").symlink_to(".data/2/a.xml")
        Path("news/zz.xml").symlink_to(".data/2/a.xml")
        assert found("news") == ["current/a.xml", "current/b/c.xml"]

    def test_links_to_what_is_no_regular_file_are_refused(self) -> None:
        Path("news/.hidden").mkdir(parents=True)
        os.mkfifo("news/.hidden/fifo")
        Path("news/pipe").symlink_to(".hidden/fifo")
        assert refused("news") == {"pipe": "a FIFO, not a regular file"}

    def test_a_link_that_is_named_is_followed(self) -> None:
        make("real/a.xml")
        Path("news").symlink_to("real")
        Path("link.xml").symlink_to("real/a.xml")
        assert found("news") == ["a.xml"]
        assert found("link.xml") == ["link.xml"]


@pytest.mark.usefixtures("here")
class TestNames:
    def test_commas_and_newlines_separate(self) -> None:
        make("a.xml", "b.xml", "c/d.xml")
        assert found("a.xml, b.xml\n\nc,\n") == ["a.xml", "b.xml", "d.xml"]

    def test_names_that_exist_keep_their_commas(self) -> None:
        make("a,b.xml", "c, d,e.xml", "f.xml")
        assert found("a,b.xml") == ["a,b.xml"]
        assert found("f.xml,a,b.xml,c, d,e.xml") == ["f.xml", "a,b.xml", "c, d,e.xml"]
        assert found("a,b.xml\nf.xml") == ["a,b.xml", "f.xml"]

    def test_urls(self) -> None:
        urls = ["https://example.org/feed?a=1", "HTTP://example.org:8080/", "http://[::1]/x"]
        assert found(",".join(urls)) == urls

    def test_file_urls_are_paths(self) -> None:
        make("a b.xml")
        assert found(Path("a b.xml").absolute().as_uri()) == ["a b.xml"]

    @pytest.mark.parametrize(
        ("source", "reason"),
        [
            ("", "not given"),
            (" \n,, ", "not given"),
            ("missing.xml", "no such file or directory"),
            ("here.xml,missing.xml", "missing.xml: no such file or directory"),
            ("file:///no/such/file", "no such file or directory"),
            ("ftp://example.org/feed", "only http, https and file URLs"),
            ("http://", "not a valid URL"),
            ("https:///path", "not a valid URL"),
            ("http://[::1/", "not a valid URL"),
            ("http://example.org:99999/", "not a valid URL"),
            ("http://example.org/a b", "not a valid URL"),
            ("*.nothing", "matches no file"),
            ("missing/**", "matches no file"),
            ("nul\0.xml", "no such file"),
            ("nul\0/*", "matches no file"),
            ("\ud800", "no such file"),
        ],
    )
    def test_wrong_names_are_told_in_one_line_before_anything_is_read(self, source: str, reason: str) -> None:
        make("here.xml")
        for use in (check, lambda source: list(expand(source))):
            with pytest.raises(SourceError, match=reason) as raised:
                use(source)
            assert isinstance(raised.value, NewsfeedError)
            assert str(raised.value).isprintable()

    @pytest.mark.parametrize("name", ["loop/a.xml", "l*/a.xml"])
    def test_so_does_a_file_in_it(self, name: str) -> None:
        Path("loop").symlink_to("loop")
        check(name)
        (refused,) = expand(name)
        assert isinstance(refused, RefusedSource)
        assert refused.name in {"a.xml", "loop/a.xml"}
        assert refused.reason == "cannot be read: Too many levels of symbolic links"

    @pytest.mark.parametrize("pattern", ["loop/*.xml", "loop/**/*.xml", "*.xml,loop/*/a.xml"])
    def test_a_pattern_of_a_folder_that_cannot_be_read_says_so(self, pattern: str) -> None:
        make("here.xml")
        Path("loop").symlink_to("loop")
        check(pattern)
        refused = [each for each in expand(pattern) if isinstance(each, RefusedSource)]
        assert [each.reason for each in refused] == ["cannot be read: Too many levels of symbolic links"]

    def test_each_file_and_url_comes_once(self) -> None:
        make("news/a.xml", "news/b/c.xml", "other.xml")
        Path("link").symlink_to("news/a.xml")
        assert found("news/a.xml,news,news/a.xml,link,news/b,news/*") == ["a.xml", "b/c.xml"]
        assert found("news/b,news") == ["c.xml", "a.xml"]
        assert found("http://a.example/,http://a.example/") == ["http://a.example/"]
        assert found("other.xml,./other.xml") == ["other.xml"]

    @settings(max_examples=100)
    @given(st.lists(st.sampled_from([*"ab,*?[]~-: \n\0é\ud800", "a/", "**", "http:", "//h", "ftp://"]), max_size=12))
    def test_any_text_is_expanded_or_told_to_be_wrong(self, parts: list[str]) -> None:
        make("a/b", "b,a")
        with suppress(SourceError):
            check("".join(parts))
            assert all(islice(expand("".join(parts), stdin=str), 100))

    def test_many_commas_are_split_in_no_time(self) -> None:
        def refuse(commas: int) -> None:
            with pytest.raises(SourceError):
                check("x," * commas)

        assert grows_with_length_alone(refuse, 5_000)


@pytest.mark.usefixtures("here")
class TestGlobs:
    @pytest.fixture(autouse=True)
    def files(self, here: Path) -> None:
        make("news/1.xml", "news/2.xml", "news/2023/3.xml", "news/2023/x/4.xml", "news/2024/5.md", "news/.hidden.xml")

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("news/*.xml", ["1.xml", "2.xml"]),
            ("news/?.xml", ["1.xml", "2.xml"]),
            ("news/[2-9].xml", ["2.xml"]),
            ("news/*/*.xml", ["2023/3.xml"]),
            ("news/**/*.xml", ["1.xml", "2.xml", "2023/3.xml", "2023/x/4.xml"]),
            ("**/4.xml", ["news/2023/x/4.xml"]),
            ("news/**/x/**", ["2023/x/4.xml"]),
            ("news/202?", ["2023/3.xml", "2023/x/4.xml", "2024/5.md"]),
            ("news/**", ["1.xml", "2.xml", "2023/3.xml", "2023/x/4.xml", "2024/5.md"]),
            ("news/.*.xml", [".hidden.xml"]),
            ("ne*s/1.xml", ["news/1.xml"]),
        ],
    )
    def test_patterns(self, pattern: str, expected: list[str]) -> None:
        assert found(pattern) == expected
        assert found(f"{Path.cwd()}/{pattern}") == expected

    def test_a_file_with_such_a_name_wins(self) -> None:
        make("news/[1].xml")
        assert found("news/[1].xml") == ["[1].xml"]

    def test_links_that_lead_out_are_refused_and_circles_end(self) -> None:
        make("secret/9.xml")
        Path("news/out.xml").symlink_to("../secret/9.xml")
        Path("news/way").symlink_to("../secret")
        Path("news/2024/up").symlink_to("..")
        assert found("news/*.xml") == ["1.xml", "2.xml", "!out.xml"]
        assert found("news/*/9.xml") == ["!way/9.xml"]
        assert found("news/**/5.md") == ["2024/5.md"]

    def test_lists_are_expanded(self) -> None:
        make("lists/a.txt", content="https://example.org/a\n")
        make("lists/b.txt", content="../news/1.xml\n")
        assert found("lists/*.txt") == ["https://example.org/a", "../news/1.xml"]


@pytest.mark.usefixtures("here")
class TestLists:
    def test_urls_and_paths_relative_to_the_list_with_comments(self) -> None:
        make("feeds/a.xml", "feeds/b/c.xml", "feeds/b/d.xml", "e.xml")
        absolute = Path("e.xml").absolute()
        make("feeds/list.txt", content=f"\ufeff# mine\r\n\r\nhttps://example.org/,x\n a.xml \n#no.xml\nb\n{absolute}\n")
        assert found("feeds/list.txt") == ["https://example.org/,x", "a.xml", "b/c.xml", "b/d.xml", str(absolute)]

    def test_a_wrong_line_costs_only_itself(self) -> None:
        make("a.xml", "b.xml")
        os.mkfifo("pipe")
        make("list", content="a.xml\nmissing.xml\nb.xml\npipe\nhttps://example.org/\n")
        assert found("list") == ["a.xml", "!missing.xml", "b.xml", "!pipe", "https://example.org/"]
        assert refused("list")["missing.xml"] == "no such file or directory"

    @pytest.mark.parametrize(
        "content",
        [
            RSS,
            ARCHIVE,
            "---\ntitle: x\n---\nhttps://example.org/\n",
            "https://example.org/1\nOne paragraph of prose.\nAnother one.\n",
            "https://example.org/ is where it stands\n",
            '{"version": "https://jsonfeed.org/version/1.1"}\n',
            "# Title\n\nProse.\n",
            "",
            "\n# nothing else\n",
            "x" * 100_000 + "\nhttps://example.org/\n",
            "https://example.org/\n\0\n",
        ],
    )
    def test_feeds_and_archived_articles_are_no_lists(self, content: str) -> None:
        make("named.txt", content=content)
        assert found("named.txt") == ["named.txt"]

    def test_bytes_that_are_no_text_are_no_list(self) -> None:
        Path("named").write_bytes(b"https://example.org/\n\xff\xfe\n")
        assert found("named") == ["named"]

    def test_lists_in_lists_are_files_like_others(self) -> None:
        make("list", content="list\nother\n")
        make("other", content="list\n")
        assert found("list") == ["other"]

    def test_standard_input_is_a_list(self) -> None:
        make("a.xml", "b/c.xml")
        assert found("-", stdin="# x\na.xml\nmissing\nhttps://example.org/\nb\n") == [
            "a.xml", "!missing", "https://example.org/", "b/c.xml",
        ]  # fmt: skip
        assert found("-", stdin="") == []

    def test_one_that_is_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a\n" * (17 << 20))))
        with pytest.raises(SourceError, match="-: a list of more than 33554432 bytes; give it in parts"):
            read_stdin()


@pytest.mark.usefixtures("here")
class TestOpml:
    def opml(self, *urls: str, before: str = "") -> str:
        outlines = "".join(f'<outline text="x" xmlUrl="{url}"/>' for url in urls)
        return f'{before}<opml version="2.0"><body><outline text="folder">{outlines}</outline></body></opml>'

    def test_its_feeds(self) -> None:
        make("sub/a.xml")
        for before in ("", '<?xml version="1.0"?>\n<!-- <opml> --><!DOCTYPE opml>\n', "\ufeff \n"):
            make("my.opml", content=self.opml("https://example.org/1", "sub/a.xml", before=before))
            assert found("my.opml") == ["https://example.org/1", "sub/a.xml"]

    def test_in_capitals(self) -> None:
        make("my.opml", content=self.opml("https://example.org/1").upper())
        assert found("my.opml") == ["HTTPS://EXAMPLE.ORG/1"]

    def test_utf_16(self) -> None:
        Path("my.opml").write_text(self.opml("https://example.org/报"), encoding="utf-16")
        assert found("my.opml") == ["https://example.org/报"]

    def test_packed(self) -> None:
        Path("my.opml.gz").write_bytes(gzip.compress(self.opml("https://example.org/1").encode()))
        assert found("my.opml.gz") == ["https://example.org/1"]
        Path("cut.opml.gz").write_bytes(gzip.compress(self.opml("https://example.org/1").encode())[:-9])
        assert [one for one in expand("cut.opml.gz") if isinstance(one, LocalFile)]

    def test_one_that_is_too_large_is_left_for_the_message_that_says_so(self) -> None:
        make("my.opml", content=self.opml("https://example.org/1") + " " * (32 << 20))
        assert [type(one) for one in expand("my.opml")] == [LocalFile]

    def test_an_index_of_sitemaps(self) -> None:
        make("sub/a.xml", "secret.xml")
        locations = "".join(
            f"<sitemap><loc>{loc}</loc></sitemap>" for loc in ("a.xml", "../secret.xml", "https://x.example/")
        )
        make("sub/index.xml", content=f"<?xml version='1.0'?>\n<sitemapindex>{locations}</sitemapindex>")
        assert found("sub/index.xml") == ["a.xml", "!../secret.xml", "https://x.example/"]

    def test_it_reaches_no_file_outside_its_folder(self) -> None:
        make("secret.xml", "lists/a.xml")
        Path("lists/link").symlink_to("../secret.xml")
        absolute = Path("secret.xml").absolute()
        urls = ["../secret.xml", "link", str(absolute), absolute.as_uri(), "/etc", "a.xml", "ftp://example.org/"]
        make("lists/my.opml", content=self.opml(*urls))
        assert found("lists/my.opml") == [f"!{url}" for url in urls[:5]] + ["a.xml", "!ftp://example.org/"]

    def test_what_only_quotes_it_is_no_opml(self) -> None:
        for content in ("<p><opml></p>", "text <opml><outline xmlUrl='http://a.example/'/></opml>", "<!--" * 1000):
            make("a.xml", content=content)
            assert found("a.xml") == ["a.xml"]


@pytest.mark.usefixtures("here")
class TestRead:
    def local(self, content: bytes) -> LocalFile:
        Path("a.xml").write_bytes(content)
        return LocalFile(Path("a.xml").absolute(), "a.xml")

    @given(st.binary(max_size=300), st.booleans())
    @settings(max_examples=50)
    def test_any_content_as_it_is_or_gunzipped(self, content: bytes, packed: bool) -> None:
        if not content.startswith(b"\x1f\x8b"):
            assert read(self.local(gzip.compress(content) if packed else content), 400) == content

    def test_gzip_in_several_members(self) -> None:
        assert read(self.local(gzip.compress(b"one ") + gzip.compress(b"two")), 100) == b"one two"

    def test_gzip_in_gzip(self) -> None:
        assert read(self.local(gzip.compress(gzip.compress(b"one"))), 100) == b"one"

    @pytest.mark.parametrize("packed", [False, True])
    def test_the_limit_holds_to_the_byte(self, packed: bool) -> None:
        content = os.urandom(1000)
        local = self.local(gzip.compress(b"0" * 1000) if packed else content)
        assert len(read(local, 1000)) == 1000
        with pytest.raises(UnreadableError, match=r"a\.xml: larger than 999 bytes"):
            read(local, 999)

    def test_a_packed_file_over_the_limit_is_told_to_be_that(self) -> None:
        with pytest.raises(UnreadableError, match=r"larger than 10 bytes$"):
            read(self.local(gzip.compress(b"text")), 10)

    def test_a_bomb_ends_early(self) -> None:
        local = self.local(gzip.compress(gzip.compress(b"\0" * 30_000_000)) + gzip.compress(b"\0" * 30_000_000))
        tracemalloc.start()
        with pytest.raises(UnreadableError, match="larger than 100000 bytes when unpacked"):
            read(local, 100_000)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 1_000_000

    @pytest.mark.parametrize("cut", [2, 5, 12, -4])
    def test_broken_gzip(self, cut: int) -> None:
        with pytest.raises(UnreadableError, match=r"a\.xml: broken gzip: \w"):
            read(self.local(gzip.compress(b"some text")[:cut]), 1000)

    def test_a_wrong_checksum(self) -> None:
        packed = bytearray(gzip.compress(b"some text"))
        packed[-8] ^= 1
        with pytest.raises(UnreadableError, match="broken gzip: incorrect data check"):
            read(self.local(bytes(packed)), 1000)

    def test_what_took_the_file_s_place_is_not_read(self) -> None:
        local = self.local(b"x")
        other = Path("other")
        other.write_bytes(b"secret")
        changes = {
            "is no longer there": lambda: None,
            "a FIFO, not a regular file": lambda: os.mkfifo(local.path),
            "a directory, not a regular file": local.path.mkdir,
            "cannot be read: .*symbolic links": lambda: local.path.symlink_to(other),
        }
        for reason, change in changes.items():
            local.path.rmdir() if local.path.is_dir() else local.path.unlink()
            change()
            with pytest.raises(UnreadableError, match=f"a.xml: {reason}") as raised:
                read(local, 1000)
            assert raised.value.name == "a.xml"
            assert raised.value.reason in str(raised.value)
            local.path.is_symlink() or local.path.exists() or local.path.touch()

    def test_no_permission(self, unprivileged: Path) -> None:
        path = unprivileged / "a.xml"
        path.touch(mode=0)
        (local,) = expand(str(path))
        with pytest.raises(UnreadableError, match="cannot be read: Permission denied"):
            read(local, 10)

    def test_files_without_a_size_are_read_whole(self) -> None:
        version = Path("/proc/version")
        if not version.is_file():
            pytest.skip("no /proc here")
        assert read(LocalFile(version, "version"), 10_000) == version.read_bytes() != b""
        with pytest.raises(UnreadableError, match="larger than 5 bytes"):
            read(LocalFile(version, "version"), 5)
