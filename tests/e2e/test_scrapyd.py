"""The project as an egg: deployed to a real scrapyd on loopback, crawls scheduled there."""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKED = [
    "pyproject.toml",
    "setup.py",
    "scrapy.cfg",
    *(each.name for each in ROOT.glob("requirements*.txt")),
    "README.md",
    "LICENSE",
]
FEED = """<rss version="2.0"><channel><title>Harbour</title><item><guid>1</guid><title>{0}</title>
<description>The {0} was seen from the pier in the morning, and again from the lighthouse at noon.</description>
</item></channel></rss>"""

pytestmark = [
    pytest.mark.skipif(
        not find_spec("scrapyd") or not find_spec("scrapyd_client"),
        reason="scrapyd and scrapyd-client are not installed",
    ),
    pytest.mark.xdist_group("scrapyd"),  # one scrapyd serves all tests
]


class Daemon:
    """A scrapyd, with its directories in ``folder``."""

    def __init__(self, folder):
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/"
        (folder / "scrapyd.conf").write_text(f"[scrapyd]\nhttp_port = {port}\nitems_dir = items\npoll_interval = 0.2\n")
        self._log = folder / "scrapyd.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen([sys.executable, "-m", "scrapyd"], cwd=folder, stdout=log, stderr=log)
        self.wait(self._answers)

    def ask(self, service, **asked):
        """Post to a service, or get it where nothing is posted; return what it answers."""
        data = urllib.parse.urlencode(asked, doseq=True).encode() if asked else None
        with urllib.request.urlopen(f"{self.url}{service}.json", data, timeout=60) as answer:  # noqa: S310
            told = json.load(answer)
        assert told.pop("status") == "ok", told
        return told

    def schedule(self, spider, **arguments):
        """Have a spider run; return the job's name."""
        return self.ask("schedule", project="newsfeed", spider=spider, **arguments)["jobid"]

    def exit_code(self, job):
        """Wait for the end of a job; return how it ended."""
        self.wait(lambda: self._ended(job))
        died = re.search(rf"Process died: exitstatus=(\S+) .*job='{job}'", self.said())
        return int(died[1]) if died else 0

    def articles(self, job):
        """Return the articles that a crawl has given back."""
        lines = (self.folder / "items" / "newsfeed" / "feeds" / f"{job}.jl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def said(self):
        """Return what the daemon has logged, with what its jobs wrote to standard error."""
        return self._log.read_text(encoding="utf-8")

    def wait(self, condition):
        """Wait until ``condition`` holds."""
        deadline = time.monotonic() + 120
        while not condition():
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def close(self):
        self._process.terminate()
        self._process.wait(30)

    def _answers(self):
        try:
            return self.ask("daemonstatus")
        except urllib.error.URLError:
            return None

    def _ended(self, job):
        return re.search(rf"Process (finished|died): .*job='{job}'", self.said())


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Copy what an egg is made of: building leaves files behind."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "newsfeed", folder / "newsfeed", ignore=shutil.ignore_patterns("__pycache__"))
    for name in PACKED:
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def daemon(project, tmp_path_factory):
    """Start a scrapyd and deploy the project to it."""
    started = Daemon(tmp_path_factory.mktemp("scrapyd"))
    try:
        with (project / "scrapy.cfg").open("a", encoding="utf-8") as file:
            file.write(f"[deploy:test]\nproject = newsfeed\nurl = {started.url}\n")
        command = [sys.executable, "-m", "scrapyd_client.deploy", "test", "--version", "1"]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["spiders"] == 2
        yield started
    finally:
        started.close()


def test_an_egg_holds_the_whole_package(project):
    command = [sys.executable, "-m", "scrapyd_client.deploy", "--build-egg", "newsfeed.egg"]
    subprocess.run(command, cwd=project, capture_output=True, check=True)
    with zipfile.ZipFile(project / "newsfeed.egg") as egg:
        packed = {name for name in egg.namelist() if name.startswith("newsfeed/") and not name.endswith(".pyc")}
    there = {str(file.relative_to(project)) for file in (project / "newsfeed").rglob("*") if file.is_file()}
    assert packed == {name for name in there if not name.endswith(".pyc")}


def test_a_scheduled_crawl_gives_the_articles_back(daemon, served):
    folder, address = served
    (folder / "feed.xml").write_text(FEED.format("ferry"), encoding="utf-8")
    store = f"NEWSFEED_STORE=sqlite:///{folder}/newsfeed.db"
    job = daemon.schedule("feeds", source=f"{address}/feed.xml,{address}/none.xml", setting=store, _version="1")
    assert daemon.exit_code(job) == 0
    [article] = daemon.articles(job)
    assert article["title"] == "ferry"
    assert article["text"].startswith("The ferry was seen from the pier")
    assert "articles            1  1 new, 0 revised, 0 unchanged" in daemon.said()
    assert f"{address}/none.xml: not found (404)" in daemon.said()


def test_a_scheduled_crawl_that_cannot_be_ends_as_it_does_elsewhere(daemon, served):
    folder, address = served
    store = f"NEWSFEED_STORE=sqlite:///{folder}/newsfeed.db"
    jobs = {
        daemon.schedule("feeds", source=f"{address}/none.xml", setting=store): 1,
        daemon.schedule("feeds", sorce=str(folder), setting=store): 2,
        daemon.schedule("watch", setting=store): 2,
    }
    assert {job: daemon.exit_code(job) for job in jobs} == jobs
    assert "scrapy crawl: -a sorce=…: no such argument" in daemon.said()
    assert "scrapy crawl: there is nothing to watch yet" in daemon.said()


def test_a_watch_is_scheduled_and_cancelled(daemon, served, scrapy_on):
    folder, address = served
    (folder / "feed.xml").write_text(FEED.format("gull"), encoding="utf-8")
    file = folder / "newsfeed.db"
    store = f"NEWSFEED_STORE=sqlite:///{file}"
    scrapy_on(file, "feeds", "add", f"{address}/feed.xml")
    assert daemon.exit_code(daemon.schedule("watch", once="1", setting=store)) == 0
    assert "entries             1  1 new, 0 revised, 0 unchanged, 0 gone" in daemon.said()
    job = daemon.schedule("watch", publish=f"{folder}/public", setting=store)
    daemon.wait((folder / "public" / "feed.atom").exists)
    daemon.ask("cancel", project="newsfeed", job=job)
    assert daemon.exit_code(job) == 0
