"""Markdown: pages of it, and text below front matter."""

import pytest

from newsfeed.formats import parse
from newsfeed.text import paragraphs

PAGE = """# The *port* opens

Ferries sail again from Friday, as the [harbour office](https://example.org/office)
said in a **statement**.

## What changes

- two ferries a day
- one train

> We waited long.

| Line | Fare |
|------|------|
| A    | 3    |

```
x = 1
```
"""


def kinds(text: str) -> list[tuple[str, str]]:
    [entry] = parse(text.encode()).entries
    assert entry.content is not None
    return [(each.kind, each.text) for each in paragraphs(entry.content.value)]


BODY = [
    ("paragraph", "Ferries sail again from Friday, as the harbour office said in a statement."),
    ("heading", "What changes"),
    ("list", "two ferries a day"),
    ("list", "one train"),
    ("quote", "We waited long."),
    ("table", "Line | Fare\nA | 3"),
    ("code", "x = 1"),
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_page_is_an_article(ends: str) -> None:
    feed = parse(PAGE.replace("\n", ends).encode())
    assert (feed.format, feed.error) == ("markdown", None)
    assert feed.entries[0].title is not None
    assert "The <em>port</em> opens" in feed.entries[0].title.value
    assert kinds(PAGE.replace("\n", ends)) == BODY


def test_text_below_front_matter_is_read_as_markdown() -> None:
    text = "---\ntitle: Port\n---\n" + PAGE.partition("\n\n")[2]
    assert kinds(text) == BODY
    assert parse(text.encode()).format == "archive"


@pytest.mark.parametrize(
    "body",
    [
        "One line.\nAnother line: 2 * 3 * 4.\n- a\n- b",
        "<p>HTML with a [link](https://example.org/) in it.</p>\n\n    <p>and indentation</p>",
    ],
)
def test_html_and_plain_lines_stay_what_they_are(body: str) -> None:
    [entry] = parse(f"---\ntitle: x\n---\n{body}".encode()).entries
    assert entry.content is not None
    assert entry.content.value == body


OTHERS = ["# only a title", "#hashtag\n\nand text", "plain\n\n# late", "# a\n", "#!/bin/sh\n\nls"]


@pytest.mark.parametrize("text", OTHERS)
def test_other_texts_are_no_pages(text: str) -> None:
    assert parse(text.encode()).format != "markdown"


def test_hostile_markdown_is_read_in_no_time() -> None:
    for text in ("[" * 50_000, "*" * 50_000, "> " * 20_000, "![](" * 20_000, "|" * 20_000, "`" * 50_000):
        assert parse(f"# x\n\n{text}".encode()).error is None
