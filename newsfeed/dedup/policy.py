"""What happens to duplicate paragraphs in the text of an article and in feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast, get_args

from newsfeed.errors import NewsfeedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsfeed.items import Paragraph

Policy = Literal["drop", "mark", "fold"]
"""What happens to duplicate paragraphs.

``drop`` removes them, and leaves articles that only repeat earlier ones out of feeds; ``mark`` keeps them; ``fold``
removes them from the text, and shows them folded in feeds, with where they were read before.
"""


def policy(setting: str) -> Policy:
    """Return the policy that a setting names; raise :class:`NewsfeedError` if it names none."""
    if setting not in get_args(Policy):
        raise NewsfeedError(f"NEWSFEED_POLICY={setting}: known are {', '.join(get_args(Policy))}")
    return cast("Policy", setting)


def cleaned_text(paragraphs: Iterable[Paragraph], policy: Policy = "drop") -> str:
    r"""Return the paragraphs that stay, separated by blank lines.

    >>> from newsfeed.items import Paragraph
    >>> read = [Paragraph("One."), Paragraph("Seen.", status="duplicate"), Paragraph("Share!", status="boilerplate")]
    >>> cleaned_text(read)
    'One.'
    >>> cleaned_text(read, "mark")
    'One.\n\nSeen.'
    """
    stay = {"unique", "duplicate"} if policy == "mark" else {"unique"}
    return "\n\n".join(paragraph.text for paragraph in paragraphs if paragraph.status in stay)
