"""Files that appear whole or not at all: on their own, and as the storage of real Scrapy crawls."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsfeed
from newsfeed.errors import NewsfeedError
from newsfeed.exporters import EXPORTERS, CsvExporter
from newsfeed.exporters.storage import (
    APPENDABLE,
    FAILED_STAT,
    AtomicFileStorage,
    OutputError,
    PendingFile,
    check_output,
    output_format,
    replace_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SPIDER = SimpleNamespace()  # the storage asks nothing of it


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "out.jsonl"
    path.write_text("old\n")
    return path


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
        Path(folder).chmod(0o700)


def write(path: Path, content: bytes) -> None:
    with replace_file(path) as file:
        file.write(content)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestReplaceFile:
    def test_the_new_content_replaces_the_old_and_nothing_is_left_over(self, target: Path) -> None:
        write(target, b"new\n")
        assert target.read_bytes() == b"new\n"
        assert files(target.parent) == ["out.jsonl"]

    def test_an_exception_keeps_the_old_content(self, target: Path) -> None:
        def fail_half_way() -> None:
            with replace_file(target) as file:
                file.write(b"new\n")
                raise KeyError

        with pytest.raises(KeyError):
            fail_half_way()
        assert target.read_bytes() == b"old\n"
        assert files(target.parent) == ["out.jsonl"]

    def test_readers_see_the_old_content_until_the_end_and_the_temporary_file_tells_its_target(
        self, target: Path
    ) -> None:
        with replace_file(target) as file:
            file.write(b"new\n")
            file.flush()
            assert target.read_bytes() == b"old\n"
            (temporary,) = {path.name for path in target.parent.iterdir()} - {"out.jsonl"}
            assert temporary.startswith(".out.jsonl.")
            assert temporary.endswith(".part")

    def test_what_a_killed_run_left_is_removed_by_the_next_one(self, tmp_path: Path) -> None:
        target = tmp_path / "out [1].jsonl"
        script = (
            "import os, sys; from pathlib import Path; from newsfeed.exporters.storage import PendingFile\n"
            "PendingFile(Path(sys.argv[1])).file.write(b'half'); os.kill(os.getpid(), 9)"
        )
        subprocess.run([sys.executable, "-c", script, target], check=False)
        assert len(files(tmp_path)) == 1
        write(target, b"whole")
        assert files(tmp_path) == ["out [1].jsonl"]

    def test_what_another_run_writes_at_the_same_time_stays(self, target: Path) -> None:
        with replace_file(target) as file:
            file.write(b"first\n")
            write(target, b"second\n")
            assert target.read_bytes() == b"second\n"
        assert target.read_bytes() == b"first\n"

    def test_missing_folders_are_created(self, tmp_path: Path) -> None:
        write(tmp_path / "a" / "b" / "out.csv", b"x")
        assert (tmp_path / "a" / "b" / "out.csv").read_bytes() == b"x"

    def test_a_new_file_has_the_permissions_of_any_new_file(self, tmp_path: Path) -> None:
        (tmp_path / "usual").touch()
        write(tmp_path / "out", b"")
        assert (tmp_path / "out").stat().st_mode == (tmp_path / "usual").stat().st_mode

    @pytest.mark.parametrize("mode", [0o600, 0o664])
    def test_a_replaced_file_keeps_its_permissions(self, target: Path, mode: int) -> None:
        target.chmod(mode)
        write(target, b"new")
        assert stat.S_IMODE(target.stat().st_mode) == mode

    def test_a_link_stays_and_its_target_is_replaced(self, target: Path) -> None:
        link = target.with_name("latest")
        link.symlink_to(target)
        write(link, b"new")
        assert link.is_symlink()
        assert target.read_bytes() == b"new"

    def test_another_name_of_the_old_file_keeps_the_old_content(self, target: Path) -> None:
        target.with_name("backup").hardlink_to(target)
        write(target, b"new")
        assert target.with_name("backup").read_bytes() == b"old\n"

    def test_the_longest_possible_name_is_no_obstacle(self, tmp_path: Path) -> None:
        longest = tmp_path / ("报" * 85)  # 255 bytes
        write(longest, b"new")
        assert longest.read_bytes() == b"new"

    def test_a_name_that_cannot_be_written_is_one_line_that_tells_why(self, target: Path) -> None:
        fifo = target.with_name("fifo")
        os.mkfifo(fifo)
        cases = {
            target.parent: "is a directory",
            fifo: "is not a regular file",
            Path("/dev/null"): "is not a regular file",
            target / "below": "is not a directory",
            target.with_name("x" * 300): "File name too long",
            target.with_name("nul\0"): "null",
        }
        for path, reason in cases.items():
            with pytest.raises(OutputError, match=reason) as raised, replace_file(path):
                pytest.fail("must not begin")
            assert "\n" not in str(raised.value)
            assert str(raised.value).startswith(str(path))
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
        assert files(target.parent) == ["fifo", "out.jsonl"]

    def test_permissions_are_respected(self, unprivileged: Path) -> None:
        protected = unprivileged / "protected"
        protected.write_text("old\n")
        protected.chmod(0o444)
        with pytest.raises(OutputError, match="protected: is write-protected"):
            write(protected, b"new")
        unprivileged.chmod(0o555)
        for target in (unprivileged / "other", unprivileged / "folder" / "other"):
            with pytest.raises(OutputError, match="other: cannot be written: no permission to write in"):
                check_output(str(target), "csv")
            with pytest.raises(OutputError, match="other: cannot be written: no permission to write in"):
                write(target, b"new")

    def test_killed_in_between_the_old_content_is_whole(self, target: Path) -> None:
        script = """
            import os, signal, sys
            from pathlib import Path
            from newsfeed.exporters.storage import replace_file
            with replace_file(Path(sys.argv[1])) as file:
                file.write(b"new" * 100_000)
                file.flush()
                os.kill(os.getpid(), signal.SIGKILL)
        """
        done = subprocess.run([sys.executable, "-c", textwrap.dedent(script), str(target)], check=False)
        assert done.returncode == -signal.SIGKILL
        assert target.read_bytes() == b"old\n"
        assert sum(name.startswith(".out.jsonl.") for name in files(target.parent)) == 1
        write(target, b"next\n")
        assert target.read_bytes() == b"next\n"


class TestPendingFile:
    @given(st.binary(max_size=200), st.binary(max_size=200))
    def test_appending_keeps_the_old_content_and_completes_its_last_line(
        self, tmp_path_factory: pytest.TempPathFactory, old: bytes, new: bytes
    ) -> None:
        path = tmp_path_factory.getbasetemp() / "appended"
        path.write_bytes(old)
        pending = PendingFile(path, append=True)
        pending.file.write(new)
        pending.commit()
        assert path.read_bytes() == old + (b"\n" if old and not old.endswith(b"\n") else b"") + new

    def test_discarding_after_the_commit_does_nothing(self, target: Path) -> None:
        pending = PendingFile(target)
        pending.file.write(b"new")
        pending.commit()
        pending.discard()
        assert target.read_bytes() == b"new"


class TestCheckOutput:
    def test_every_format_is_known_by_its_ending(self) -> None:
        for name in EXPORTERS:
            assert output_format(f"some.folder/out.{name}") == name
            check_output(f"out.{name}", name)

    @pytest.mark.parametrize("target", ["out.txt", "out", ".jsonl", "a.jsonl/out", "out.csv.gz"])
    def test_an_unknown_ending_is_told_with_the_known_ones(self, target: str) -> None:
        with pytest.raises(OutputError, match=r"atom, csv, .*, rss, xml"):
            output_format(target)

    def test_an_unknown_format_is_told_with_the_known_ones(self) -> None:
        with pytest.raises(OutputError, match="'pickle'; known are atom, csv"):
            check_output("out.pickle", "pickle")

    def test_nothing_is_written(self, tmp_path: Path) -> None:
        check_output(str(tmp_path / "a" / "b" / "out.rss"), "rss")
        check_output((tmp_path / "c.rss").as_uri(), "rss", append=True)
        check_output("stdout:", "rss", append=True)
        assert files(tmp_path) == []

    def test_a_target_that_cannot_be_written(self, target: Path) -> None:
        for path in (target.parent, target / "below" / "deeper", Path("/dev/full"), target.with_name("nul\0")):
            with pytest.raises(NewsfeedError):
                check_output(str(path), "jsonl")

    def test_only_lines_can_be_appended_unless_there_is_nothing(self, target: Path) -> None:
        for name in EXPORTERS.keys() - {"csv"}:
            if name in APPENDABLE:
                check_output(str(target), name, append=True)
            else:
                with pytest.raises(OutputError, match=f"a {name} file cannot be appended to; replace it with -O"):
                    check_output(str(target), name, append=True)
        target.write_bytes(b"")
        for name in EXPORTERS:
            check_output(str(target), name, append=True)

    def test_rows_are_appended_only_to_the_same_columns(self, target: Path) -> None:
        target.write_bytes(CsvExporter.header() + b"\n1,2,3\n")
        check_output(str(target), "csv", append=True)
        target.write_bytes(b"other,columns\r\n1,2\r\n")
        with pytest.raises(OutputError, match="other columns"):
            check_output(str(target), "csv", append=True)


class TestStorage:
    def test_building_one_touches_no_file(self, tmp_path: Path) -> None:
        AtomicFileStorage(str(tmp_path / "a" / "out.jsonl"), feed_options={"format": "jsonl"})
        assert files(tmp_path) == []

    @pytest.mark.parametrize("as_uri", [True, False])
    def test_paths_and_file_uris(self, tmp_path: Path, as_uri: bool) -> None:
        path = tmp_path / "today's 报.jsonl"
        storage = AtomicFileStorage(path.as_uri() if as_uri else str(path), feed_options={"overwrite": True})
        file = storage.open(SPIDER)
        file.write(b"x")
        storage.store(file)
        storage.close()
        assert path.read_bytes() == b"x"

    def test_what_cannot_be_appended_to_fails_each_time_and_leaves_all_as_it_was(self, target: Path) -> None:
        storage = AtomicFileStorage(str(target), feed_options={"format": "rss"})
        for _ in range(2):
            with pytest.raises(OutputError, match="cannot be appended"):
                storage.open(SPIDER)
        storage.close()
        assert target.read_text() == "old\n"
        assert files(target.parent) == ["out.jsonl"]

    def test_opening_again_leaves_no_first_file_over(self, target: Path) -> None:
        storage = AtomicFileStorage(str(target), feed_options={"overwrite": True})
        storage.open(SPIDER)
        storage.store(storage.open(SPIDER))
        assert target.read_bytes() == b""
        assert files(target.parent) == ["out.jsonl"]

    def test_what_is_never_stored_is_discarded(self, target: Path) -> None:
        storage = AtomicFileStorage(str(target), feed_options={"overwrite": True})
        storage.open(SPIDER).write(b"half")
        storage.close()
        assert target.read_text() == "old\n"
        assert files(target.parent) == ["out.jsonl"]


CRAWLS = '''
    """Crawl once for each target; the name of the target tells what happens in the crawl."""
    import json, logging, sys
    from dataclasses import replace
    from pathlib import Path
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from newsfeed.exporters import EXPORTERS
    from newsfeed.items import Article, Source
    from newsfeed.exporters.storage import BROKEN_STAT

    article = Article(id="1", title="T", fetched="2024-01-01T00:00:00+00:00", feed=Source("f"))

    class Tiny(Spider):
        name = "tiny"
        case = ""

        async def start(self):
            yield Request("data:,", self.parse)

        def parse(self, response):
            yield article
            if self.case == "exporter":
                yield replace(article, feed=object())
            if self.case == "broken":
                self.crawler.stats.set_value(BROKEN_STAT, "the store is full")
            if self.case != "empty":
                yield replace(article, id="2")

    class Nothing(Tiny):
        def parse(self, response):
            return []

    storages = dict.fromkeys(["", "file"], "newsfeed.exporters.storage.AtomicFileStorage")
    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "FEED_EXPORTERS": EXPORTERS, "FEED_STORAGES": storages,
                                   "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False})
    crawlers = {}
    for target in map(Path, sys.argv[1:]):
        case = target.stem
        options = {"format": target.suffix[1:], "overwrite": case != "append"}
        spider = type("Case", (Nothing if case == "empty" else Tiny,),
                      {"case": case, "custom_settings": {"FEEDS": {str(target): options}}})
        crawlers[target.name] = process.create_crawler(spider)
        process.crawl(crawlers[target.name])
    process.start()
    print(json.dumps({name: crawler.stats.get_stats() for name, crawler in crawlers.items()}, default=str))
'''


NAMES = ("good.jsonl", "good.rss", "append.jsonl", "append.csv", "exporter.jsonl", "exporter.atom", "broken.jsonl",
         "broken.rss", "empty.jsonl", "empty.rss")  # fmt: skip


@dataclass
class Crawled:
    folder: Path
    stats: dict[str, dict[str, int]]
    log: str


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    script = tmp_path_factory.mktemp("script") / "crawls.py"
    script.write_text(textwrap.dedent(CRAWLS))
    folder = tmp_path_factory.mktemp("crawls")
    for name in NAMES:
        (folder / name).write_bytes(CsvExporter.header() + b"\r\n" if name.endswith("csv") else b'{"id":"0"}\n')
    command = [sys.executable, str(script), *(str(folder / name) for name in NAMES)]
    package = str(Path(newsfeed.__file__).parents[1])
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60, env=os.environ | {"PYTHONPATH": package}
    )
    return Crawled(folder, json.loads(done.stdout), done.stderr)


class TestInCrawls:
    """Real crawls, all in one process, each with an old file in the way."""

    def test_a_good_crawl_replaces_the_file(self, crawled: Crawled) -> None:
        assert [json.loads(line)["id"] for line in (crawled.folder / "good.jsonl").open()] == ["1", "2"]
        assert (crawled.folder / "good.rss").read_bytes().count(b"<item>") == 2
        assert not crawled.stats["good.jsonl"].get(FAILED_STAT)

    def test_appending_keeps_what_was_there(self, crawled: Crawled) -> None:
        assert [json.loads(line)["id"] for line in (crawled.folder / "append.jsonl").open()] == ["0", "1", "2"]
        lines = (crawled.folder / "append.csv").read_text().splitlines()
        assert [line.split(",")[0] for line in lines] == ["id", "1", "2"]

    def test_a_crawl_without_articles_gives_an_empty_document(self, crawled: Crawled) -> None:
        assert (crawled.folder / "empty.jsonl").read_bytes() == b""
        assert b"</channel></rss>" in (crawled.folder / "empty.rss").read_bytes()

    @pytest.mark.parametrize("name", ["exporter.jsonl", "exporter.atom", "broken.jsonl", "broken.rss"])
    def test_a_broken_crawl_keeps_the_old_file_and_counts_it(self, crawled: Crawled, name: str) -> None:
        assert (crawled.folder / name).read_bytes() == b'{"id":"0"}\n'
        assert crawled.stats[name][FAILED_STAT] == 1

    def test_nothing_is_left_over(self, crawled: Crawled) -> None:
        assert files(crawled.folder) == sorted(NAMES)

    def test_the_log_says_why(self, crawled: Crawled) -> None:
        assert (
            f"{crawled.folder / 'broken.jsonl'}: not written, because the crawl broke: the store is full" in crawled.log
        )
        assert "OutputError" not in crawled.log
        assert f"{crawled.folder / 'exporter.atom'}: not written, because exporting to it failed" in crawled.log
