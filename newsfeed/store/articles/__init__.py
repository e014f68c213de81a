"""Stored articles: matching, revisions, loading, full-text pages."""
