"""Real successive polls of real feeds, played again in simulated time: every article comes out once.

What went in is told by another reader, feedparser, from the documents that were served.
"""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from parsel import Selector

from newsfeed.store.repository import Store
from newsfeed.text.urls.canonical import url_key

POLLS = Path(__file__).parents[3] / "shared" / "data" / "polls"
DAYS = 40  # of each feed; two were polled again after more than a year, of which every day would be simulated
ENDS = (b"</rss>", b"</feed>", b"</rdf:RDF>")  # of whole documents

pytestmark = [
    pytest.mark.skipif(not POLLS.is_dir(), reason="the shared data are not there"),
    pytest.mark.slow,
    pytest.mark.xdist_group("replay"),  # one run serves all tests
]


def polled(file):
    return datetime.strptime(file.name[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def words(html):
    return " ".join(Selector(text=html or "<p>", type="html").xpath("string()").get().split())


class Served:
    """What the documents of one feed hold, in the order in which they were served: texts by the entries' links."""

    def __init__(self, files):
        self.texts = defaultdict(list)
        for file in files:
            document = file.read_bytes()
            entries = feedparser.parse(document, sanitize_html=False).entries
            if not document.rstrip().endswith(ENDS):
                # A watch leaves out the last entry of a cut document: half of it would replace all of it. In fox, one
                # entry is in such a document only. Whether that is polled depends on the jitter, so on the port.
                del entries[-1:]
            for entry in entries:
                identifier = entry.get("id") or url_key(entry.link)
                text = (words(entry.title), words(entry.get("summary")))
                if text not in self.texts[identifier][-1:]:
                    self.texts[identifier].append(text)

    def articles(self):
        """Return how many articles these are at least: the same words under another id may be the same article."""
        return len(self._texts_by_owner())

    def changes(self):
        """Return how often an article had other words than before, be they new or words of earlier."""
        brought_back = sum(len(texts) - len(set(texts)) for texts in self.texts.values())
        return brought_back + sum(len(texts) - 1 for texts in self._texts_by_owner().values())

    def _texts_by_owner(self):
        owners, texts_of = {}, defaultdict(set)
        for identifier, texts in self.texts.items():
            owner = next((owners[text] for text in texts if text in owners), identifier)
            owners.update(dict.fromkeys(texts, owner))
            texts_of[owner].update(texts)
        return texts_of


def within_days(files):
    """Yield the answers of a feed in its first days, each with the seconds after the first one."""
    for file in files:
        passed = polled(file) - polled(files[0])
        if passed.days < DAYS:
            yield [passed.total_seconds(), {"file": str(file)}]


@pytest.fixture(scope="module")
def replay(play, tmp_path_factory):
    """Give the articles of each feed, and what was served of it; all feeds begin at once, when the last of them did."""
    folder = tmp_path_factory.mktemp("replay")
    feeds = {f"/{feed.name}": sorted(feed.iterdir()) for feed in sorted(POLLS.iterdir()) if feed.is_dir()}
    answers = {path: list(within_days(files)) for path, files in feeds.items()}
    start = max(polled(files[0]) for files in feeds.values())
    days = max(given[-1][0] for given in answers.values()) / 86400 + 1
    asked = play(folder, start, days, answers, hosts={path: host for host, path in enumerate(answers)})
    store = Store(f"sqlite:///{folder}/newsfeed.db")
    found = {}
    for subscription in store.subscriptions():
        path = "/" + subscription.scope.rpartition("/")[2]
        given = dict.fromkeys(each["answer"] for each in asked if each["path"] == path and each["status"] == 200)
        served = Served(feeds[path][place] for place in given)
        found[path] = list(store.articles(store.select(feed=subscription.scope))), served
    store.close()
    return found


def test_every_article_comes_out_once(replay):
    for path, (articles, served) in replay.items():
        assert served.articles() <= len(articles) <= len(served.texts), path


def test_revisions_are_changes_of_what_a_reader_sees(replay):
    for path, (articles, served) in replay.items():
        assert sum(article.revision - 1 for article in articles) == served.changes(), path
