"""The closing summary, as a person reads it."""

from __future__ import annotations

from newsfeed.reporting.summary import LISTED, Output, StoreGrowth, summary

COUNTS = {
    "newsfeed/sources": 3,
    "newsfeed/entries": 1234,
    "newsfeed/articles/new": 1000,
    "newsfeed/articles/revised": 30,
    "newsfeed/articles/unchanged": 200,
    "newsfeed/articles/copies": 5,
    "newsfeed/paragraphs/unique": 9000,
    "newsfeed/paragraphs/reuse": 70,
    "newsfeed/paragraphs/duplicate_inside": 2,
    "newsfeed/paragraphs/duplicate_across": 11,
    "newsfeed/paragraphs/boilerplate": 400,
    "item_scraped_count": 1230,
}


def test_a_summary_says_what_was_read_and_what_became_of_it() -> None:
    failures = [("a/b.xml", "no feed: it begins like a PDF file")]
    remarks = [("c.xml", "2 bare ampersands were escaped")]
    assert summary(COUNTS, failures, remarks, 12.345).splitlines() == [
        "sources             3  1 failed",
        "entries         1,234",
        "articles        1,230  1,000 new, 30 revised, 200 unchanged",
        "copies              5  articles that only repeat an earlier one",
        "kept            9,070  paragraphs, 70 of them reuse part of an earlier one",
        "duplicates         13  paragraphs, 2 inside an article, 11 across articles",
        "boilerplate       400  paragraphs",
        "seconds          12.3",
        "failed:",
        "  a/b.xml: no feed: it begins like a PDF file",
        "remarks:",
        "  c.xml: 2 bare ampersands were escaped",
    ]


def test_a_summary_names_what_was_written_where_and_what_the_store_knew() -> None:
    outputs = [Output("out.jsonl", 1230, 0), Output("news\x1b.atom", 900, 330)]
    lines = summary(COUNTS, [], [], 0.0, outputs=outputs, store=StoreGrowth("newsfeed.db", 230, 1230)).splitlines()
    assert lines[7:10] == [
        "written         1,230  articles to out.jsonl",
        "written           900  articles to news\\x1b.atom, 330 that only repeat earlier ones left out",
        "store           1,230  articles in newsfeed.db, 230 known before",
    ]
    lines = summary(COUNTS, [], [], 0.0, store=StoreGrowth("newsfeed.db", 0, 0)).splitlines()
    assert lines[7] == "written             0  articles: no output was written; name one with -O FILE"


def test_what_cleaning_left_out_is_counted() -> None:
    lines = summary(COUNTS | {"newsfeed/paragraphs/removed": 1250}, [], [], 0.0).splitlines()
    assert lines[7] == "removed         1,250  texts around articles: navigation, sharing, bylines, repeated titles"


def test_broken_documents_are_counted_by_how_they_were_read() -> None:
    counts = {"newsfeed/documents/strict": 90, "newsfeed/documents/repaired": 7, "newsfeed/documents/lenient": 1}
    line = "mended              8  broken documents, 7 repaired, 0 read entry by entry, 1 by feedparser"
    assert summary(counts, [], [], 0.0).splitlines()[1] == line


def test_a_run_that_read_nothing_has_a_summary_of_zeros() -> None:
    lines = summary({}, [], [], 0.0).splitlines()
    assert lines[0] == "sources             0  0 failed"
    assert len(lines) == 8
    assert all(" 0" in line for line in lines)


def test_all_failures_are_named_and_remarks_are_cut() -> None:
    failures = [(f"{number}.xml", "empty") for number in range(LISTED + 1234)]
    remarks = [("a.xml", f"remark {chr(97 + number)}") for number in range(LISTED)]
    lines = summary({}, failures, remarks, 0.0).splitlines()
    failed = lines[lines.index("failed:") + 1 : lines.index("remarks:")]
    assert failed == [f"  {number}.xml: empty" for number in range(LISTED + 1234)]
    assert lines[lines.index("remarks:") + 1 :] == [f"  a.xml: {remark}" for _, remark in remarks]
    assert (
        summary({}, [], [*remarks, ("b.xml", "one more")], 0.0).splitlines()[-1] == "  … and 1 more, all in the store"
    )


def test_what_is_said_of_many_sources_is_said_once() -> None:
    many = [(f"{number}.xml", "read entry by entry") for number in range(1500)]
    few = [(f"few/{number}.xml", "cut") for number in range(3)]
    lines = summary({}, [], [many[0], *few, *many[1:], ("0.xml", "cut at its end")], 0.0).splitlines()
    assert lines[lines.index("remarks:") + 1 :] == [
        "  0.xml and 1,499 more: read entry by entry",
        *(f"  few/{number}.xml: cut" for number in range(3)),
        "  0.xml: cut at its end",
    ]


def test_figures_make_no_other_remark() -> None:
    feeds = [(f"{number}.xml", f"{number} of 30 entries have no id") for number in range(27)]
    ranges = [("a.warc", f"bytes {number},000 to {number},999 are damaged") for number in range(27)]
    lines = summary({}, [], [*feeds, *ranges], 0.0).splitlines()
    assert lines[lines.index("remarks:") + 1 :] == [
        "  0.xml and 26 more, each with its own figures: 0 of 30 entries have no id",
        "  a.warc: bytes 0,000 to 0,999 are damaged; 26 more of this kind",
    ]


def test_the_most_frequent_remark_is_not_cut() -> None:
    rare = [("a.xml", f"remark {chr(97 + number)}") for number in range(LISTED)]
    many = [(f"{number}.xml", "read entry by entry") for number in range(27)]
    lines = summary({}, [], [*rare, *many], 0.0).splitlines()
    assert lines[lines.index("remarks:") + 1] == "  0.xml and 26 more: read entry by entry"
    assert lines[-1] == "  … and 1 more, all in the store"


def test_a_name_can_neither_break_a_line_nor_steer_the_terminal() -> None:
    *_, line = summary({}, [("a\nb\x1b[2J\udc80\x9b 　大.xml", "not\u2028read")], [], 0.0).split("\n")
    assert line == "  a\\nb\\x1b[2J\\udc80\\x9b 　大.xml: not\\u2028read"


def test_where_the_time_went_is_shown_when_asked_for():
    text = summary({"newsfeed/seconds/parse": 1.0, "newsfeed/seconds/compare": 2.5}, [], [], 5.0, by_stage=True)
    assert "  parse           1.0  20%" in text
    assert "  compare         2.5  50%" in text
    assert "parse" not in summary({"newsfeed/seconds/parse": 1.0}, [], [], 5.0)
