"""Text of articles: HTML to paragraphs, quotations, normal forms, languages, dates and addresses. Pure functions."""

from newsfeed.text.html.extract import Body, body, images, paragraphs, plain_text

__all__ = ["Body", "body", "images", "paragraphs", "plain_text"]
