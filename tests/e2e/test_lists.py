"""Lists of steps stay whole, by the program itself."""

from __future__ import annotations

import json

STEPS = (
    "Loosen the four bolts of the hatch with the long key",
    "Lift the hatch and lay it beside the mast, glass side up",
    "Pour one bucket of fresh water slowly into the copper funnel",
)
OTHER = "Turn the brass wheel of the old pump a quarter to the right"


def entry(title: str, day: int, *lists: str) -> str:
    body = "".join(lists).replace("<", "&lt;")
    return (
        f"<item><title>{title}</title><link>https://pumps.example/{day}</link><guid>{day}</guid>"
        f"<pubDate>{day:02} Mar 2031 08:00:00 GMT</pubDate><description>{body}</description></item>"
    )


def items(tag: str, *steps: str) -> str:
    return f"<{tag}>{''.join(f'<li>{step}.</li>' for step in steps)}</{tag}>"


def statuses(scrapy, tmp_path, *entries: str) -> list[list[str]]:
    feed, out = tmp_path / "feed.rss", tmp_path / "out.jsonl"
    feed.write_text(f"<rss version='2.0'><channel><title>Pumps</title>{''.join(entries)}</channel></rss>")
    scrapy("crawl", "feeds", "-a", f"source={feed}", "-O", out)
    articles = sorted(map(json.loads, out.read_text("utf-8").splitlines()), key=lambda each: each["published"])
    return [[each["status"] for each in article["paragraphs"]] for article in articles]


def test_repeated_steps_stay_in_a_list_with_a_new_one(scrapy, tmp_path):
    first = entry("Copper pumps", 1, items("ol", *STEPS))
    second = entry("Old pumps", 2, items("ol", STEPS[0], OTHER, STEPS[2]))
    assert statuses(scrapy, tmp_path, first, second)[1] == ["unique"] * 3


def test_a_repeated_list_of_steps_goes_as_a_whole(scrapy, tmp_path):
    first = entry("Copper pumps", 1, items("ol", *STEPS))
    intro = f"<p>The ferry to the island sails twice a day again since the ice has gone.</p>{items('ol', *STEPS)}"
    assert statuses(scrapy, tmp_path, first, entry("Old pumps", 2, intro))[1] == ["unique", *["duplicate"] * 3]


def test_repeated_items_of_other_lists_go_one_by_one(scrapy, tmp_path):
    first = entry("Copper pumps", 1, items("ul", *STEPS))
    second = entry("Old pumps", 2, items("ul", STEPS[0], OTHER, STEPS[2]))
    assert statuses(scrapy, tmp_path, first, second)[1] == ["duplicate", "unique", "duplicate"]


def test_an_ingredient_that_a_text_mentions_stays_in_its_list(scrapy, tmp_path):
    text = f"<p>{STEPS[0]}. Then wait for a whole day until the tide is low again.</p>"
    assert statuses(scrapy, tmp_path, entry("Old pumps", 2, text, items("ul", STEPS[0], OTHER)))[0] == ["unique"] * 3
