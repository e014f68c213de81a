"""What a reader is given of an article: its text without what was read before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsfeed.items import Paragraph


def cleaned_text(paragraphs: Iterable[Paragraph]) -> str:
    r"""Return the unique paragraphs, parted by blank lines.

    >>> from newsfeed.items import Paragraph
    >>> cleaned_text([Paragraph("One."), Paragraph("Seen.", status="duplicate"), Paragraph("Two.")])
    'One.\n\nTwo.'
    """
    return "\n\n".join(paragraph.text for paragraph in paragraphs if paragraph.status == "unique")
