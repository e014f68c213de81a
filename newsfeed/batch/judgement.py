"""Judge a store on Spark, stage by stage; a run that was interrupted continues with the first unfinished stage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsfeed.batch.spark import SparkEngine, require_spark
from newsfeed.batch.steps import stages
from newsfeed.batch.stored import STAGES, archived, store_verdicts
from newsfeed.errors import NewsfeedError
from newsfeed.pipelines.dedup import DedupPipeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler

    from newsfeed.dedup.verdict import ArticleVerdict
    from newsfeed.reporting.progress import Progress
    from newsfeed.store.repository import Store


class BatchPlace(NamedTuple):
    """Where a batch is worked on: a directory, a Spark master, and about how many paragraphs a partition has."""

    work: Path
    master: str
    paragraphs: int

    def check(self) -> None:
        """Raise :class:`NewsfeedError` if Spark is missing, or the directory cannot be written."""
        require_spark()
        try:
            self.work.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NewsfeedError(f"--work {self.work}: cannot be made: {error.strerror}; name another one") from error


def judge_on_spark(store: Store, place: BatchPlace, progress: Progress) -> Iterator[list[ArticleVerdict]]:
    """Judge all articles of a store; yield the verdicts of each batch once they are stored, or nothing meanwhile.

    The store must have all texts. Raises :class:`NewsfeedError` if it has changed meanwhile, or Spark does not start.
    """
    work = place.work.resolve()
    files = archived(store, work, place.paragraphs)
    steps = stages(files, store.config)
    progress.stage("comparing", len(steps))
    engine = SparkEngine(work / STAGES, files.partitions, place.master)
    try:
        for stage in steps:
            engine.run(stage)
            progress.advance()
            yield []
    finally:
        engine.close()
    progress.stage("storing", store.count()[0])
    for verdicts in store_verdicts(store, files):
        progress.advance(len(verdicts))
        yield verdicts


class SparkPipeline(DedupPipeline):
    """A :class:`DedupPipeline` that has all articles of the store judged on Spark.

    The batch command makes the settings ``BATCH_WORK`` and ``BATCH_MASTER`` of its options.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        size = settings.getint("NEWSFEED_BATCH_PARAGRAPHS")
        self._place = BatchPlace(Path(settings["BATCH_WORK"]), settings["BATCH_MASTER"], size)

    def judging(self, store: Store, progress: Progress) -> Iterator[object]:
        """Judge all articles, if some are new or revised; in the store, if texts are gone from it."""
        if store.has_pruned():
            yield from super().judging(store, progress)
        elif store.count_pending():
            yield from judge_on_spark(store, self._place, progress)
