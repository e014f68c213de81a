"""The ``newsfeed`` command: help and wrong usage without Scrapy, and the Scrapy commands in any directory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import processes
import pytest

from newsfeed import __version__
from newsfeed.commands.options import COMMANDS

ROOT = Path(__file__).parents[1]
FEED = """<rss version="2.0"><channel><title>Harbour</title><item><guid>1</guid><title>The ferry sails</title>
<description>The night ferry sails again from Friday, when the last of the ice is gone from the outer harbour.
</description></item></channel></rss>"""
WITHOUT_SCRAPY = """
import sys
sys.argv = ["newsfeed", *sys.argv[1:]]
from newsfeed.__main__ import main
try:
    main()
finally:
    assert "scrapy" not in sys.modules and "twisted" not in sys.modules
"""

LOADED = """
import atexit, sys
from newsfeed.__main__ import main
atexit.register(lambda: print("loaded:", *sys.modules))
main()
"""


@pytest.fixture
def newsfeed(tmp_path):
    """Run ``newsfeed`` in an empty directory; the exit code must be ``code``."""
    here = tmp_path / "anywhere"
    here.mkdir()

    def run(*arguments, code=0, stdin="", **environment):
        done = processes.run(*arguments, program="newsfeed", folder=here, environment=environment, stdin=stdin)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done

    run.here = here
    return run


@pytest.fixture
def feed(tmp_path):
    file = tmp_path / "feed.xml"
    file.write_text(FEED, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], [], *([name, option] for name in COMMANDS for option in ("--help", "--version"))],
)
def test_help_and_version_need_no_scrapy(arguments):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_SCRAPY, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if "--version" in arguments:
        assert done.stdout == f"newsfeed {__version__}\n"
    else:
        assert "examples:" in done.stdout
        assert "newsfeed" in done.stdout


def test_a_crawl_and_an_export_in_any_directory(newsfeed, feed):
    done = newsfeed("crawl", feed, "-O", "out.jsonl", "-O", "news.atom")
    for said in ("articles to out.jsonl", "articles to news.atom", "articles in newsfeed.db, 0 known before"):
        assert f"            1  {said}\n" in done.stderr
    [line] = (newsfeed.here / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["title"] == "The ferry sails"
    assert {path.name for path in newsfeed.here.iterdir()} == {"newsfeed.db", "out.jsonl", "news.atom"}
    assert newsfeed("export", "again.atom").stderr == "again.atom: 1 article\n"
    assert (newsfeed.here / "again.atom").read_bytes() == (newsfeed.here / "news.atom").read_bytes()
    assert "judged again" in newsfeed("dedup").stdout
    done = newsfeed("export", "--since", "2099-01-01", "none.rss")
    assert done.stderr.startswith("none.rss: 0 articles: all 1 are older than --since 2099-01-01; the newest is of 20")
    done = newsfeed("export", "--feed", "https://nobody.example/", "none.rss")
    assert done.stderr == "none.rss: 0 articles: the store has none of https://nobody.example/\n"


def test_a_crawl_loads_only_what_it_needs(newsfeed, feed):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "crawl", str(feed), "-O", "out.jsonl"],
        cwd=newsfeed.here,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    modules = set(done.stdout.partition("loaded:")[2].split())
    assert "newsfeed.commands.crawl" in modules
    others = {"newsfeed.commands.serve", "newsfeed.commands.feeds", "scrapy.commands.shell", "newsfeed.web.app"}
    assert modules.isdisjoint({*others, "yaml", "tqdm", "chardet", "pyarrow", "trafilatura", "unittest"})


def test_several_sources_and_options(newsfeed, feed, tmp_path):
    other = tmp_path / "a, b.xml"
    other.write_text(FEED.replace("ferry", "gull"), encoding="utf-8")
    done = newsfeed("crawl", feed, other, "-O", "-:jsonl", "-L", "ERROR", "-s", "NEWSFEED_STORE=sqlite:///other.db")
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["The ferry sails", "The gull sails"]
    assert (newsfeed.here / "other.db").exists()
    assert newsfeed("crawl", feed, "--new", "-O", "-:jsonl", NEWSFEED_STORE="sqlite:///other.db").stdout == ""
    assert json.loads(newsfeed("crawl", "-", "-O", "-:jsonl", stdin=f"{feed}\n").stdout)["title"] == "The ferry sails"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["exprot"], "newsfeed: exprot: no such command; did you mean export?"),
        (["export", "--sinec", "7d", "out.rss"], "newsfeed export: --sinec: no such option"),
        (["export", "out.rss", "--query", "--new"], "newsfeed export: argument --query: expected one argument"),
        (["search", "bridge", "-toll", "--storm"], "newsfeed search: --storm: no such option"),
        (["search", "--limit", "-5", "bridge", "-storm"], "newsfeed search: --limit -5: must be 1 or more"),
        (["crawl"], "newsfeed crawl: source: not given"),
        (["crawl", "no/such/place"], "newsfeed crawl: no/such/place: no such file"),
        (["feeds"], "newsfeed feeds: say what to do: add, "),
        (["feeds", "lst"], "newsfeed feeds: lst: no such action; did you mean list?"),
        (["store", "inf"], "newsfeed store: inf: no such action; did you mean info?"),
        (["store", "copy"], "newsfeed store: say 'info', or 'copy' with the URLs"),
        (["watch"], "newsfeed watch: there is nothing to watch yet; 'newsfeed feeds add URL' adds a feed"),
        (["export", "out.rss", "-s", "NEWSFEED_POLICY"], "newsfeed export: -s NEWSFEED_POLICY: must be NAME=VALUE"),
        (
            ["crawl", "example.org"],
            "newsfeed crawl: example.org: no such file or directory; did you mean https://example",
        ),
        (["crawl", ".", "--pidfile", "no/such/place"], "newsfeed crawl: --pidfile no/such/place: cannot be written: "),
        (["crawl", ".", "--logfile", "no/such/place"], "newsfeed crawl: LOG_FILE no/such/place: cannot be written: "),
        (["crawl", ".", "-s", "NEWSFEED_JSON_LOGS=x"], "newsfeed crawl: NEWSFEED_JSON_LOGS=x: must be 0 or 1"),
        (["export", "out.rss", "-L", "LOUD"], "newsfeed export: LOG_LEVEL=LOUD: must be DEBUG, "),
    ],
)
def test_wrong_usage_names_the_word_and_what_to_do(newsfeed, arguments, said):
    [line] = newsfeed(*arguments, code=2).stderr.splitlines()
    assert line.startswith(said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["crawl", "no/such/place"], "newsfeed crawl: no/such/place: no such file"),
        (["crawl", ".", "-s", "NEWSFEED_POLCIY=1"], "newsfeed crawl: NEWSFEED_POLCIY: no such setting"),
        (["watch"], "newsfeed watch: there is nothing to watch yet"),
        (["watch", "--onec"], "newsfeed watch: --onec: no such option"),
        (["crawl", "fixtures", "-O"], "newsfeed crawl: argument -O/--overwrite-output: expected one argument"),
        (["feeds", "lst"], "newsfeed feeds: lst: no such action"),
        (["export"], "newsfeed export: "),
        (["crwl"], "newsfeed: crwl: no such command"),
    ],
)
def test_wrong_usage_is_json_if_the_log_is(newsfeed, arguments, said):
    [line] = newsfeed(arguments[0], "-s", "NEWSFEED_JSON_LOGS=1", *arguments[1:], code=2).stderr.splitlines()
    reported = json.loads(line)
    assert (reported["level"], reported["logger"]) == ("ERROR", "newsfeed")
    assert reported["message"].startswith(said)


def test_a_search_leaves_out_words_with_a_hyphen_before_them(newsfeed, feed):
    """As they are typed, without quotation marks, and also where an option begins with the same letter."""
    newsfeed("crawl", feed)
    newsfeed("index")
    options = ["-L", "ERROR", "-sNEWSFEED_WINDOW=3", "--limit", "1"]
    done = newsfeed(
        "search", "-storm", "ferry", "-London", "-site:example.org", *options, "--", "--tide", "-ice", code=1
    )
    assert done.stderr == "0 articles found\n"
    assert "1 article found" in newsfeed("search", "-storm", "ferry", "-London", *options, "--", "--tide").stderr
    newsfeed("export", "out.jsonl", "--query", "-storm ferry")
    assert (newsfeed.here / "out.jsonl").read_text(encoding="utf-8").count("\n") == 1


@pytest.mark.parametrize("command", [["crawl", "."], ["export", "out.rss"], ["feeds", "list"], ["watch"], ["dedup"]])
def test_a_misspelt_setting_is_refused(newsfeed, command):
    [line] = newsfeed(*command, "-s", "NEWSFEED_POLCIY=1", code=2).stderr.splitlines()
    assert line == f"newsfeed {command[0]}: NEWSFEED_POLCIY: no such setting; did you mean NEWSFEED_POLICY?"
    [line] = newsfeed(*command, code=2, NEWSFED_STORE="1").stderr.splitlines()
    assert line.startswith(f"newsfeed {command[0]}: environment variable NEWSFED_STORE: no such setting; did you mean ")


def test_elsewhere_than_on_posix_it_says_where_it_runs():
    code = "import os; os.name = 'nt'; from newsfeed.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "newsfeed runs on Linux and macOS; on Windows, use the Windows Subsystem for Linux (WSL)\n"


def test_help_ends_quietly_when_it_is_no_longer_read():
    command = f"{sys.executable} -m newsfeed --help | true; exit ${{PIPESTATUS[1]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_mistyped_command_needs_no_scrapy():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_SCRAPY, "exprot"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


INTERRUPTED = """
import os, signal, sys
module = sys.argv.pop(1)
signal.signal(signal.SIGINT, signal.default_int_handler)  # it is ignored where the tests run in the background
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
from newsfeed.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("newsfeed.commands.options", ""),
        ("scrapy.settings", ""),
        ("scrapy.commands", ""),
        ("newsfeed.commands.report", ""),
        ("newsfeed.web.report", "scrapy report: interrupted\n"),
    ],
)
def test_an_interrupt_while_it_starts_ends_it_without_a_traceback(newsfeed, module, said):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, module, "report", "out.html"],
        cwd=newsfeed.here,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, said)
