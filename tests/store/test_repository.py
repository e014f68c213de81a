"""The store, on real databases of both kinds: what is news, what stays as it was, what is judged again."""

import threading

import pytest
from databases import statements
from ingestion import ingest

from newsfeed.items import Article, DateNote, Dates, Paragraph, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import index_outdated, judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.store.engine import StoreError
from newsfeed.store.repository import Store

STORM = "The storm tore the roof from the market hall on Tuesday night and flooded eleven streets in the old town."
POWER = "Engineers expect to restore power to the northern districts by the weekend, the utility said in a statement."
SCHOOL = "All schools on the island will stay closed until inspectors have checked their roofs and electrical wiring."
FOOTER = "You are reading the harbour bulletin, written by volunteers and paid for by its readers since the spring."


def article(name, *paragraphs, day=1, **fields):
    published = f"2024-01-{day:02}T08:00:00+00:00"
    defaults = {"title": name, "url": f"https://news.example.org/{name}", "published": published}
    return Article(
        id=article_id("", name),
        fetched="2024-06-01T00:00:00+00:00",
        paragraphs=[Paragraph(text) for text in paragraphs],
        **{**defaults, "feed": Source("feed.xml"), **fields},
    )


@pytest.fixture
def store(stores, store_url):
    return stores.open(store_url)


def test_what_no_completed_run_has_given_back_is_still_news(store):
    assert [each.outcome for each in take_in(store, [article("a", STORM)])] == ["new"]
    assert ingest(store, article("a", STORM)) == ["new"]
    assert [each.outcome for each in take_in(store, [article("a", POWER)])] == ["revised"]
    assert ingest(store, article("a", POWER)) == ["revised"]
    assert ingest(store, article("a", POWER)) == ["unchanged"]


def read(store):
    """Return the articles of the store by title."""
    return {article.title: article for article in store.articles(store.select())}


def statuses(store, title):
    return [paragraph.status for paragraph in read(store)[title].paragraphs]


def test_a_time_that_an_older_version_misread_is_read_anew(store):
    words = Dates(published=DateNote("15 ก.พ. 67", assumed_zone="+00:00", assumed_from="nothing"))
    misread = "1967-02-15T00:00:00+00:00"
    ingest(store, article("a", STORM, published=misread, dates=words))
    ingest(store, article("a", STORM, day=5, dates=words))
    assert read(store)["a"].published == misread  # of this version: the earliest counts
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE articles SET extracted = 0")
    assert ingest(store, article("a", STORM, day=5, dates=words)) == ["unchanged"]
    assert read(store)["a"].published == "2024-01-05T08:00:00+00:00"


def test_the_same_reading_again_is_unchanged(store):
    assert ingest(store, article("a", STORM)) == ["new"]
    assert ingest(store, article("a", STORM)) == ["unchanged"]


def test_changed_words_are_a_revision_and_anything_else_is_none(store):
    ingest(store, article("a", STORM))
    assert ingest(store, article("a", STORM, day=2, categories=["weather"])) == ["unchanged"]
    assert ingest(store, article("a", STORM, POWER, day=2)) == ["revised"]
    [found] = read(store).values()
    assert (found.revision, found.published) == (2, "2024-01-01T08:00:00+00:00")
    assert [paragraph.text for paragraph in found.paragraphs] == [STORM, POWER]


def test_what_must_be_known_about_a_time_goes_with_it(store):
    assumed = DateNote("2024-01-02 08:00", assumed_zone="+00:00", assumed_from="nothing")
    ingest(store, article("a", STORM, day=2, dates=Dates(published=assumed)), article("b", STORM, day=2))
    assert {title: found.dates for title, found in read(store).items()} == {"a": Dates(published=assumed), "b": Dates()}
    later = DateNote("2024-01-03 08:00", assumed_zone="+00:00", assumed_from="nothing", future=True)
    ingest(store, *(article(name, POWER, day=3, dates=Dates(published=later)) for name in "ab"))
    found = read(store)
    assert (found["a"].published, found["a"].updated) == ("2024-01-02T08:00:00+00:00", "2024-01-03T08:00:00+00:00")
    assert (found["a"].dates, found["b"].dates) == (Dates(assumed, later), Dates(updated=later))
    ingest(store, article("a", SCHOOL, day=2, updated="2024-01-04T08:00:00+00:00"))
    assert read(store)["a"].dates == Dates()


def test_old_copies_read_again_do_not_come_back(store):
    copies = [article("a", STORM), article("a", STORM, POWER, day=2), article("a", STORM, POWER, SCHOOL, day=3)]
    assert ingest(store, *copies) == ["new", "revised", "revised"]
    assert ingest(store, *copies) == ["unchanged"] * 3
    assert ingest(store, article("a", POWER, day=1)) == ["unchanged"]
    assert read(store)["a"].revision == 3


def test_a_dateless_text_read_again_after_an_edit_is_the_old_copy(store):
    copies = [article("a", STORM, published=None), article("a", POWER, published=None)]
    assert ingest(store, *copies) == ["new", "revised"]
    assert ingest(store, *copies) == ["unchanged", "unchanged"]


def test_a_repeat_names_its_first_appearance_whatever_came_first(store):
    ingest(store, article("third", STORM, day=3))
    ingest(store, article("second", STORM, POWER, day=2))
    assert statuses(store, "third") == ["duplicate"]
    ingest(store, article("first", SCHOOL, STORM, day=1))
    found = read(store)
    for title in ("second", "third"):
        [origin] = found[title].paragraphs[0].reuse
        assert (origin.article, origin.paragraph) == (found["first"].id, 1)
        assert origin.spans == [(0, len(STORM) - 1)]
    assert found["first"].novelty == 1.0


def test_a_story_is_named_by_its_first_article_as_it_grows(store):
    def told(title, *texts, day):
        return article(title, *texts, day=day, url=f"https://{title}.example/1", feed=Source(f"{title}.xml"))

    ingest(store, told("first", STORM, POWER, day=1))
    ingest(store, told("second", POWER, SCHOOL, day=2), told("third", SCHOOL, FOOTER, day=3))
    ingest(store, article("other", "Nothing here was ever told before, by nobody and nowhere else.", day=4))
    found = read(store)
    assert {found[title].story for title in ("first", "second", "third")} == {found["first"].id}
    assert found["other"].story == found["other"].id


def test_what_cites_a_revised_article_is_judged_again(store):
    ingest(store, article("first", STORM, day=1), article("second", STORM, day=2))
    assert statuses(store, "second") == ["duplicate"]
    ingest(store, article("first", POWER, day=1))
    assert statuses(store, "second") == ["unique"]
    assert read(store)["second"].paragraphs[0].reuse == []


def stories(count, first=0):
    return [
        article(f"story {n}", f"Item {n}: ward {n * 7} gets {n + 3} new benches, as decided on {n + 1} May.", FOOTER)
        for n in range(first, first + count)
    ]  # fmt: skip


def test_boilerplate_is_learnt_from_different_stories_of_one_site(store):
    ingest(store, *stories(3))
    assert "boilerplate" not in statuses(store, "story 0")
    ingest(store, *stories(1, first=3))
    assert [statuses(store, f"story {n}") for n in range(4)] == [["unique", "boilerplate"]] * 4


def test_a_story_published_often_is_no_boilerplate(store):
    ingest(store, *(article(f"copy {n}", STORM, POWER, day=n + 1) for n in range(6)))
    assert statuses(store, "copy 0") == ["unique", "unique"]
    assert statuses(store, "copy 5") == ["duplicate", "duplicate"]


def test_boilerplate_is_unlearnt_when_its_evidence_goes(store):
    ingest(store, *stories(4))
    ingest(
        store, article("story 3", "Council item 3 was withdrawn before the vote, and nobody on the council said why.")
    )
    assert "boilerplate" not in statuses(store, "story 0")


def test_judging_in_pieces_gives_the_same_verdicts(store, stores, monkeypatch):
    batch = [*stories(5), *(article(f"copy {n}", STORM, POWER, day=9 - n) for n in range(4))]
    ingest(store, *batch)
    monkeypatch.setattr("newsfeed.pipelines.detection.PARAGRAPHS_AT_ONCE", 1)
    pieces = stores.open()
    take_in(pieces, batch)
    assert len(next(judge_pending(pieces))) == 1  # and killed here
    list(judge_pending(pieces))
    assert read(pieces) == read(store)


def test_what_another_process_changes_meanwhile_is_judged_again(store, stores, store_url, monkeypatch):
    ingest(store, article("first", STORM, day=1))
    take_in(store, [article("second", STORM, day=2)])
    other = stores.open(store_url)
    first_quoted = store.first_quoted
    revision = threading.Thread(target=take_in, args=[other, [article("first", POWER, day=1)]])

    def interrupted(digests):
        revision.start()
        revision.join(0.2)
        return first_quoted(digests)

    monkeypatch.setattr(store, "first_quoted", interrupted)
    judging = judge_pending(store)
    next(judging)
    revision.join()
    monkeypatch.undo()
    list(judging)
    assert statuses(store, "second") == ["unique"]


def test_headings_short_answers_and_changed_code_stay(store):
    def post(name, day, code):
        found = article(name, "What the new harbour rules mean for the ferries", "No, never.", code, STORM, day=day)
        found.paragraphs[0].kind, found.paragraphs[2].kind = "heading", "code"
        return found

    code = "def tide(height): return height > mean_high_water(station) + 0.5"
    ingest(store, post("a", 1, code), post("b", 2, code.replace(">", "<")), post("c", 3, code))
    assert statuses(store, "b") == ["unique", "unique", "unique", "duplicate"]
    assert statuses(store, "c") == ["unique", "unique", "duplicate", "duplicate"]


def test_where_boilerplate_is_all_there_is_it_is_the_text(store):
    ingest(store, *stories(4), article("footer alone", FOOTER, day=9))
    assert statuses(store, "story 0") == ["unique", "boilerplate"]
    assert statuses(store, "footer alone") == ["duplicate"]


def test_over_a_line_that_comes_again_the_title_is_the_news(store):
    status = "The status of the game is now: supported."
    ingest(store, article("Sea of Stones", status, day=1), article("Night Ferry", status, day=2))
    assert statuses(store, "Night Ferry") == ["duplicate"]
    assert read(store)["Night Ferry"].duplicate_of is None


def test_any_text_can_be_stored(store):
    odd = ["", " ", "\N{ZERO WIDTH SPACE}", "?!", "…", "x" * 100_000, "\N{DESERET SMALL LETTER YEE} \x0b"]
    assert ingest(store, article("odd", *odd)) == ["new"]
    assert [paragraph.text for paragraph in read(store)["odd"].paragraphs] == odd


def test_an_empty_article_can_be_stored(store):
    assert ingest(store, article("empty")) == ["new"]
    assert read(store)["empty"].novelty == 1.0


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////no/such/folder/x.db", "nosuchdb://x/y"])
def test_a_store_that_cannot_be_opened_says_so_in_one_line(url):
    with pytest.raises(StoreError, match=r"^NEWSFEED_STORE=.*: ") as error:
        Store(url)
    assert "\n" not in str(error.value)


def test_a_store_of_another_version_is_refused(store_url):
    Store(store_url).close()
    with statements(store_url) as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '0' WHERE key = 'algorithm'")
    with pytest.raises(StoreError, match=r"index is of version 0, .* 'scrapy dedup'"):
        Store(store_url)


def test_a_store_of_another_version_is_indexed_again_in_pieces(store_url, monkeypatch):
    url = store_url
    store = Store(url)
    ingest(store, *stories(5), article("a", STORM, day=3), article("b", f"“{STORM}”", POWER, day=4), article("empty"))
    ingest(store, article("a", SCHOOL, STORM, day=3))
    before = read(store)
    store.close()
    with statements(url) as connection:  # as another algorithm would have it
        for statement in (
            "UPDATE meta SET value = '0' WHERE key = 'algorithm'",
            "UPDATE passages SET digest = number, simhash = 0, length = 1",
            "DELETE FROM postings",
            "UPDATE paragraphs SET passage = 1",
            "DELETE FROM quotes",
            "UPDATE articles SET simhash = 0",
        ):
            connection.exec_driver_sql(statement)
    store = Store(url, any_algorithm=True)
    store.start_rerun(store.config)
    monkeypatch.setattr("newsfeed.pipelines.detection.PARAGRAPHS_AT_ONCE", 1)
    assert (next(index_outdated(store)), store.count_outdated()) == (1, len(before) - 1)
    store.close()
    with pytest.raises(StoreError, match="unfinished"):
        Store(url)
    store = Store(url, any_algorithm=True)
    store.start_rerun(store.config)
    assert store.count_outdated() == len(before) - 1
    list(index_outdated(store))
    list(judge_pending(store))
    store.finish_rerun()
    store.close()
    store = Store(url)
    assert read(store) == before
    store.close()


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "text.db").write_text("Not a database, but long enough to be taken for one at first sight. " * 20)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(f"sqlite:///{tmp_path}/text.db")
