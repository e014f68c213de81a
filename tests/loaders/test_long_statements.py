"""Long statements of a feed are not kept once it has been read: a watch reads feeds for weeks."""

import gc
import tracemalloc

from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load

LONG = 100_000  # characters of each statement
DOCUMENTS = 12


def document(number):
    """Return a feed that states long names, addresses and styles of its own."""
    long = f"{number:06}{'abcdefghij' * (LONG // 10)}"
    html = (
        f'<p style="{long}" class="{long}" role="{long}">The <a href="https://a.example/{long}">tide</a> came in.</p>'
        f'<p><img src="https://a.example/{long}.png">{long}警方说 “我们今天没有看到任何人在那里” 。</p>'
    )
    escaped = html.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return (
        f"<rss version='2.0'><channel><title>Tides</title><item><guid>{number}</guid><title>High tide</title>"
        f"<author>{long}</author><link>https://a.example/{long}</link><category domain='{long}'>tides</category>"
        f"<description>{escaped}</description></item></channel></rss>"
    )


def read(number):
    feed = parse(document(number).encode())
    assert [each.article.title for each in load(feed, Reading("a.xml", remote=False, fetched="2024-01-01"))]


def test_what_is_kept_does_not_grow_with_what_feeds_state():
    read(0)
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(1, DOCUMENTS + 1):
            read(number)
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < DOCUMENTS * LONG / 2
