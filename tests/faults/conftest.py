"""An archive in which articles repeat each other, and what an undisturbed crawl makes of it."""

import json

import pytest
from faults.commands import run

ARTICLES = 120


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    for number in range(ARTICLES):
        original = number - 1 if number % 10 == 9 else number
        said = f"Keeper {original} said that lock {original * 37} would be shut for {original + 2} weeks of repairs."
        own = f"Barge {number} carried {number * 91} tons in its first month, its owner said on the quay."
        (folder / f"{number:04}.txt").write_text(
            f"<!--{1704404701000 + number * 60_000}-->\n[Report {number}](https://news.example.org/{number})\n------\n\n"
            f"<p>{own}</p><p>{said}</p>"
        )
    return folder


@pytest.fixture(scope="session")
def undisturbed(archive, tmp_path_factory):
    """The articles that a crawl of the archive writes, and the store that it leaves."""
    folder = tmp_path_factory.mktemp("undisturbed")
    code, said = run(folder / "newsfeed.db", "crawl", "feeds", "-a", f"source={archive}", "-O", folder / "out.jsonl")
    assert code == 0, said
    return folder / "newsfeed.db", articles(folder / "out.jsonl")


def articles(path):
    """Return the articles of a file, without the time when they were read."""
    return [{**json.loads(line), "fetched": None} for line in path.read_text(encoding="utf-8").splitlines()]
