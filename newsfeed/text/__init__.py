"""Text of articles: HTML to paragraphs, quotations, normal forms, languages, dates and URLs. Pure functions."""

from newsfeed.text.html.extract import Body, body, images, paragraphs, plain_text

__all__ = ["Body", "body", "images", "paragraphs", "plain_text"]
