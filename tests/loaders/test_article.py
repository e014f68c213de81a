"""How entries become articles. All feeds, people and places here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.formats.authors import parse_person as parted
from newsfeed.formats.feed import Entry, Feed, FeedEnclosure, FeedImage, PersonConstruct, TextConstruct
from newsfeed.items import Article, DateNote, Dates, Enclosure, Person, Source
from newsfeed.loaders.article import Reading, load
from newsfeed.loaders.identity import article_id

SITE = "https://news.example.org/"
FETCHED = "2024-06-01T00:00:00+00:00"
LONG = "The ferry will not sail before the storm has passed, the harbour office said on Monday. "


def articles(*entries: Entry, name: str = "", remote: bool = False, **feed: object) -> list[Article]:
    stated = {"format": "rss", "link": SITE, **feed}
    reading = Reading(name or "feed.xml", remote, FETCHED)
    return [found.article for found in load(Feed(entries=list(entries), **stated), reading)]


def article(**entry: object) -> Article:
    (only,) = articles(Entry(**entry))
    return only


def html(value: str) -> TextConstruct:
    return TextConstruct(value, "html")


def texts(found: Article) -> list[str]:
    return [paragraph.text for paragraph in found.paragraphs]


# --- Values -----------------------------------------------------------------------------------------------------------


def test_a_file_that_is_stated_twice_is_one() -> None:
    found = article(
        enclosures=[
            FeedEnclosure("/a.mp3", None, "9"),
            FeedEnclosure("/b.mp3"),
            FeedEnclosure("/a.mp3", "a/b", "7", "3"),
        ]
    )
    assert found.enclosures == [
        Enclosure(f"{SITE}a.mp3", "audio/mpeg", 9, 3),
        Enclosure(f"{SITE}b.mp3", "audio/mpeg"),
    ]


def test_authors_are_persons_with_addresses_of_their_own() -> None:
    found = article(
        authors=[
            PersonConstruct("By Jane Doe and Richard Roe", "desk@example.org"),
            PersonConstruct("JANE", "noreply@example.org", "/jane"),
            PersonConstruct("Jane Doe", "jane@example.org"),
            PersonConstruct(None, "hidden"),
        ]
    )
    assert found.people == [Person("Jane Doe"), Person("Richard Roe"), Person("JANE", url=f"{SITE}jane")]
    assert found.authors == ["Jane Doe", "Richard Roe", "JANE"]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("jane@example.org (Jane Doe), john@example.org (John Roe)", [("Jane Doe", "jane@"), ("John Roe", "john@")]),
        ("Jane Doe <jane@example.org>, John Roe <noreply@example.org>", [("Jane Doe", "jane@"), ("John Roe", None)]),
        ("Jane Doe; john@example.org (Desk)", [("Jane Doe", None), ("Desk", "john@")]),
        ("<a href='/jane'>Jane &amp; Doe</a>", [("Jane & Doe", None)]),
    ],
)
def test_authors_in_one_line_keep_their_addresses(stated: str, expected: list[tuple[str | None, str | None]]) -> None:
    found = article(authors=[parted(stated)]).people
    assert found == [Person(name, email and f"{email}example.org") for name, email in expected]


def test_an_address_in_place_of_a_name_is_one() -> None:
    assert article(authors=[PersonConstruct("https://example.org/jane")]).people == [
        Person(url="https://example.org/jane")
    ]


def test_categories_are_names_and_each_stands_once() -> None:
    stated = [
        "Ports",
        "ports",
        "tides,ferries,Ports",
        "1,000 ferries",
        "Bread, Butter",
        "https://example.org/#kind",
        " ",
    ]
    assert article(categories=stated).categories == ["Ports", "tides", "ferries", "1,000 ferries", "Bread, Butter"]


def test_an_entry_of_few_words_is_in_the_language_of_its_feed() -> None:
    long = [
        Entry(title=TextConstruct(f"The ferry sails again on the {day} of May, says the harbour office"))
        for day in range(9)
    ]
    found = articles(
        Entry(title=TextConstruct("Anemoi, Orion")),
        Entry(title=TextConstruct("Deutsch-britische Hafenverwaltung eröffnet")),
        *long,
    )
    assert [each.language for each in found[:3]] == ["en", "de", "en"]


def test_rights_hold_for_the_entries_that_state_none() -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    first, second = articles(
        Entry(rights=html("© <b>Ana</b>"), license="/terms", reply_to="/1"),
        Entry(reply_to="tag:example.org,2024:1"),
        rights=html("© Harbour &amp; Sons"),
        license=licence,
    )
    assert (first.rights, first.license, first.reply_to) == ("© Ana", f"{SITE}terms", f"{SITE}1")
    assert (second.rights, second.license, second.reply_to) == (
        "© Harbour & Sons", licence, "tag:example.org,2024:1",
    )  # fmt: skip


# --- Fields -----------------------------------------------------------------------------------------------------------


def test_an_entry_becomes_an_article_with_every_field() -> None:
    entry = Entry(
        guid=" tag:example.org,2024:1 ",
        link="/world/ferry?utm_medium=rss",
        title=html("The &lt;late&gt; <i>ferry</i>"),
        summary=html("<p>It sails on <b>Friday</b>.</p>"),
        content=html(f"<p>{LONG}</p><img src='boat.jpg'><p>Tickets stay valid until the end of the month.</p>"),
        authors=[
            PersonConstruct("Jane Doe", "jane@example.org"),
            PersonConstruct("John &amp; Roe", url="/roe"),
            PersonConstruct(email="desk@h"),
        ],
        categories=["Ports", " Ports ", ""],
        language="en-gb",
        published="Thu, 04 Jan 2024 21:45:01 GMT",
        updated="2024-01-05T00:00:00+01:00",
        enclosures=[FeedEnclosure("ferry.mp3", "audio/mpeg", "42")],
    )
    (found,) = articles(entry, title=html("Harbour &amp; Sea"))
    assert found == Article(
        id=article_id("news.example.org", "tag:example.org,2024:1"),
        url="https://news.example.org/world/ferry",
        guid="tag:example.org,2024:1",
        title="The <late> ferry",
        summary="It sails on Friday.",
        authors=["Jane Doe", "John & Roe", "desk@h"],
        people=[
            Person("Jane Doe", "jane@example.org"),
            Person("John & Roe", url=f"{SITE}roe"),
            Person(email="desk@h"),
        ],
        categories=["Ports"],
        language="en-GB",
        published="2024-01-04T21:45:01+00:00",
        updated="2024-01-04T23:00:00+00:00",
        fetched=FETCHED,
        image="https://news.example.org/world/boat.jpg",
        enclosures=[Enclosure("https://news.example.org/ferry.mp3", "audio/mpeg", 42)],
        feed=Source("feed.xml", "Harbour & Sea"),
        paragraphs=found.paragraphs,
    )
    assert texts(found) == [LONG.strip(), "", "Tickets stay valid until the end of the month."]
    assert [each.url for each in found.paragraphs] == [None, "https://news.example.org/world/boat.jpg", None]


def test_an_empty_entry_is_an_article_too() -> None:
    found = article()
    assert (found.url, found.title, found.summary, found.language, found.paragraphs) == (None, None, None, None, [])
    assert found.id


def test_text_is_not_read_as_markup() -> None:
    words = f"{LONG}Write <b> for bold & &amp; for &."
    assert texts(article(content=TextConstruct(words, "text"))) == [words]


def test_control_characters_reach_no_field() -> None:
    bad = "Harbour\x07 \ud800news &#7; today"
    text = html(f"<p>{bad}, {LONG}</p>")
    found = article(
        guid=bad,
        title=html(bad),
        authors=[PersonConstruct(bad, bad)],
        categories=[bad],
        summary=html(bad),
        content=text,
    )
    fields = [found.guid, found.title, found.summary, *found.authors, *found.categories, *texts(found)]
    assert len(fields) == 6
    assert all(str(field).isprintable() for field in fields)


def test_the_language_of_a_text_stands_before_that_of_its_entry_and_the_servers_word_is_the_last() -> None:
    words = TextConstruct(LONG, "text", language="en-IE")
    assert article(content=words, language="en-GB").language == "en-IE"
    served = Reading("https://news.example.org/rss", remote=True, fetched=FETCHED, language="pt-BR")
    for titles, expected in ((["Ok"], ["pt-BR"]), (["Ok", "大桥明天通车"], ["zh", "zh"])):
        found = load(Feed("rss", [Entry(title=TextConstruct(title, "text")) for title in titles]), served)
        assert [each.language for each, _ in found] == expected


def test_relative_addresses_in_a_text_start_from_where_the_text_says() -> None:
    picture_text = TextConstruct('<p>x</p><img src="boat.jpg">', "html", base="https://img.example.net/")
    assert article(content=picture_text, link="/1", base="/2/").image == "https://img.example.net/boat.jpg"


def test_a_paragraph_of_nothing_but_control_characters_is_none() -> None:
    assert texts(article(content=html(f"<pre>\x07</pre><p>{LONG}</p>"))) == [LONG.strip()]


def test_a_title_repeated_in_the_text_is_no_paragraph() -> None:
    title = "The late ferry sails on Friday"
    assert texts(article(title=html(title), content=html(f"<h1>{title}</h1><p>{LONG}</p>"))) == [LONG.strip()]


def test_a_directory_that_all_articles_lie_in_is_no_category() -> None:
    def categories(*links: str, **stated: object) -> list[list[str]]:
        return [each.categories for each in articles(*(Entry(link=SITE + link, **stated) for link in links))]

    assert categories("weblog/a", "weblog/b", "b/c") == [[], [], []]
    assert categories("world/a", "world/b", "b/c", "sport/d") == [["world"], ["world"], [], ["sport"]]
    assert categories("jane/a", "john/b", authors=[PersonConstruct("Jane")]) == [[], ["john"]]


def test_an_archived_article_has_the_category_its_link_names() -> None:
    assert article(link=f"{SITE}world/20240104-ferry").categories == ["world"]
    assert article(link=f"{SITE}world/20240104-ferry", categories=["Ports"]).categories == ["Ports"]
    assert article(link=f"{SITE}20240104-ferry").categories == []


def test_the_language_is_stated_by_the_entry_else_the_feed_else_seen() -> None:
    plain_words = html(f"<p>{LONG}</p>")
    stated = articles(Entry(content=plain_words, language="en-IE"), Entry(content=plain_words), language="en-GB")
    assert [found.language for found in stated] == ["en-IE", "en-GB"]
    assert article(title=html("大桥明天通车，老渡口月底关闭")).language == "zh"


# --- Times ------------------------------------------------------------------------------------------------------------

SHANGHAI = [Entry(guid=name, published=f"Thu, 04 Jan 2024 {name}:00:00 +0800") for name in ("10", "11")]


def test_a_time_without_zone_has_the_one_most_others_of_its_feed_have_and_says_so() -> None:
    london = Entry(guid="b", published="Thu, 04 Jan 2024 09:00:00 GMT", updated="1704359000")
    *_, found = articles(*SHANGHAI, london, Entry(published="2024-01-04 21:45", updated="2024-01-05"))
    assert (found.published, found.updated) == ("2024-01-04T13:45:00+00:00", "2024-01-05T00:00:00+00:00")
    assert found.dates == Dates(
        DateNote("2024-01-04 21:45", assumed_zone="+08:00", assumed_from="feed"),
        DateNote("2024-01-05", assumed_zone="+00:00", assumed_from="nothing"),  # whatever the zone, it is that day
    )


def test_where_nothing_tells_the_zone_it_is_utc_and_that_is_said() -> None:
    found = article(published="2024-01-04 21:45", updated="2024-01-05T00:00:00Z")
    assert (found.published, found.dates) == (
        "2024-01-04T21:45:00+00:00",
        Dates(published=DateNote("2024-01-04 21:45", assumed_zone="+00:00", assumed_from="feed")),
    )
    found = article(published="2024-01-04 21:45")
    assert found.dates == Dates(published=DateNote("2024-01-04 21:45", assumed_zone="+00:00", assumed_from="nothing"))


def test_a_time_that_is_stated_whole_has_no_note() -> None:
    assert [found.dates for found in articles(*SHANGHAI, Entry())] == [Dates()] * 3


def test_what_cannot_be_read_stays_as_it_is_written() -> None:
    found = article(published=" some day\x00 in\nspring ", updated="x" * 10_000)
    assert (found.published, found.updated) == (None, None)
    assert found.dates == Dates(DateNote("some day in spring"), DateNote("x" * 100))


def test_in_a_chinese_feed_cst_is_chinas_time() -> None:
    entry = Entry(published="Thu, 04 Jan 2024 21:45:01 CST")
    assert [found.published for found in articles(entry, language="zh-CN")] == ["2024-01-04T13:45:01+00:00"]
    assert [found.published for found in articles(entry, language="en")] == ["2024-01-05T03:45:01+00:00"]


@pytest.mark.parametrize(("time", "future"), [("00:09:00Z", False), ("00:11:00Z", True), ("00:11:00", True)])
def test_a_time_that_was_yet_to_come_is_kept_and_flagged(time: str, *, future: bool) -> None:
    found = article(updated=f"2024-06-01T{time}")  # fetched at midnight
    assert found.updated is not None
    note = found.dates.updated
    assert (note.future if note else False) is future


# --- Summary ----------------------------------------------------------------------------------------------------------


def test_the_summary_is_the_entrys_own() -> None:
    content = html(f"<p class='lead'>{LONG}</p><p>Tickets stay valid.</p>")
    assert article(summary=html("Short."), content=content).summary == "Short."
    assert article(summary=html(LONG * 20), content=content).summary == (LONG * 20).strip()


def test_without_one_the_summary_is_the_lead() -> None:
    assert article(content=html(f"<p class='lead'>{LONG}</p><p>Tickets stay valid.</p>")).summary == LONG.strip()
    assert article(content=html(f"<p>{LONG}</p><p>Tickets stay valid.</p>")).summary == LONG.strip()
    assert article(content=html(f"<p>{LONG * 20}</p><p>Tickets stay valid.</p>")).summary is None


def test_a_description_alone_is_summary_and_text() -> None:
    found = article(summary=html(f"<p>{LONG}</p>"))
    assert (found.summary, texts(found)) == (LONG.strip(), [LONG.strip()])


def test_a_description_that_is_the_whole_text_is_no_summary() -> None:
    body = "".join(f"<p>On day {number}: {LONG}</p>" for number in range(1, 20))
    found = article(summary=html(body))
    assert (found.summary, len(found.paragraphs)) == (found.paragraphs[0].text, 19)


@pytest.mark.parametrize(
    ("stated", "summary"),
    [
        ("Rain &amp; wind.<br>And <b>hail</b>.", "Rain & wind. And hail."),
        ("<p>Rain.</p><p><a href='/1'>Read more</a></p>", "Rain."),
        ("<a href='/1#comments'>Comments</a>", None),
        ("<a href='/1'>Rain kept the ferry in the harbour</a>", "Rain kept the ferry in the harbour"),
    ],
)
def test_a_summary_is_its_text_without_what_leads_elsewhere(stated: str, summary: str | None) -> None:
    assert article(summary=html(stated)).summary == summary


def test_where_the_content_is_only_pictures_the_text_is_the_summary() -> None:
    found = article(summary=html(LONG), content=html("<p><img src='/boat.jpg'></p>"))
    assert (texts(found), found.image) == (["", LONG.strip()], "https://news.example.org/boat.jpg")


# --- Pictures and addresses -------------------------------------------------------------------------------------------


def test_the_entrys_picture_comes_before_the_texts() -> None:
    content = html(f"<p>{LONG}<img src='/boat.jpg'></p>")
    assert article(images=[FeedImage("/cover.jpg")], content=content).image == f"{SITE}cover.jpg"
    jane = FeedImage("https://example.net/avatar/jane.jpg")
    assert article(images=[jane], content=content).image == f"{SITE}boat.jpg"
    assert article(images=[jane, FeedImage("/cover.jpg")], content=content).image == f"{SITE}cover.jpg"
    assert article(content=html(f"<p>{LONG}<img src='/icons/a.png'><img src='/b.jpg'></p>")).image == f"{SITE}b.jpg"


@pytest.mark.parametrize(
    ("stated", "shown", "image"),
    [
        (FeedImage("/t.jpg", 240), "<img src='/boat.jpg' width='1024'>", "boat.jpg"),
        (FeedImage("/t.jpg", 240), "<img src='/boat.jpg' width='200'>", "t.jpg"),
        (FeedImage("/t.jpg"), "<img src='/boat.jpg' width='1024'>", "t.jpg"),
        (FeedImage("/t-150x150.jpg"), "<img src='/boat.jpg'>", "boat.jpg"),
        (FeedImage("/t.jpg?w=104"), "<img src='/boat.jpg'>", "boat.jpg"),
        (FeedImage("/s72-c/boat.jpg"), "<img src='/s320/boat.jpg'>", "s320/boat.jpg"),
        (FeedImage("/t.jpg", 72), "<img src='/count.gif' width='1' height='1'>", "t.jpg"),
        (None, "<img src='/a.jpg' width='300'><img src='/b.jpg' width='600'><img src='/c.jpg' width='500'>", "b.jpg"),
        (None, "<img src='/a.jpg' width='300'><img src='/b.jpg' width='900'><img src='/c.jpg' width='2000'>", "b.jpg"),
        (None, "<img src='/small.jpg' srcset='/small.jpg 300w, /large.jpg 1200w, /medium.jpg 800w'>", "large.jpg"),
        (None, "<img src='/play.svg'><img src='/boat.jpg'>", "boat.jpg"),
        (None, "<img src='/chart.svg'>", "chart.svg"),
    ],
)
def test_the_picture_is_the_largest_that_is_one(stated: FeedImage | None, shown: str, image: str) -> None:
    found = article(images=[stated] if stated else [], content=html(f"<p>{LONG}{shown}</p>"))
    assert found.image == f"{SITE}{image}"


PICTURE = html(f"<p>{LONG}<img src='boat.jpg'></p>")


@pytest.mark.parametrize(
    ("feed", "entry", "url", "image"),
    [
        ({}, {"link": "w/a"}, "https://news.example.org/w/a", "https://news.example.org/w/boat.jpg"),
        ({}, {"link": "w/a", "base": "x/"}, "https://news.example.org/x/w/a", "https://news.example.org/x/boat.jpg"),
        (
            {"link": None, "url": "https://a.example.net/feeds/all.xml"},
            {"link": "1.html"},
            "https://a.example.net/feeds/1.html",
            "https://a.example.net/feeds/boat.jpg",
        ),
        ({"link": "/blog/", "url": "https://a.example.net/rss"}, {"link": "1"}, "https://a.example.net/blog/1", None),
        ({"link": "http://[", "url": SITE}, {"link": "/1"}, "https://news.example.org/1", None),
        ({"link": None}, {"link": "/1"}, None, None),
    ],
)
def test_relative_addresses(feed: dict[str, str], entry: dict[str, str], url: str | None, image: str | None) -> None:
    (found,) = articles(Entry(content=PICTURE, **entry), **feed)
    assert found.url == url
    assert image is None or found.image == image


def test_a_fetched_feed_that_states_no_address_has_the_one_it_was_fetched_from() -> None:
    (found,) = articles(Entry(link="/1"), name="https://a.example.net/rss", remote=True, link=None)
    assert found.url == "https://a.example.net/1"


def test_a_page_is_known_by_the_address_it_prefers() -> None:
    mobile = {"link": "https://m.example.org/ferry"}
    assert article(**mobile, canonical="https://www.example.org/ferry").url == "https://www.example.org/ferry"
    assert article(**mobile, content=html("<link rel='canonical' href='//example.org/ferry'><p>It sails.</p>")).url == (
        "https://example.org/ferry"
    )
    assert article(canonical="https://www.example.org/ferry").url == "https://www.example.org/ferry"


@pytest.mark.parametrize("other", ["https://example.org/", "https://copies.example.net/ferry", "javascript:alert(1)"])
def test_a_preferred_address_must_be_one_of_the_same_site(other: str) -> None:
    assert article(link="https://m.example.org/ferry", canonical=other).url == "https://m.example.org/ferry"


def test_relative_addresses_start_where_redirects_led() -> None:
    reading = Reading("https://example.org/rss", True, FETCHED, address="https://news.example.net/feeds/all")
    ((found, _),) = load(Feed("rss", [Entry(link="1.html")]), reading)
    assert (found.url, found.feed.url) == ("https://news.example.net/feeds/1.html", "https://example.org/rss")


# --- Identity ---------------------------------------------------------------------------------------------------------


def ids(*entries: Entry, **reading: object) -> list[str]:
    return [found.id for found in articles(*entries, **reading)]


def test_the_id_is_that_of_the_guid_whatever_else_changes() -> None:
    first = Entry(guid="1", link=f"{SITE}a", title=html("Ferry late"), published="2024-01-04")
    later = Entry(guid="1", link=f"{SITE}b", title=html("Ferry later"), published="2024-01-05")
    assert ids(first) == ids(later)
    assert ids(first) != ids(Entry(guid="2", link=f"{SITE}a", title=html("Ferry late"), published="2024-01-04"))


def test_without_guid_the_id_is_that_of_the_cleaned_link() -> None:
    first = Entry(link="http://www.example.org/a/", title=html("Ferry late"))
    later = Entry(link="https://example.org/a?utm_source=rss#top", title=html("Ferry later"))
    assert ids(first) == ids(later)


def test_without_guid_and_link_the_id_is_that_of_the_words() -> None:
    entries = [
        Entry(title=html("Ferry late"), published="2024-01-04"),
        Entry(title=html("Ferry late"), published="2024-01-05"),
        Entry(content=html(f"<p>{LONG}</p>")),
        Entry(content=html("<p>Tickets stay valid until the end of the month.</p>")),
        Entry(enclosures=[FeedEnclosure(f"{SITE}1.mp3")]),
        Entry(enclosures=[FeedEnclosure(f"{SITE}2.mp3")]),
    ]
    assert len(set(ids(*entries))) == len(entries)
    assert ids(*entries) == ids(*entries)


def test_a_guid_given_to_different_pages_identifies_none_of_them() -> None:
    pages = [Entry(guid="0", link=f"{SITE}a"), Entry(guid="0", link=f"{SITE}b"), Entry(guid="1", link=f"{SITE}c")]
    found = ids(*pages)
    assert len(set(found)) == 3
    assert found[2] == ids(pages[2])[0]


def test_a_guid_given_twice_to_one_page_identifies_it() -> None:
    found = ids(
        Entry(guid="0", link="http://example.org/a", title=html("Ferry late")),
        Entry(guid="0", link="https://www.example.org/a?utm_source=rss", title=html("Ferry later")),
    )
    assert found[0] == found[1] == ids(Entry(guid="0"))[0]


def test_entries_that_all_lead_to_one_page_are_told_apart_by_their_titles() -> None:
    monday, tuesday = (Entry(link=f"{SITE}log", title=html(f"Ferry log of {day}day")) for day in ("Mon", "Tues"))
    assert len(set(ids(monday, tuesday))) == 2
    without_link = [Entry(guid="0", title=html("Ferry late")), Entry(guid="0", title=html("Ferry sails"))]
    assert len(set(ids(*without_link))) == 2


def test_a_feed_is_the_one_it_says_it_is_wherever_its_file_lies() -> None:
    stated = {"url": f"{SITE}feed.xml", "link": SITE}
    fetched = ids(Entry(guid="1"), name=f"{SITE}feed.xml", remote=True, **stated)
    assert ids(Entry(guid="1"), name="a/feed.xml", **stated) == fetched
    assert ids(Entry(guid="1"), name="b/feed.xml", url="/feed.xml", link=SITE) == fetched
    assert ids(Entry(guid="1"), name="b/feed.xml", url=f"{SITE}sport.xml", link=SITE) != fetched
    assert ids(Entry(guid="1"), name="https://mirror.example.net/", remote=True, **stated) != fetched


@pytest.mark.parametrize("stated", [{}, {"url": "/feed.xml"}, {"link": "news.example.org"}])
def test_a_feed_that_states_no_absolute_address_is_its_file(stated: dict[str, str]) -> None:
    stated = {"link": None, **stated}
    assert ids(Entry(guid="1"), name="a.xml", **stated) == ids(Entry(guid="1"), name="a.xml", link=None)
    assert ids(Entry(guid="1"), name="a.xml", **stated) != ids(Entry(guid="1"), name="b.xml", **stated)


def test_an_archived_article_is_the_same_in_any_file() -> None:
    entry, archive = Entry(link=f"{SITE}a"), {"format": "archive", "link": None}
    assert ids(entry, name="a.md", **archive) == ids(entry, name="2024/b.md", **archive)


# --- Anything ---------------------------------------------------------------------------------------------------------

ANY = st.text(alphabet=st.sampled_from("ab/:?#[]@&;<>()\"'%.\x00\x1f\ud800\n 大1"), max_size=30)
OPTIONAL = st.none() | ANY
TEXTS = st.none() | st.builds(TextConstruct, ANY, st.sampled_from(["text", "html"]), OPTIONAL, OPTIONAL)
PERSONS = st.builds(PersonConstruct, OPTIONAL, OPTIONAL, OPTIONAL)
ENTRIES = st.builds(
    Entry,
    guid=OPTIONAL, link=OPTIONAL, title=TEXTS, summary=TEXTS, content=TEXTS, authors=st.lists(PERSONS, max_size=2),
    categories=st.lists(ANY, max_size=2), language=OPTIONAL, published=OPTIONAL, updated=OPTIONAL,
    images=st.lists(st.builds(FeedImage, ANY, st.none() | st.integers(0, 999)), max_size=2),
    enclosures=st.lists(st.builds(FeedEnclosure, ANY, OPTIONAL, OPTIONAL, OPTIONAL), max_size=2), base=OPTIONAL,
    rights=TEXTS, license=OPTIONAL, reply_to=OPTIONAL,
)  # fmt: skip
FEEDS = st.builds(
    Feed, format=st.sampled_from(["rss", "archive"]), entries=st.lists(ENTRIES, max_size=3), title=TEXTS, url=OPTIONAL,
    link=OPTIONAL, language=OPTIONAL, rights=TEXTS, license=OPTIONAL, error=st.none(),
    problems=st.just([]), feeds=st.just([]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(FEEDS, ANY, st.booleans())
def test_any_feed_loads_and_can_be_written(feed: Feed, name: str, remote: bool) -> None:
    found = [each.article for each in load(feed, Reading(name, remote, FETCHED))]
    assert len(found) == len(feed.entries)
    for each in found:
        repr(each).encode()
        assert "\\x00" not in repr(each)
        assert "\\ud800" not in repr(each)
        assert each.url is None or each.url.startswith(("http://", "https://"))


# --- What stands for a link, and entries that share one ---------------------------------------------------------------


def test_an_entry_without_a_link_has_the_address_of_its_id_or_enclosure() -> None:
    file = FeedEnclosure("https://cdn.example.org/1.mp3", "audio/mpeg")
    assert article(guid="https://example.org/1", link=None, enclosures=[file]).url == "https://example.org/1"
    assert article(guid="tag:1", link=None, enclosures=[file]).url == "https://cdn.example.org/1.mp3"
    assert article(guid="tag:1", link="/2", enclosures=[file]).url == f"{SITE}2"
    assert article(guid="tag:1", link=None).url is None
    assert article(link=" www.example.org/1").url == "https://www.example.org/1"
    for nothing in ("N/A", "#", "null", " none "):
        assert article(guid="https://example.org/1", link=nothing).url == "https://example.org/1"


NOTICES = ("The login page moves tonight.", "Printers are out of order.", "Exams take place in the hall.")


@pytest.mark.parametrize("title", ["Notice", None])
@pytest.mark.parametrize("link", ["https://example.org/notices", None])
@pytest.mark.parametrize("published", ["Mon, 05 Aug 2024 10:00:00 GMT", None])
def test_entries_that_only_their_texts_tell_apart_are_several(
    title: str | None, link: str | None, published: str | None
) -> None:
    found = articles(
        *(Entry(title=title and html(title), link=link, published=published, summary=html(text)) for text in NOTICES)
    )
    assert len({each.id for each in found}) == len(NOTICES)


def test_an_entry_that_a_document_has_twice_is_one() -> None:
    first, second = articles(*(Entry(title=html("Notice"), link="/notices", summary=html(NOTICES[0])) for _ in "ab"))
    assert first.id == second.id


def test_entries_of_one_page_keep_the_fragments_of_their_links() -> None:
    notices = [Entry(title=html("Notice"), link=f"/notices/#n-{n}", summary=html(NOTICES[n])) for n in range(3)]
    found = articles(*notices)
    assert [each.url for each in found] == [f"{SITE}notices/#n-{n}" for n in range(3)]
    words = [Entry(title=html("Notice"), link=f"/notices/#{n}", summary=html(NOTICES[i])) for i, n in enumerate("abc")]
    assert [each.url for each in articles(*words)] == [f"{SITE}notices/#{n}" for n in "abc"]
    [alone] = articles(Entry(title=html("Notice"), link="/notice/1#atom-everything"))
    assert alone.url == f"{SITE}notice/1"
    numbered = articles(*(Entry(title=html(str(n)), link=f"/notice/{n}#a{n}") for n in range(3)))
    assert [each.url for each in numbered] == [f"{SITE}notice/{n}" for n in range(3)]


def test_a_directory_of_an_articles_own_is_no_section() -> None:
    titled = Entry(title=html("DOH launches KontraCOVID chatbot"), link="/doh-launches-kontracovid-chatbot/1")
    assert articles(titled, Entry(title=html("Ferry"), link="/ports/2"))[0].categories == []
    assert articles(titled, Entry(title=html("Ferry"), link="/ports/2"))[1].categories == ["ports"]


@pytest.mark.parametrize(
    "name",
    [
        "2f1c6a0e-7d4b-4c3a-9a51-0b8f5d1e7c22",
        "urn:uuid:2F1C6A0E-7D4B-4C3A-9A51-0B8F5D1E7C22",
        "2f1c6a0e-7d4b-4c3a-9a51-0b8f5d1e7c22:1",
        "guid={2f1c6a0e-7d4b-4c3a-9a51-0b8f5d1e7c22}",
        "2f1c6a0e7d4b4c3a9a510b8f5d1e7c22/v2",
        "tag:blog.example.org,1999:blog-1",
        "null",
    ],
)
def test_an_identifier_is_no_category(name: str) -> None:
    assert article(categories=[name, "Ports"]).categories == ["Ports"]


def test_a_post_that_is_nothing_but_a_video_has_its_page_as_an_enclosure() -> None:
    video = "<iframe src='https://video.example/embed/1' title='Ferry'></iframe>"
    assert [each.url for each in article(content=html(video)).enclosures] == ["https://video.example/embed/1"]
    assert article(content=html(f"<p>{LONG}</p>{video}")).enclosures == []
