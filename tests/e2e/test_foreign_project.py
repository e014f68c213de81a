"""Another Scrapy project, on disk, that has its items judged and runs our spider."""

import os
import subprocess
import sys
from pathlib import Path

import feedparser
import pytest

from newsfeed.formats import parse

ROOT = Path(__file__).parents[2]

STORM = "The storm tore the roof from the market hall on Tuesday night and flooded eleven streets in the old town."
POWER = "Engineers expect to restore power to the northern districts by the weekend, the utility said in a statement."
SCHOOL = "All schools on the island will stay closed until inspectors have checked their roofs and electrical wiring."

FILES = {
    "scrapy.cfg": "[settings]\ndefault = reader.settings\n",
    "reader/__init__.py": "",
    "reader/settings.py": """
BOT_NAME = "reader"
SPIDER_MODULES = ["reader.spiders"]
ADDONS = {"newsfeed.pipelines.addon.NewsfeedAddon": 0}
ITEM_PIPELINES = {"reader.pipelines.Shout": 900}
NEWSFEED_ITEM_FIELDS = {"headline": "title", "link": "url", "body": "text", "day": "published"}
LOG_LEVEL = "WARNING"
TELNETCONSOLE_ENABLED = False
""",
    "reader/pipelines.py": """
class Shout:
    def process_item(self, item):
        print(type(item).__module__, type(item).__name__)
        return item
""",
    "reader/items.py": """
from dataclasses import dataclass

import scrapy


@dataclass
class Story:
    headline: str
    link: str
    body: str
    day: str
    duplicate_of: str | None = None
    novelty: float | None = None


@dataclass(frozen=True)
class Frozen:
    headline: str
    link: str
    body: str
    day: str
    novelty: float | None = None


class Loose(scrapy.Item):
    headline = scrapy.Field()
    link = scrapy.Field()
    body = scrapy.Field()
    day = scrapy.Field()
    paragraphs = scrapy.Field()
""",
    "reader/spiders/__init__.py": "",
    "reader/spiders/front.py": f"""
import datetime

import scrapy

from newsfeed.items import Article
from reader.items import Frozen, Loose, Story

STORM, POWER, SCHOOL = {STORM!r}, {POWER!r}, {SCHOOL!r}


class Front(scrapy.Spider):
    name = "front"
    start_urls = ["data:,"]

    def parse(self, response):
        yield dict(headline="Storm", link="https://a.example/storm", body=f"<p>{{STORM}}</p><p>{{POWER}}</p>",
                   day="2024-01-01")
        yield Story("School", "https://b.example/school", f"{{SCHOOL}}\\n\\n{{POWER}}", "2024-01-02T08:00:00Z")
        yield Story("Storm", "https://b.example/copy", f"{{STORM}}\\n\\n{{POWER}}", "2024-01-09T08:00:00Z")
        yield Frozen("Frozen", "https://b.example/frozen", f"Ice is thin on both lakes.\\n\\n{{POWER}}", "2024-01-03")
        yield Loose(headline="Loose", link="https://c.example/loose", body=[SCHOOL, "The ferry runs again on Monday."],
                    day=datetime.date(2024, 1, 4))
        yield Article(title="Ours", url="https://d.example/ours?utm_source=x", text=f"{{POWER}}\\n\\nNews of its own.",
                      published="2024-01-05T00:00:00+00:00")
        yield {{"price": 12}}
""",
    "run.py": """
import sys

from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings

settings = get_project_settings()
settings.set("FEEDS", {sys.argv[2]: {"format": "jsonl", "overwrite": True}})
process = CrawlerProcess(settings)
process.crawl("feeds", source=sys.argv[1])
process.start()
""",
}


@pytest.fixture
def project(tmp_path):
    """Write the project and return a function that runs Python with some arguments in its folder."""
    folder = tmp_path / "foreign"
    for name, content in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done

    run.folder = folder
    return run


def test_items_of_any_class_are_judged_and_written(project, articles, scrapy_on):
    done = project(
        "-m",
        "scrapy",
        "crawl",
        "front",
        "-s",
        'FEEDS={"out.jsonl": {"format": "jsonl"}, "out.atom": {"format": "atom"}}',
    )
    storm, school, copy, frozen, loose, ours, other = articles(project.folder / "out.jsonl")
    assert storm["body"] == f"{STORM}\n\n{POWER}"
    assert storm["duplicate_of"] is None
    assert [each["status"] for each in storm["paragraphs"]] == ["unique", "unique"]
    assert school == {
        "headline": "School", "link": "https://b.example/school", "body": SCHOOL, "day": "2024-01-02T08:00:00Z",
        "duplicate_of": None, "novelty": school["novelty"],
    }  # fmt: skip
    assert 0.3 < school["novelty"] < 0.7
    assert (copy["body"], copy["duplicate_of"], copy["novelty"]) == ("", storm["id"], 0.0)
    assert frozen["body"] == "Ice is thin on both lakes."
    assert 0 < frozen["novelty"] < 1
    assert loose["body"] == "The ferry runs again on Monday."
    assert [each["status"] for each in loose["paragraphs"]] == ["duplicate", "unique"]
    assert (ours["url"], ours["text"]) == ("https://d.example/ours", "News of its own.")
    assert (ours["feed"]["url"], ours["revision"]) == ("front", 1)
    assert other == {"price": 12}
    # Each item went on as what it was.
    assert done.stdout.split("\n")[:6] == [
        "builtins dict", "reader.items Story", "reader.items Story", "reader.items Frozen", "reader.items Loose",
        "newsfeed.items Article",
    ]  # fmt: skip
    feed = feedparser.parse((project.folder / "out.atom").read_bytes())
    assert [entry.title for entry in feed.entries] == ["Ours", "Loose", "Frozen", "School", "Storm"]
    assert POWER not in feed.entries[3].content[0].value
    # The store has all of it, for an export.
    scrapy_on(project.folder / "newsfeed.db", "export", project.folder / "all.atom")
    exported = parse((project.folder / "all.atom").read_bytes())
    assert {entry.title.value for entry in exported.entries} == {"Ours", "Loose", "Frozen", "School", "Storm"}


def test_a_second_crawl_knows_the_articles_of_the_first(project, articles):
    project("-m", "scrapy", "crawl", "front", "-O", "first.jsonl")
    project("-m", "scrapy", "crawl", "front", "-O", "second.jsonl", "-s", "NEWSFEED_POLICY=mark")
    first, second = articles(project.folder / "first.jsonl"), articles(project.folder / "second.jsonl")
    assert [each.get("id") for each in first] == [each.get("id") for each in second]
    assert [each.get("revision") for each in second if "id" in each] == [1, 1]
    assert second[1]["body"] == f"{SCHOOL}\n\n{POWER}"
    assert second[2]["duplicate_of"] == first[0]["id"]


def test_our_spider_runs_there_by_command_and_from_a_process(project, articles):
    source = ROOT / "fixtures"
    done = project("-m", "scrapy", "crawl", "feeds", "-a", f"source={source}", "-O", "command.jsonl")
    assert "articles" in done.stderr
    project("run.py", source, "process.jsonl")
    ids = [each["id"] for each in articles(project.folder / "command.jsonl")]
    assert len(ids) > 10
    assert [each["id"] for each in articles(project.folder / "process.jsonl")] == ids


def test_a_mapping_to_a_field_that_articles_have_not_is_refused(project):
    settings = project.folder / "reader" / "settings.py"
    settings.write_text(settings.read_text() + '\nNEWSFEED_ITEM_FIELDS = {"body": "content"}\n')
    with pytest.raises(AssertionError, match=r"NEWSFEED_ITEM_FIELDS=.*must map field names of items"):
        project("-m", "scrapy", "crawl", "front")


@pytest.mark.parametrize("where", ["file", "url"])
def test_shell_fetch_and_parse_work_and_sum_nothing_up(scrapy, served, where):
    folder, address = served
    file = folder / "feed.xml"
    file.write_bytes((ROOT / "fixtures" / "share-footers.xml").read_bytes())
    target = file if where == "file" else f"{address}/feed.xml"
    for arguments, expected in (
        (("shell", "-c", "response.xpath('count(//item)').get()", target), "7.0"),
        (("fetch", target), "<guid"),
        (("parse", "--spider", "feeds", target), "Goats clear the railway bank"),
    ):
        done = scrapy(*arguments)
        assert expected in done.stdout, done.stdout
        assert done.stderr == "" or arguments[0] == "fetch"  # which logs nothing but a summary of its own


@pytest.mark.parametrize("command", ["shell", "fetch", "parse"])
def test_a_missing_file_is_named_in_one_line(scrapy, command):
    for name in ("fixtures/none.xml", "./none.xml", "none"):
        done = scrapy(command, name, code=2)
        assert done.stderr == f"scrapy {command}: {name}: no such file\n"


@pytest.mark.parametrize("arguments", [("shell", "-c", "response"), ("fetch",), ("parse", "--spider", "feeds")])
def test_an_address_that_does_not_answer_is_named_in_one_line(scrapy, arguments):
    name = arguments[0]
    done = scrapy(*arguments, "http://127.0.0.1:1/feed", code=1)
    assert done.stderr == f"scrapy {name}: http://127.0.0.1:1/feed: the server refuses connections\n"
    done = scrapy(*arguments, "http://me:secret@10.0.0.1/feed", code=1)
    assert done.stderr.startswith(f"scrapy {name}: http://10.0.0.1/feed: 10.0.0.1 is not a public address ")
    assert done.stderr.count("\n") == 1
