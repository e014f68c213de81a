"""Vocabularies for feeds of any format: Media RSS, licences, categories, threads, syndication hints."""
