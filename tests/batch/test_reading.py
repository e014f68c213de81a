"""Documents read on many machines: the articles of a crawl, whatever the number of tasks."""

import pytest

from newsfeed.batch import reading
from newsfeed.batch.reading import SparkReader
from newsfeed.errors import NewsfeedError
from newsfeed.loaders.article import Reading
from newsfeed.loaders.documents import Document, DocumentReader

FEED = (
    '<rss version="2.0"><channel><title>Quay {0}</title><item><guid>{0}</guid><title>Tide {0}</title>'
    "<description>The tide came in over step {0} of the quay on Monday morning.</description></item></channel></rss>"
)


class LocalCluster:
    """A cluster that is this process."""

    def __init__(self, cores):
        self.cores = cores
        self.documents = []

    def map(self, what, work, parts):
        assert what == "reading"
        self.documents.append(len(parts))
        return [work(part) for part in parts]


def document(number):
    return Document(FEED.format(number).encode(), Reading(f"{number}.xml", remote=False, fetched="2024-06-01"))


@pytest.mark.parametrize("cores", [1, 3, 64])
def test_the_articles_are_those_of_one_process_in_the_order_of_the_sources(cores, monkeypatch):
    monkeypatch.setattr(reading, "_MOST", 150)
    cluster = LocalCluster(cores)
    spread, here = SparkReader(cluster), DocumentReader()
    found = []
    for number in spread.ahead(range(500), lambda each: document(each) if each % 10 else None):
        feed, articles = spread.read(document(number))
        expected, loaded = here.read(document(number))
        assert repr(list(articles)) == repr(list(loaded))
        assert (feed.format, feed.title) == (expected.format, expected.title)
        found.append(number)
    assert found == list(range(500))
    assert cluster.documents[0] == 2 * cores


def test_few_documents_are_read_here():
    class NoCluster:
        @property
        def cores(self):
            raise NewsfeedError("no session should begin")

    reader = SparkReader(NoCluster())
    for number in reader.ahead(range(99), document):
        feed, articles = reader.read(document(number))
        assert (feed.format, len(list(articles))) == ("rss", 1)


def test_items_without_documents_are_not_kept_until_there_are_enough():
    asked = []

    def items():
        for number in range(10_000):
            asked.append(number)
            yield number

    first = next(SparkReader(LocalCluster(1)).ahead(items(), lambda _: None))
    assert first == 0
    assert len(asked) <= 2_001
