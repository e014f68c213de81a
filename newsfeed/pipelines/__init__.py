"""The item pipeline, and the processing steps between reading articles and exporting them."""

from newsfeed.pipelines.dedup import DedupPipeline

__all__ = ["DedupPipeline"]
