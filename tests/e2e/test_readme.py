"""The commands and examples of the documentation, run as a reader would."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ["README.md", "docs/operations.md"]
SECTION = re.compile(r"^#{2,3} ([^\n]+)$(.*?)(?=^#{2,3} |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SITE = '<!DOCTYPE html><title>Port</title><link rel="alternate" type="application/rss+xml" href="/feed">'
OPML = (
    '<opml version="2.0"><head><title>Mine</title></head><body><outline text="Port" type="rss" xmlUrl="{}"/>'
    '<outline text="World"><outline text="Valley" type="rss" xmlUrl="{}"/></outline></body></opml>'
)

pytestmark = pytest.mark.slow


def blocks(text: str, language: str) -> list[str]:
    return [block for found, block in BLOCK.findall(text) if found == language]


def commands() -> dict[str, list[str]]:
    """Return the commands of each section that has any, without comments, by page and heading."""
    found = {
        f"{page}: {heading}": [
            line.split("  # ")[0].partition("    #")[0].strip()
            for block in blocks(text, "sh")
            for line in block.splitlines()
            if line.startswith(("newsfeed ", "scrapy "))
        ]
        for page in PAGES
        for heading, text in SECTION.findall((ROOT / page).read_text(encoding="utf-8"))
    }
    return {name: lines for name, lines in found.items() if lines}


COMMANDS = commands()


@pytest.fixture
def place(tmp_path, served):
    """Lay out a directory with the files that the examples name, and the addresses that they name on loopback."""
    folder, address = served
    for name, fixture in (("feed", "agency-harbour-post.xml"), ("valley", "agency-valley-courier.xml")):
        shutil.copy(ROOT / "fixtures" / fixture, folder / name)
    (folder / "index.html").write_text(SITE)
    here = tmp_path / "here"
    (here / "archive").mkdir(parents=True)
    for file in (ROOT / "fixtures").glob("*-zh.*"):
        shutil.copy(file, here / "archive")
    for name in ("more.xml", "feed.xml"):
        shutil.copy(ROOT / "fixtures" / "share-footers.xml", here / name)
    shutil.copy(ROOT / "scrapy.cfg", here)
    (here / "crawl.warc.gz").write_bytes(gzip.compress((ROOT / "fixtures" / "crawl.warc").read_bytes()))
    (here / "subscriptions.opml").write_text(OPML.format(f"{address}/feed", f"{address}/valley"))
    return here, address


def as_here(command: str, address: str) -> str:
    """Return a command with our Python, our server, and an end."""
    name, _, rest = command.partition(" ")
    rest = re.sub(r"(https?://)?\bexample\.org", address, rest)
    if rest.startswith("watch") and "--once" not in rest:
        rest += " --once"
    return f"{sys.executable} -m {name} {rest} "


def serves(command: str, here: Path, environment: dict[str, str]) -> None:
    """Start a server on a free port, and end it when it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [sys.executable, "-m", *command.split(), "--port", str(port)]
    with subprocess.Popen(words, cwd=here, env=environment) as process:
        try:
            deadline = time.monotonic() + 120  # only against hanging
            while not answers(port):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
        finally:
            process.terminate()


def answers(port: int) -> bool:
    try:
        return urlopen(f"http://127.0.0.1:{port}/", timeout=60).status == 200
    except (ConnectionError, URLError):
        return False


@pytest.mark.parametrize("section", COMMANDS)
def test_every_command_runs(section, place):
    here, address = place
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "NEWSFEED_STORE": f"sqlite:///{here}/newsfeed.db",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    for command in COMMANDS[section]:
        if command.startswith("newsfeed serve"):
            serves(command, here, environment)
            continue
        line = ["bash", "-c", as_here(command, address)]
        done = subprocess.run(line, cwd=here, env=environment, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, (command, done.stderr)
        assert "Traceback" not in done.stderr
        for output in re.findall(r"(?:-O |export .*?)(\S+\.\w+)$", command):
            assert (here / output).exists(), command


def test_the_worked_examples_are_what_comes_out(scrapy, articles, tmp_path):
    out = tmp_path / "out.jsonl"
    scrapy("crawl", "feeds", "-a", "source=fixtures", "-O", out)
    paragraphs = [paragraph for article in articles(out) for paragraph in article["paragraphs"]]
    written = [{name: value for name, value in each.items() if value is not None} for each in paragraphs]
    examples = [json.loads(block) for block in blocks(README, "json")]
    assert len(examples) == 2
    assert all(example in written for example in examples)


def test_the_library_examples_run(monkeypatch, tmp_path):
    shutil.copy(ROOT / "fixtures" / "share-footers.xml", tmp_path / "feed.xml")
    monkeypatch.chdir(tmp_path)
    for block in blocks(README, "python"):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - it is ours
