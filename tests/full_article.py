"""An article with a value in each field that our own files keep."""

from newsfeed.items import Article, DateNote, Dates, Enclosure, Link, Origin, Paragraph, Person, Quote, Removed, Source

ARTICLE = Article(
    id="0123456789abcdef0123456789abcdef",
    url="https://example.org/1",
    guid="tag:1",
    title="港口 Harbour",
    authors=["Jane Doe"],
    people=[Person("Jane Doe", None, "https://example.org/jane")],
    published="2024-01-04T21:45:01+00:00",
    fetched="2024-02-01T00:00:00+00:00",
    dates=Dates(published=DateNote("2024-01-04 21:45", "+08:00", "feed")),
    enclosures=[Enclosure("https://example.org/a.mp3", "audio/mpeg", 12, 60)],
    feed=Source("https://example.org/feed", "Harbour"),
    paragraphs=[
        Paragraph("One.", "heading", "00ff00ff00ff00ff", level=2),
        Paragraph("Two.", novelty=0.0, status="duplicate", reuse=[Origin("f" * 32, 0, 1.0, 0, [(0, 4)])]),
        Paragraph("Three.", html="Th<b>ree</b>."),
    ],
    text="One.\n\nThree.",
    links=[Link("https://example.org/2", "two")],
    removed=[Removed("Share!", "share buttons")],
    quotes=[Quote("One")],
    simhash="00ff00ff00ff00ff",
    novelty=0.5,
    duplicate_of="f" * 32,
    story="f" * 32,
    revision=3,
)
