"""What export writes beside the articles: pairs of passages and a card."""

import json


def test_offsets_of_pairs_are_in_the_texts_of_the_articles(scrapy, articles, tmp_path):
    scrapy("crawl", "feeds", "-a", "source=fixtures")
    corpus, pairs, card = (tmp_path / name for name in ("corpus.jsonl", "pairs.jsonl", "card.md"))
    done = scrapy("export", "--keep-duplicates", "--pairs", pairs, "--card", card, corpus)
    texts = {each["id"]: "\n\n".join(p["text"] for p in each["paragraphs"]) for each in articles(corpus)}
    rows = [json.loads(line) for line in pairs.read_text(encoding="utf-8").splitlines()]
    assert f"pairs.jsonl: {len(rows)} pairs" in done.stderr
    assert list(rows[0]) == ["id", "id2", "begin", "end", "begin2", "end2", "share", "text", "text2"]
    assert len({(row["id"], row["id2"]) for row in rows}) >= 3
    for row in rows:
        assert row["id"] != row["id2"]
        assert texts[row["id"]][row["begin"] : row["end"]] == row["text"]
        assert texts[row["id2"]][row["begin2"] : row["end2"]] == row["text2"]
    linked = {
        (origin["article"], each["id"])
        for each in articles(corpus)
        for paragraph in each["paragraphs"]
        if paragraph["status"] != "boilerplate"
        for origin in paragraph["reuse"]
        if origin["article"] != each["id"]
    }
    assert {(row["id"], row["id2"]) for row in rows} == linked
    text = card.read_text(encoding="utf-8")
    assert f"{len(texts)} articles with" in text
    assert "| --keep-duplicates | True |" in text
    again = [tmp_path / f"again-{name}" for name in ("corpus.jsonl", "pairs.jsonl", "card.md")]
    scrapy("export", "--keep-duplicates", "--pairs", again[1], "--card", again[2], again[0])
    assert again[1].read_bytes() == pairs.read_bytes()
    assert again[2].read_text(encoding="utf-8").replace("again-", "") == text


def test_wrong_usage_is_one_line_and_writes_nothing(scrapy, tmp_path):
    scrapy("crawl", "feeds", "-a", "source=fixtures/channel.cdf")
    out = tmp_path / "out.jsonl"
    for words, message in [
        (["--pairs", out], "is also written"),
        (["--card", tmp_path / "newsfeed.db"], "belongs to the store"),
        (["--card", "-"], "name a file"),
        (["--pairs", tmp_path], "is a directory"),
        (["--card", tmp_path], "is a directory"),
    ]:
        [line] = scrapy("export", out, *words, code=2).stderr.splitlines()
        assert message in line
        assert not out.exists()
