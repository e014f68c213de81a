"""The Google Reader API over a real socket: what feed readers list, mark and change, on SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree
from reader_server import PASSWORD, READ, READING_LIST, STARRED, ApiClient, keep, serving, subscribe
from sqlalchemy import Engine, event
from stage import Stage
from stage import answer as answer_of
from web_store import HOSTILE, LEAD, MORE, OWN, article, client_of

from newsfeed.exporters.publish import single_feed_name
from newsfeed.pipelines.ingest import Ingestion
from newsfeed.pipelines.retention import prune
from newsfeed.store.repository import Store
from newsfeed.web.greader.arrivals import Arrivals
from newsfeed.web.greader.item_ids import item_id, long_form
from newsfeed.web.marks import WHOLE, Marks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsfeed.items import Article

pytestmark = pytest.mark.slow  # together they take seconds

POST, COURIER, GAZETTE = (f"https://{name}.example/feed" for name in ("post", "courier", "gazette"))
FISH = "The mayor opened the fish market again after eleven weeks, and promised that it would not close another winter."


def told(number: int, *rest: Any, **options: Any) -> Article:
    """Return an article whose id is not taken for that of another: the store looks at its first half."""
    return replace(article(number, *rest, **options), id=f"{number:016x}{number:016x}")


COPY = told(4, "courier.example", 4, "Breakwater before the storms", LEAD, MORE)
ORIGINAL = told(1, "post.example", 1, "Breakwater before the storms", LEAD, MORE)
OTHER = told(2, "courier.example", 2, "Breakwater finished soon", LEAD, OWN)
STRANGE = told(3, "gazette.example", 3, HOSTILE, HOSTILE, "شكرا لكم على القراءة", url="javascript:alert(1)")
FORMS = (str, lambda number: f"{number:016x}", long_form)


def feed(scope: str) -> str:
    return f"feed/{single_feed_name(scope).removesuffix('.atom')}"


@pytest.fixture
def url(store_url: str) -> str:
    keep(store_url, ORIGINAL, OTHER, STRANGE, COPY)
    for scope, folder in ((POST, "World/Ports"), (COURIER, "World"), (GAZETTE, None)):
        subscribe(store_url, scope, folder)
    return store_url


@pytest.fixture
def client(url: str, tmp_path: Path) -> Iterator[ApiClient]:
    with serving(url, tmp_path) as found:
        yield found.log_in()


@pytest.fixture
def marks(tmp_path: Path) -> Marks:
    return Marks(tmp_path / "marks.db")


def test_a_story_is_one_item_with_its_tellings_in_its_body(client: ApiClient) -> None:
    items = client.items()
    assert [each["title"] for each in items] == [HOSTILE, OTHER.title, ORIGINAL.title]
    story = items[2]
    assert story["id"] == long_form(item_id(ORIGINAL.id))
    assert story["origin"] == {"streamId": feed(POST), "title": "post.example", "htmlUrl": ""}
    assert story["canonical"] == [{"href": ORIGINAL.url}]
    assert story["categories"] == [READING_LIST, "user/-/label/World/Ports"]
    assert "Also in:" in story["summary"]["content"]
    assert f'href="{COPY.url}"' in story["summary"]["content"]
    assert LEAD not in items[1]["summary"]["content"]
    assert OWN in items[1]["summary"]["content"]
    assert story["published"] == 1709280000
    assert client.titles(feed(COURIER)) == [OTHER.title]
    assert client.titles("user/-/label/World") == [OTHER.title]
    assert client.titles("user/1234/label/World/Ports") == [ORIGINAL.title]


def test_what_is_read_is_read_in_all_tellings_and_in_the_pages(
    client: ApiClient, url: str, tmp_path: Path, marks: Marks
) -> None:
    [story] = client.ids(feed(POST))
    pages = client_of(url, tmp_path)
    assert client.post("edit-tag", {"i": story, "a": READ}).text == "OK"
    assert marks.all_read() == {ORIGINAL.id, COPY.id}
    assert all('value="unread"' in pages.get(f"/a/{each.id}").text for each in (ORIGINAL, COPY))
    assert client.unread() == 2
    assert client.ids(xt=READ) == client.ids()[:2]
    # Undone on the page, which shows one of the two:
    pages.post("/marks", data={"do": "unread", "id": ORIGINAL.id})
    assert marks.all_read() == set()
    assert client.unread() == 3
    pages.post("/marks", data={"do": "read", "id": COPY.id})
    assert client.ids(READ) == [story]
    assert client.post("edit-tag", {"i": story, "a": "user/-/state/com.google/kept-unread", "r": READ}).text == "OK"
    assert marks.all_read() == set()


def test_stars_are_those_of_the_pages(client: ApiClient, url: str, tmp_path: Path, marks: Marks) -> None:
    [story] = client.ids(feed(POST))
    pages = client_of(url, tmp_path)
    assert client.post("edit-tag", {"i": story, "a": STARRED}).text == "OK"
    assert client.ids(STARRED) == client.ids(it=STARRED) == [story]
    assert all('value="unstar"' in pages.get(f"/a/{each.id}").text for each in (ORIGINAL, COPY))
    assert STARRED in client.items(feed(POST))[0]["categories"]
    pages.post("/marks", data={"do": "unstar", "id": COPY.id})
    assert client.ids(STARRED) == []
    pages.post("/marks", data={"do": "star", "id": COPY.id})
    assert client.ids(STARRED) == [story]
    client.post("edit-tag", {"i": story, "r": STARRED})
    assert marks.all_starred() == set()


def test_a_late_original_keeps_the_id_the_arrival_and_the_mark_of_its_story(store_url: str, tmp_path: Path) -> None:
    keep(store_url, COPY)
    subscribe(store_url, COURIER)
    subscribe(store_url, POST)
    with serving(store_url, tmp_path) as found:
        client = found.log_in()
        [before] = client.items()
        client.post("edit-tag", {"i": before["id"], "a": READ})
        keep(store_url, ORIGINAL)
        [after] = client.items()
        assert after["origin"]["streamId"] == feed(POST)
        assert (after["id"], after["timestampUsec"]) == (before["id"], before["timestampUsec"])
        assert READ in after["categories"]
        assert client.unread() == 0
        page = client_of(store_url, tmp_path).get("/").text
        assert page.count('class="row') - page.count('class="rows"') == page.count('class="row read"') == 1
        # The id of the original itself means the story, too, for those who ask for it.
        named = client.post("stream/items/contents", {"i": [item_id(COPY.id), item_id(ORIGINAL.id)]}).json["items"]
        assert [each["id"] for each in named] == [before["id"]]


@pytest.mark.parametrize("form", FORMS)
def test_an_id_may_be_written_in_three_forms(client: ApiClient, form) -> None:
    number = item_id(ORIGINAL.id)
    [item] = client.post("stream/items/contents", {"i": form(number), "output": "json"}).json["items"]
    assert item["title"] == ORIGINAL.title
    assert client.get("stream/items/contents", i=form(number)).json["items"] == [item]
    assert client.post("edit-tag", [("i", form(number)), ("a", READ)]).text == "OK"
    assert client.ids(READ) == [str(number)]


@pytest.mark.parametrize("wrong", ["", "x", "tag:google.com,2005:reader/item/", "1;2", "9" * 30, "-", "é", "\x1b[2J"])
def test_what_is_no_id_is_named(client: ApiClient, wrong: str) -> None:
    for call in ("edit-tag", "stream/items/contents"):
        answer = client.post(call, [("i", str(item_id(ORIGINAL.id))), ("i", wrong), ("a", READ)])
        assert (answer.status, answer.text[:2], answer.text.count("\n")) == (400, "i=", 1)
        assert "\x1b" not in answer.text
    assert client.unread() == 3


def test_ten_thousand_ids_are_read_at_once_and_no_more(client: ApiClient) -> None:
    ids = [long_form(item_id(str(each))) for each in range(9_997)]
    form = [("i", each) for each in (*ids, *client.ids())] + [("a", READ)]
    assert client.post("edit-tag", form).text == "OK"
    assert client.unread() == 0
    answer = client.post("edit-tag", [*form, ("i", "1")])
    assert (answer.status, answer.text) == (413, "10,001 items: name at most 10,000 at a time\n")


def test_pages_of_a_stream_stay_where_they_are_while_items_arrive(client: ApiClient, url: str) -> None:
    everything = client.ids()
    first = client.get("stream/items/ids", s=READING_LIST, n=1).json
    keep(url, told(6, "post.example", 9, "Another", FISH))
    assert len(client.ids()) == 4
    client.post("edit-tag", {"i": everything[0], "a": READ})
    found, continuation = [first["itemRefs"][0]["id"]], first["continuation"]
    while continuation:
        page = client.get("stream/items/ids", s=READING_LIST, n=1, c=continuation, xt=READ).json
        found += [each["id"] for each in page["itemRefs"]]
        continuation = page.get("continuation")
    assert found == everything
    assert client.ids(r="o") == [*reversed(everything), client.ids()[0]]
    oldest = client.get("stream/contents", n=2, r="o").json
    assert [each["title"] for each in oldest["items"]] == [ORIGINAL.title, OTHER.title]
    rest = client.get("stream/contents", n=2, r="o", c=oldest["continuation"]).json
    assert [each["title"] for each in rest["items"]] == [HOSTILE, "Another"]
    assert "continuation" not in rest


def test_items_arrive_when_they_can_be_listed(client: ApiClient, url: str) -> None:
    """A client that asks for what arrived since it asked last gets what was fetched before and judged after that."""
    assert {each["timestampUsec"][:10] for each in client.items()} == {"1710892800"}  # when they were fetched
    asked = datetime.now(UTC).timestamp()
    keep(url, told(6, "post.example", 9, "Another", FISH))
    assert client.titles(ot=f"{asked:.6f}") == ["Another"]
    assert client.titles(nt=int(asked - 60)) == client.titles()[1:]
    [item] = client.items(ot=int(asked) + 1)  # rounded up
    assert int(item["crawlTimeMsec"]) == int(item["timestampUsec"]) // 1000
    times = [int(each["timestampUsec"]) for each in client.items()]
    assert times == sorted(set(times), reverse=True)


def test_the_first_call_of_all_may_ask_for_one_feed(client: ApiClient) -> None:
    [first] = client.items(feed(COURIER))
    assert first["title"] == OTHER.title
    assert {each["timestampUsec"][:10] for each in client.items()} == {"1710892800"}  # when they were fetched


def test_an_item_that_was_never_listed_is_marked_under_its_id(client: ApiClient) -> None:
    assert client.post("edit-tag", {"i": [item_id(ORIGINAL.id), 2**64 - 1], "a": READ}).text == "OK"
    assert client.titles(READ) == [ORIGINAL.title]


def test_the_same_items_are_listed_after_a_restart(url: str, tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        with serving(url, tmp_path) as client:
            found.append([(each["id"], each["timestampUsec"]) for each in client.log_in().items()])
    assert found[0] == found[1]
    (tmp_path / "marks.db").unlink()
    with serving(url, tmp_path) as client:
        assert client.log_in().ids() == [str(int(each[0].rpartition("/")[2], 16)) for each in found[0]]


def test_stories_are_read_once_while_the_store_stays_as_it_is(tmp_path: Path) -> None:
    """What a synchronisation costs does not grow with the store at every call."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    keep(url, ORIGINAL, OTHER)
    for scope in (POST, COURIER):
        subscribe(url, scope)
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    with serving(url, tmp_path) as found:
        client = found.log_in()
        first = client.ids()
        event.listen(Engine, "before_cursor_execute", note)
        try:
            assert client.post("edit-tag", {"i": first[0], "a": STARRED}).text == "OK"
            assert any("FROM articles" in each for each in statements)  # those of one story
            statements.clear()
            assert (client.ids(), client.ids(STARRED), client.unread()) == (first, first[:1], 2)
            assert not any("FROM articles" in each for each in statements)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        keep(url, told(6, "post.example", 9, "Another", FISH))
        assert client.ids()[1:] == first


def test_what_is_kept_between_calls_is_what_a_server_lists_that_starts_anew(
    url: str, tmp_path: Path, marks: Marks
) -> None:
    """Only the stories that changed are read again, whatever changed about them."""
    late = told(7, "gazette.example", 1, "Fish market opens", FISH)
    early = told(8, "post.example", 5, "Fish market opens", FISH)
    with serving(url, tmp_path) as kept:
        client = kept.log_in()
        for changes in (
            [lambda: keep(url, early), lambda: client.ids(feed(POST))],  # whose arrivals that call records
            [lambda: keep(url, late), lambda: subscribe(url, COURIER, prefer=True)],
            [
                lambda: subscribe(url, POST, policy="fold"),
                lambda: marks.show(COPY.id, WHOLE, "2024-03-21T00:00:00+00:00"),
            ],
            [lambda: subscribe(url, COURIER, prefer=False, drop=("finished",)), lambda: marks.hide(COPY.id, WHOLE)],
        ):
            for change in changes:
                client.ids()
                change()
            with serving(url, tmp_path) as fresh:
                assert client.items() == fresh.log_in().items()


def test_an_article_that_is_shown_again_is_listed_at_once(client: ApiClient, marks: Marks) -> None:
    before = client.ids()
    marks.show(COPY.id, WHOLE, "2024-03-21T00:00:00+00:00")
    assert len(client.ids()) == len(before) + 1
    marks.hide(COPY.id, WHOLE)
    assert client.ids() == before


def test_arrivals_that_were_deleted_meanwhile_are_recorded_again(client: ApiClient, tmp_path: Path) -> None:
    before = client.ids()
    with closing(sqlite3.connect(tmp_path / "marks.db")) as file, file:
        file.execute("DELETE FROM arrivals")
    assert client.ids() == before
    assert set(Arrivals(tmp_path / "marks.db").articles(map(int, before))) == set(map(int, before))


def test_an_item_that_is_judged_again_stays_listed(client: ApiClient, url: str) -> None:
    assert len(client.ids()) == 3
    store = Store(url)
    changed = told(1, "post.example", 1, "Breakwater before the storms", LEAD, MORE, FISH)
    ingestion = Ingestion(store)
    ingestion.add(store.start_run("test", "2024-03-21T00:00:00+00:00"), 0, changed)
    ingestion.flush()
    assert store.count_pending()
    store.close()
    assert len(client.ids()) >= 3
    assert str(item_id(ORIGINAL.id)) in client.ids()


@pytest.mark.parametrize(
    ("stream", "status"),
    [
        ("nothing", 400),
        ("feed/", 400),
        ("feed/none", 404),
        ("user/-/state/com.example/x", 400),
        ("\x1b[2J", 400),
        ("feed/" + "x" * 9000, 404),
    ],
)
def test_an_unknown_stream_is_named(client: ApiClient, stream: str, status: int) -> None:
    for answer in (
        client.get("stream/items/ids", s=stream),
        client.get("stream/items/ids", s=READING_LIST, xt=stream),
        client.post("mark-all-as-read", {"s": stream}),
    ):
        assert answer.status == status
        assert answer.text.count("\n") == 1
        assert len(answer.text) < 130
        assert "\x1b" not in answer.text
    assert client.unread() == 3


@pytest.mark.parametrize("stream", ["user/-/label/none", "user/-/state/com.google/broadcast", "user/-/label/Wor"])
def test_what_nothing_has_is_empty(client: ApiClient, stream: str) -> None:
    assert client.ids(stream) == client.items(stream) == []
    assert client.post("mark-all-as-read", {"s": stream}).text == "OK"
    assert client.unread() == 3


def test_a_feed_may_be_named_by_its_address(client: ApiClient) -> None:
    assert client.ids(f"feed/{POST}") == client.ids(feed(POST)) != []


@pytest.mark.parametrize("digits", [10, 13, 16, 19])
def test_what_arrived_later_is_not_marked_with_the_rest(client: ApiClient, url: str, digits: int) -> None:
    assert client.unread() == 3
    now = f"{datetime.now(UTC).timestamp() - 2:.9f}".replace(".", "")[:digits]
    keep(url, told(6, "post.example", 9, "Another", FISH))
    assert client.post("mark-all-as-read", {"s": "user/-/label/World", "ts": now}).text == "OK"
    assert client.unread() == 3
    assert client.post("mark-all-as-read", {"s": READING_LIST, "ts": now}).text == "OK"
    assert client.titles(xt=READ) == ["Another"]
    client.post("mark-all-as-read", {"s": feed(POST)})
    assert client.unread() == 0


def test_unread_items_are_counted_by_feed_and_folder(client: ApiClient) -> None:
    client.post("edit-tag", {"i": client.ids(feed(COURIER)), "a": READ})
    found = {each["id"]: each["count"] for each in client.get("unread-count").json["unreadcounts"]}
    assert found == {
        READING_LIST: 2, feed(POST): 1, feed(COURIER): 0, feed(GAZETTE): 1,
        "user/-/label/World": 0, "user/-/label/World/Ports": 1,
    }  # fmt: skip


@pytest.mark.parametrize("parameter", [{"n": "x"}, {"ot": "nan"}, {"nt": "1e999"}, {"c": "x"}, {"c": "9" * 40}])
def test_a_parameter_that_is_no_number_is_named(client: ApiClient, parameter: dict[str, str]) -> None:
    answer = client.get("stream/contents", **parameter)
    assert answer.status == 400
    [(name, _)] = parameter.items()
    assert answer.text.startswith(f"{name}=")
    assert client.get("stream/contents", n=-5).json["items"] == []
    assert len(client.get("stream/contents", n="1e300").json["items"]) == 3


def test_what_feeds_say_is_never_markup(client: ApiClient) -> None:
    item = client.items(feed(GAZETTE))[0]
    assert item["title"] == HOSTILE
    assert "<script" not in item["summary"]["content"]
    assert item["canonical"] == item["alternate"] == []
    assert client.get("stream/contents").headers["x-content-type-options"] == "nosniff"


def test_the_calls_are_where_apps_look_for_them(client: ApiClient) -> None:
    assert client.send("/api/greader.php/reader/api/0/user-info").json["userId"]
    answer = client.send("/api/greader.php/accounts/ClientLogin", {"Email": "me", "Passwd": PASSWORD})
    assert [line.partition("=")[0] for line in answer.text.splitlines()] == ["SID", "LSID", "Auth"]
    assert client.get("nothing").status == 404
    assert client.get("subscription/list", output="xml").status == 400
    assert client.get("token", output="text").status == 200
    assert client.post("edit-tag?output=text", {"i": client.ids()[:1], "a": READ}).text == "OK"
    for call in ("edit-tag", "subscription/edit", "rename-tag", "disable-tag", "mark-all-as-read"):
        assert client.get(call, i="1", s=READING_LIST).status == 405
    assert client.get("preference/list").json == {"prefs": []}
    assert client.get("preference/stream/list").json == {"streamprefs": {}}
    assert client.get("tag/list").json["tags"] == [
        {"id": STARRED},
        {"id": "user/-/label/World", "type": "folder"},
        {"id": "user/-/label/World/Ports", "type": "folder"},
    ]


def test_a_list_that_a_client_has_is_not_sent_again(client: ApiClient) -> None:
    path = f"/reader/api/0/stream/contents/{READING_LIST}?n=50"
    first = client.send(path)
    assert client.send(path, headers={"If-None-Match": first.headers["etag"]}).status == 304
    client.post("edit-tag", {"i": client.ids(), "a": READ})
    assert client.send(path, headers={"If-None-Match": first.headers["etag"]}).status == 200


@pytest.mark.parametrize("call", ["subscription/list", "stream/items/ids", "tag/list", "unread-count"])
def test_a_list_that_more_calls_follow_is_always_sent(client: ApiClient, call: str) -> None:
    """Liferea asks for the items of feeds only after a list of subscriptions that is not answered with 304."""
    answer = client.get(call)
    assert (answer.headers["etag"], answer.headers["last-modified"]) == (None, None)
    assert answer.headers["cache-control"] == "no-store"


def test_newsboat_reads_atom_with_labels(client: ApiClient) -> None:
    client.post("edit-tag", {"i": client.ids(feed(POST)), "a": READ})
    path = f"/reader/atom/{READING_LIST}?n=50"
    document = etree.fromstring(client.send(path.replace("/-/", "%2F-%2F")).text.encode())
    atom = "{http://www.w3.org/2005/Atom}"
    labels = {
        entry.findtext(f"{atom}title"): [each.get("label") for each in entry.iter(f"{atom}category")]
        for entry in document.iter(f"{atom}entry")
    }
    assert labels[ORIGINAL.title] == ["reading-list", "Ports", "read"]
    assert labels[HOSTILE] == ["reading-list", "fresh"]


def test_policies_patterns_and_preferences_hold(url: str, tmp_path: Path) -> None:
    subscribe(url, COURIER, prefer=True)
    subscribe(url, GAZETTE, drop=("alert",))
    with serving(url, tmp_path) as found:
        client = found.log_in()
        assert client.titles() == [OTHER.title, ORIGINAL.title]
        [story] = [each for each in client.items() if each["title"] == ORIGINAL.title]
        assert story["canonical"] == [{"href": COPY.url}]
        assert f'href="{ORIGINAL.url}"' in story["summary"]["content"]
        subscribe(url, COURIER, prefer=False, policy="fold")
        items = client.items(feed(COURIER))
        assert [each["title"] for each in items] == [COPY.title, OTHER.title]
        assert "<details>" in items[1]["summary"]["content"]
        assert client.items(feed(POST))[0]["id"] == story["id"]
        client.post("edit-tag", {"i": items[0]["id"], "a": READ})
        assert client.ids(xt=READ) == client.ids(feed(COURIER))[1:]


def test_a_story_whose_text_was_removed_is_listed_no_more(client: ApiClient, url: str) -> None:
    assert len(client.ids()) == 3
    store = Store(url)
    store.mark_delivered(store.select())
    assert list(prune(store, "2024-03-03T00:00:00+00:00"))
    store.close()
    # The original is gone; a copy that is younger tells its story on, under the same id.
    assert client.titles() == [HOSTILE, COPY.title]
    assert str(item_id(ORIGINAL.id)) in client.ids(feed(COURIER))


def test_a_story_stays_known_when_the_feed_that_told_it_first_goes(client: ApiClient) -> None:
    [story] = client.ids(feed(POST))
    client.post("edit-tag", {"i": story, "a": READ})
    assert client.post("subscription/edit", {"ac": "unsubscribe", "s": feed(POST)}).text == "OK"
    assert story in client.ids(feed(COURIER))
    assert client.ids(READ) == [story]


def test_feeds_are_renamed_moved_and_removed(client: ApiClient) -> None:
    def listed() -> dict[str, tuple[str, list[str]]]:
        found = client.get("subscription/list").json["subscriptions"]
        return {each["url"]: (each["title"], [label["label"] for label in each["categories"]]) for each in found}

    assert listed()[POST] == ("post.example", ["World/Ports"])
    edit = {"ac": "edit", "s": feed(POST)}
    assert client.post("subscription/edit", edit | {"t": "The Post", "a": "user/-/label/News"}).text == "OK"
    assert listed()[POST] == ("The Post", ["News"])
    client.post("subscription/edit", edit | {"r": "user/-/label/Other"})
    assert listed()[POST][1] == ["News"]
    # In the query, as some clients send it.
    client.post(f"subscription/edit?ac=edit&s={feed(POST)}&r=user/-/label/News", b"")
    assert listed()[POST] == ("The Post", [])
    assert client.post("rename-tag", {"s": "user/-/label/World", "dest": "user/-/label/Globe/All"}).text == "OK"
    assert listed()[COURIER][1] == ["Globe/All"]
    assert client.post("disable-tag", {"s": "user/-/label/Globe/All"}).text == "OK"
    assert listed()[COURIER][1] == []
    # NetNewsWire removes the feeds of a folder first, and then the folder, which is gone already.
    assert client.post("disable-tag", {"s": "user/-/label/Globe/All"}).text == "OK"
    assert client.post("disable-tag", {"s": ["user/-/label/News", feed(POST)]}).status == 400
    assert client.post("rename-tag", {"s": "user/-/label/x", "dest": "y"}).status == 400
    assert client.post("subscription/edit", {"ac": "unsubscribe", "s": "feed/none"}).status == 404
    assert client.post("subscription/edit", {"ac": "eat", "s": feed(POST)}).status == 400
    assert client.post("subscription/edit", {"ac": "subscribe", "s": "user/-/label/x"}).status == 400
    # One unknown feed, and nothing is changed.
    assert client.post("subscription/edit", {"ac": "unsubscribe", "s": [feed(POST), "feed/none"]}).status == 404
    assert set(listed()) == {POST, COURIER, GAZETTE}
    assert client.post("subscription/edit", edit | {"s": [feed(POST), "feed/none"], "t": ["x", "y"]}).status == 404
    assert listed()[POST][0] == "The Post"
    client.post("subscription/edit", {"ac": "unsubscribe", "s": [feed(POST), f"feed/{COURIER}"]})
    assert list(listed()) == [GAZETTE]


def test_feeds_that_failed_or_are_paused_are_listed(client: ApiClient, url: str) -> None:
    store = Store(url)
    for scope, status in ((POST, "paused"), (COURIER, "retired")):
        known = store.subscription(scope)
        assert known is not None

        store.change_subscription(replace(known, status=status, why="HTTP 404"))
    store.close()
    assert len(client.get("subscription/list").json["subscriptions"]) == 3
    assert len(client.ids()) == 3


def test_feeds_are_added_by_their_address(
    client: ApiClient, url: str, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSFEED_ALLOW_PRIVATE", "127.0.0.1")
    entry = "<item><title>One</title><guid>1</guid></item>"
    for name in ("first", "second"):
        channel = f"<title>{name}</title><link>https://{name}.example/</link><description>News</description>{entry}"
        body = f'<rss version="2.0"><channel>{channel}</channel></rss>'.encode()
        stage.play(f"/{name}.xml", answer_of(body, **{"Content-Type": "application/rss+xml"}))
    first, second = stage.url("/first.xml"), stage.url("/second.xml")
    added = client.post("subscription/quickadd", {"quickadd": first}).json
    assert added == {"numResults": 1, "query": first, "streamId": feed(first), "streamName": "first"}
    form = {"ac": "subscribe", "s": f"feed/{second}", "t": "Own name", "a": "user/-/label/World"}
    assert client.post("subscription/edit", form).text == "OK"
    listed = {each["id"]: each for each in client.get("subscription/list").json["subscriptions"]}
    assert listed[feed(second)]["title"] == "Own name"
    assert listed[feed(second)]["url"] == second
    assert [each["label"] for each in listed[feed(second)]["categories"]] == ["World"]
    assert client.post("subscription/quickadd", {"quickadd": f"feed/{first}"}).json["streamId"] == feed(first)
    found = client.post("subscription/quickadd", {"quickadd": "/etc/passwd"}).json
    assert (found["numResults"], "not a web address" in found["error"]) == (0, True)
    assert client.post("subscription/edit", {"ac": "subscribe", "s": "feed/none"}).status == 400
