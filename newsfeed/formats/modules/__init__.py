"""Vocabularies that feeds of any format may carry: Media RSS, licences, categories, threads, syndication hints."""
