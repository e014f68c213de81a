"""Delivery of a watch's new articles: to a shell command, and as feeds in a directory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsfeed.dedup.policy import Policies, clean, policy
from newsfeed.exporters.hook import Hook
from newsfeed.exporters.publish import PublishedFeeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.settings import BaseSettings

    from newsfeed.dedup.policy import Policy
    from newsfeed.exporters.publication import Publication
    from newsfeed.store.repository import Store


@dataclass(slots=True)
class Delivery:
    """Publishes feeds and runs the hook for each batch of new articles.

    Setting ``NEWSFEED_PUBLISHED`` (default 100): the number of newest articles in a published feed.
    """

    hook: Hook | None
    feeds: PublishedFeeds | None
    policy: Policy
    _has_published: bool = False

    @classmethod
    def from_settings(cls, settings: BaseSettings, hook: str, folder: str, publication: Publication) -> Delivery:
        """Return the delivery for a command line; an empty ``hook`` or ``folder`` means none."""
        chosen = policy(settings["NEWSFEED_POLICY"])
        newest = settings.getint("NEWSFEED_PUBLISHED")
        return cls(
            Hook(hook) if hook else None,
            PublishedFeeds(Path(folder), newest, chosen, publication) if folder else None,
            chosen,
        )

    async def deliver(self, store: Store, numbers: Sequence[int]) -> None:
        """Rewrite the published feeds, then pass the articles with these numbers to the hook, if there are any.

        The feeds come first, so that they do not wait for a slow or failing command. Raises
        :class:`newsfeed.errors.NewsfeedError` if the command fails or a file cannot be written.
        """
        if self.feeds:
            changed = {article.feed.url for article in store.articles(numbers)} if self._has_published else None
            for _ in self.feeds.write(store, changed):
                await asyncio.sleep(0)  # let downloads through
            self._has_published = True
        if self.hook and numbers:
            policies = Policies(self.policy, store.policies())
            await self.hook.run(clean(article, policies.of(article)) for article in store.articles(numbers))

    def stop(self) -> None:
        """Terminate the hook if it is running."""
        if self.hook:
            self.hook.stop()
