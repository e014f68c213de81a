"""The item pipeline, and the steps of a crawl between reading articles and writing them."""

from newsfeed.pipelines.dedup import DedupPipeline

__all__ = ["DedupPipeline"]
