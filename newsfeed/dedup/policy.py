"""What a reader is given of an article: its text without what was read before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast, get_args

from newsfeed.errors import NewsfeedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsfeed.items import Paragraph

Policy = Literal["drop", "mark"]
"""What is done with duplicate paragraphs: ``drop`` takes them out of the text, ``mark`` only says what they are."""


def policy(setting: str) -> Policy:
    """Return the policy that a setting names; raise :class:`NewsfeedError` if it names none."""
    if setting not in get_args(Policy):
        raise NewsfeedError(f"NEWSFEED_POLICY={setting}: known are {' and '.join(get_args(Policy))}")
    return cast("Policy", setting)


def cleaned_text(paragraphs: Iterable[Paragraph], policy: Policy = "drop") -> str:
    r"""Return the paragraphs that stay, parted by blank lines.

    >>> from newsfeed.items import Paragraph
    >>> read = [Paragraph("One."), Paragraph("Seen.", status="duplicate"), Paragraph("Share!", status="boilerplate")]
    >>> cleaned_text(read)
    'One.'
    >>> cleaned_text(read, "mark")
    'One.\n\nSeen.'
    """
    stay = {"unique"} if policy == "drop" else {"unique", "duplicate"}
    return "\n\n".join(paragraph.text for paragraph in paragraphs if paragraph.status in stay)
