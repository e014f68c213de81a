"""Judge a store on Spark, stage by stage; a run that was interrupted continues with the first unfinished stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsfeed.batch.reading import SparkReader
from newsfeed.batch.spark import Cluster, SparkEngine, require_spark
from newsfeed.batch.steps import stages
from newsfeed.batch.stored import STAGES, archived, foreign_name_in, store_verdicts
from newsfeed.errors import NewsfeedError
from newsfeed.pipelines.dedup import DedupPipeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scrapy.crawler import Crawler

    from newsfeed.dedup.verdict import ArticleVerdict
    from newsfeed.reporting.progress import Progress
    from newsfeed.store.repository import Store


class BatchPlace(NamedTuple):
    """The place where a batch is processed: a directory, a Spark master, and Spark settings.

    ``paragraphs`` is the approximate number of paragraphs in a partition.
    """

    work: Path
    master: str
    settings: Mapping[str, str]
    paragraphs: int

    def check(self) -> None:
        """Raise :class:`NewsfeedError` if Spark is missing, or the directory cannot be written or is in other use."""
        require_spark()
        try:
            self.work.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NewsfeedError(f"--work {self.work}: cannot be made: {error.strerror}; name another one") from error
        if name := foreign_name_in(self.work):
            raise NewsfeedError(f"--work {self.work}: has {name}, which no batch has written; name another one")

    def cluster(self) -> Cluster:
        """Return the cluster, without a session."""
        return Cluster(self.master, self.settings, self.work.resolve())


def judge_on_spark(
    store: Store, place: BatchPlace, cluster: Cluster, progress: Progress
) -> Iterator[list[ArticleVerdict]]:
    """Judge all articles of a store; yield the verdicts of each batch once they are stored, and nothing before.

    The session of the cluster ends. The store must have all texts. Raises :class:`NewsfeedError` if it has changed
    meanwhile, if Spark does not start, or if a stage fails.
    """
    work = place.work.resolve()
    files = archived(store, work, place.paragraphs)
    steps = stages(files, store.config)
    progress.stage("comparing", len(steps))
    try:
        engine = SparkEngine(work / STAGES, files.partitions, cluster)
        for stage in steps:
            engine.run(stage)
            progress.advance()
            yield []
    finally:
        cluster.close()
    progress.stage("storing", store.count()[0])
    for verdicts in store_verdicts(store, files):
        progress.advance(len(verdicts))
        yield verdicts


class SparkPipeline(DedupPipeline):
    """A :class:`DedupPipeline` that reads documents and judges all articles of the store on Spark.

    The batch command sets ``BATCH_PLACE`` from its options.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._place: BatchPlace = crawler.settings["BATCH_PLACE"]
        self._cluster = self._place.cluster()
        self.documents = SparkReader(self._cluster)

    def judging(self, store: Store, progress: Progress) -> Iterator[object]:
        """Judge all articles if some are new or revised; without Spark if texts were pruned from the store."""
        if store.has_pruned():
            yield from super().judging(store, progress)
        elif store.count_pending():
            yield from judge_on_spark(store, self._place, self._cluster, progress)

    def close_spider(self) -> None:
        """End the session on Spark, and with it any job left by the run."""
        self._cluster.close()
        super().close_spider()
