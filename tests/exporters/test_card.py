"""The card of a corpus."""

from newsfeed.exporters.card import Card
from newsfeed.items import Article, Paragraph, Removed

ARTICLES = [
    Article(
        id="1",
        title="Pier closed",
        site="mail.example",
        language="en",
        published="2024-05-06T08:00:00+00:00",
        agency="Reuters",
        license="https://licences.example/by",
        paragraphs=[Paragraph("One."), Paragraph("Share!", status="boilerplate")],
        removed=[Removed("Menu", "around the article")],
        text="One.",
    ),
    Article(id="2", title="渡轮", site="dao.example", language="zh", published="2023-01-01T00:00:00+00:00", text="二"),
    Article(id="3", site="mail.example", fetched="2026-01-01T00:00:00+00:00"),
]


def card(articles):
    made = Card()
    for article in articles:
        made.add(article)
    return made


def table(text, title):
    rows = text.partition(f"## {title}\n")[2].partition("\n## ")[0].strip().splitlines()[2:]
    return [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows if row]


def test_counts_and_what_was_left_out():
    made = card(ARTICLES)
    made.leave_out("only repeats an earlier article")
    text = made.markdown("corpus.jsonl", {"NEWSFEED_WINDOW": 0, "--since": "7d"})
    assert text.startswith("# corpus.jsonl\n\n3 articles with 5 characters of text\n")
    assert "published from 2023-01-01 to 2024-05-06" in text
    assert table(text, "Articles by outlet") == [("mail.example", "2"), ("dao.example", "1")]
    assert table(text, "Articles by language") == [("en", "1"), ("not stated", "1"), ("zh", "1")]
    assert table(text, "Articles by year") == [("2023", "1"), ("2024", "1"), ("not stated", "1")]
    assert table(text, "Articles by licence") == [("not stated", "2"), ("https://licences.example/by", "1")]
    assert table(text, "Articles by agency") == [("not stated", "2"), ("Reuters", "1")]
    assert table(text, "Paragraphs by status") == [("boilerplate", "1"), ("unique", "1")]
    assert table(text, "Articles left out") == [("only repeats an earlier article", "1")]
    assert table(text, "Texts that are no part of their article") == [("around the article", "1")]
    assert ("NEWSFEED_WINDOW", "0") in table(text, "Made with")
    assert ("--since", "7d") in table(text, "Made with")


def test_the_digest_is_of_the_articles_in_any_order():
    def digest(articles):
        return card(articles).markdown("a", {}).partition("SHA-256 of the articles: `")[2][:64]

    assert digest(ARTICLES) == digest(ARTICLES[::-1])
    assert digest(ARTICLES) != digest(ARTICLES[1:])
    changed = Article(id="2", title="渡輪", paragraphs=[])
    assert digest([changed]) != digest(ARTICLES[1:2])


def test_an_empty_corpus_has_a_card():
    text = Card().markdown("corpus.jsonl", {})
    assert "0 articles" in text
    assert "Articles by" not in text


def test_what_feeds_state_neither_ends_a_cell_nor_is_markup():
    hostile = Article(id="1", site="a|b\n<img src=x>`*[\x1b[0m\ud800", language="\u202een")
    text = card([hostile]).markdown("a", {})
    [(cell, one)] = [row.rsplit(" | ", 1) for row in text.splitlines() if "img" in row]
    assert one == "1 |"
    assert cell.startswith("| a\\|b\\\\n\\<img src=x\\>\\`\\*\\[")
    assert not set(text) & {"\x1b", "\u202e", "\ud800"}
