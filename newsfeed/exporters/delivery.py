"""Where the news of a watch goes, beside the store and the item pipelines: a command, and feeds in a directory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsfeed.dedup.policy import cleaned_text, policy
from newsfeed.exporters.hook import Hook
from newsfeed.exporters.publish import publish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scrapy.settings import BaseSettings

    from newsfeed.dedup.policy import Policy
    from newsfeed.items import Article
    from newsfeed.store.repository import Store


@dataclass(slots=True)
class Delivery:
    """What is done with each batch of news.

    Setting ``NEWSFEED_PUBLISHED`` (default 100): how many of the newest articles stand in a published feed.
    """

    hook: Hook | None
    place: Path | None
    newest: int
    policy: Policy

    @classmethod
    def of(cls, settings: BaseSettings, hook: str, place: str) -> Delivery:
        """Return the delivery that a command line names; an empty name stands for none."""
        return cls(
            Hook(hook) if hook else None,
            Path(place) if place else None,
            settings.getint("NEWSFEED_PUBLISHED"),
            policy(settings["NEWSFEED_POLICY"]),
        )

    async def give(self, store: Store, numbers: Sequence[int]) -> None:
        """Publish the feeds anew, and give a batch to the command, if there is something in it.

        The feeds come first: they are not to wait for a command that takes its time, or fails. Raises
        :class:`newsfeed.errors.NewsfeedError` where the command failed, or a file cannot be written.
        """
        if self.place:
            for _ in publish(store, self.place, self.newest, keep_duplicates=self.policy == "mark"):
                await asyncio.sleep(0)  # let downloads through
        if self.hook and numbers:
            await self.hook.give(self._cleaned(store.articles(numbers)))

    def stop(self) -> None:
        """End the command, if it runs."""
        if self.hook:
            self.hook.stop()

    def _cleaned(self, articles: Iterator[Article]) -> Iterator[Article]:
        for article in articles:
            article.text = cleaned_text(article.paragraphs, self.policy)
            yield article
