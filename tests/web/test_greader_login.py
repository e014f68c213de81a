"""Who may call the Google Reader API: the password, tokens and how they end, edit tokens, limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import processes
import pytest
from reader_server import PASSWORD, READ, ApiClient, serving, subscribe
from web_store import ARTICLES, client_of, fill

from newsfeed.web.greader import tokens
from newsfeed.web.greader.endpoints import LONGEST_FORM
from newsfeed.web.greader.parameters import MOST_PARAMETERS
from newsfeed.web.greader.tokens import LIFE, MOST_CALLS, MOST_TOKENS, LoginTokens, issued
from newsfeed.web.guard import ATTEMPTS
from newsfeed.web.server import set_password

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow  # together they take seconds

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def serve(*words: str) -> tuple[int, str, str]:
    """Run ``newsfeed serve``; return its exit code, and what it printed."""
    done = processes.run("serve", *words, environment={})
    return done.returncode, done.stdout, done.stderr


def announced(client: ApiClient, length: int) -> int:
    """Return the status of the answer to a form that is announced to be so long; none of it is sent."""
    connection = HTTPConnection(client.address.removeprefix("http://"), timeout=30)
    connection.putrequest("POST", "/reader/api/0/edit-tag")
    connection.putheader("Content-Length", str(length))
    connection.putheader("Authorization", client.headers["Authorization"])
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.fixture
def url(tmp_path: Path) -> str:
    found = fill(tmp_path, ARTICLES)
    for each in ARTICLES[:3]:
        subscribe(found, each.feed.url)
    return found


@pytest.fixture
def stranger(url: str, tmp_path: Path) -> Iterator[ApiClient]:
    with serving(url, tmp_path) as found:
        yield found


def test_there_is_no_api_unless_it_is_asked_for(url: str, tmp_path: Path) -> None:
    pages = client_of(url, tmp_path)
    assert pages.post("/accounts/ClientLogin", data={"Passwd": PASSWORD}).status_code == 404
    assert pages.get("/reader/api/0/user-info").status_code == 404


def test_it_is_not_served_without_a_password(url: str) -> None:
    code, _, said = serve("--greader", "-s", f"NEWSFEED_STORE={url}")
    assert code == 2
    [line] = said.splitlines()
    assert "--greader: feed readers log in with a password; name one with --password-file FILE" in line


@pytest.mark.parametrize("path", ["/accounts/ClientLogin", "/api/greader.php/accounts/ClientLogin"])
def test_the_password_gives_a_token(stranger: ApiClient, path: str) -> None:
    form = {"Email": "whoever", "Passwd": PASSWORD, "service": "reader", "source": "newsboat/2.21.0"}
    for answer in (stranger.send(path, form), stranger.send(f"{path}?{urlencode(form)}")):
        given = dict(line.split("=") for line in answer.text.splitlines())
        assert set(given) == {"SID", "LSID", "Auth"}
        header = {"Authorization": f"GoogleLogin auth={given['Auth']}"}
        assert stranger.send("/reader/api/0/user-info", headers=header).status == 200
        assert answer.headers["cache-control"] == "no-store"


def test_wrong_passwords_are_refused_and_then_none_is_tried(stranger: ApiClient) -> None:
    for _ in range(ATTEMPTS):
        answer = stranger.send("/accounts/ClientLogin", {"Email": "me", "Passwd": "wrong"})
        assert (answer.status, answer.text) == (401, "Error=BadAuthentication\n")
    answer = stranger.send("/accounts/ClientLogin", {"Email": "me", "Passwd": PASSWORD})
    assert (answer.status, answer.headers["retry-after"]) == (429, "60")


@pytest.mark.parametrize(
    "header", ["", "GoogleLogin", "GoogleLogin auth=", "GoogleLogin auth=x", "Bearer x", "Basic !"]
)
def test_without_a_token_nothing_is_told(stranger: ApiClient, header: str) -> None:
    client = ApiClient(stranger.address, {"Authorization": header})
    for answer in (
        client.get("subscription/list"),
        client.post("edit-tag", {"i": "1", "a": READ}),
        client.send("/reader/atom/user/-/state/com.google/reading-list"),
        client.get("no-such-call"),
    ):
        assert (answer.status, answer.headers["x-reader-google-bad-token"]) == (401, "true")
        assert answer.text == "Unauthorized: log in at /accounts/ClientLogin\n"


def test_a_session_of_the_pages_is_no_token_and_no_token_is_a_session(stranger: ApiClient) -> None:
    cookie = stranger.send("/login", {"password": PASSWORD}).headers.get("set-cookie") or ""
    assert stranger.send("/reader/api/0/user-info", headers={"Cookie": cookie}).status == 401
    token = stranger.log_in().headers["Authorization"].rpartition("=")[2]
    assert "password" in stranger.send("/", headers={"Cookie": f"session={token}; SID={token}"}).text


def test_changes_come_from_anywhere_with_a_token_and_from_nowhere_without(stranger: ApiClient) -> None:
    client = stranger.log_in()
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    form = {"i": client.ids(), "a": READ}
    assert stranger.send("/reader/api/0/edit-tag", form, elsewhere).status == 401
    # Apps in a browser engine send an origin of their own, such as file://.
    assert client.send("/reader/api/0/edit-tag", form, {"Origin": "null"}).text == "OK"
    assert stranger.send("/marks", {"do": "read", "id": "1"}, elsewhere).status == 403
    assert client.send("/reader/api/0/edit-tag", form, {"Host": "evil.example"}).status == 421


def test_a_form_may_have_the_token_of_the_login(stranger: ApiClient) -> None:
    client = stranger.log_in()
    token = client.headers["Authorization"].rpartition("=")[2]
    [first, *_] = ids = client.ids()
    found = stranger.post("stream/items/contents", {"T": token, "output": "json", "i": ids})
    assert len(found.json["items"]) == 3
    assert stranger.post("edit-tag", {"T": token, "i": first, "a": READ}).text == "OK"
    assert client.unread() == 2
    for refused in (
        stranger.get("stream/contents", T=token),  # an address is logged, shared and kept in a history
        stranger.post("edit-tag", {"T": client.get("token").text, "i": first, "r": READ}),
        ApiClient(stranger.address, {"Authorization": "Basic x"}).post("edit-tag", {"T": token, "i": first, "r": READ}),
    ):
        assert refused.status == 401
    assert client.unread() == 2


@pytest.mark.parametrize(
    ("given", "status"),
    [(None, 200), ("", 200), ("x", 200), ("mine", 200), ("mine\n", 200), ("other", 401), ("y", 401)],
)
def test_an_edit_token_must_be_that_of_the_login_if_there_is_one(
    stranger: ApiClient, given: str | None, status: int
) -> None:
    client, other = stranger.log_in(), stranger.log_in()
    mine, theirs = client.get("token").text, other.get("token").text
    assert len(mine) == 57
    form = {"i": client.ids(), "a": READ}
    if given is not None:
        form["T"] = given.replace("mine", mine).replace("other", theirs)
    answer = client.post("edit-tag", form)
    assert answer.status == status
    assert (answer.headers["x-reader-google-bad-token"] == "true") is (status == 401)
    assert client.unread() == (3 if status == 401 else 0)


def test_a_token_ends_after_its_life_and_lives_on_while_it_is_used(tmp_path: Path) -> None:
    made = LoginTokens(tmp_path / "marks.db", "hash")
    token = made.issue("app", NOW)
    later = NOW + LIFE - timedelta(minutes=1)
    assert made.is_valid(token, later)
    assert made.is_valid(token, later + LIFE - timedelta(minutes=1))
    assert not made.is_valid(token, later + 3 * LIFE)
    assert not made.is_valid("", NOW)


def test_a_new_password_revokes_all_tokens(url: str, tmp_path: Path) -> None:
    with serving(url, tmp_path) as found:
        headers = found.log_in().headers
    with serving(url, tmp_path) as found:
        assert ApiClient(found.address, headers).get("user-info").status == 200
    set_password(tmp_path / "password", "another password")
    with serving(url, tmp_path) as found:
        assert ApiClient(found.address, headers).get("user-info").status == 401


def test_tokens_are_stored_hashed_and_no_more_than_needed(tmp_path: Path) -> None:
    path = tmp_path / "marks.db"
    made = LoginTokens(path, "hash")
    first = made.issue("first", NOW)
    for number in range(MOST_TOKENS):
        token = made.issue(f"app {number}\x1b[2J", NOW + timedelta(seconds=number + 1))
    assert len(issued(path)) == MOST_TOKENS
    assert not made.is_valid(first, NOW)
    assert token.encode() not in path.read_bytes()
    assert "\x1b" not in issued(path)[0].client


def test_tokens_are_listed_and_revoked_by_the_command(stranger: ApiClient, tmp_path: Path) -> None:
    marks = f"--marks={tmp_path / 'marks.db'}"
    assert serve("--list-tokens", marks)[1] == "no feed reader has logged in\n"
    clients = [stranger.log_in(), stranger.log_in(), stranger.log_in()]
    lines = serve("--list-tokens", marks)[1].splitlines()
    assert [line.split()[0] for line in lines] == ["1", "2", "3"]
    assert "Python-urllib" in lines[0]
    assert serve("--revoke-token", "2", marks)[1] == "1 logged out\n"
    assert [each.get("user-info").status for each in clients] == [200, 401, 200]
    for wrong in ("2", "x", "-1"):
        code, _, said = serve(f"--revoke-token={wrong}", marks)
        assert (code, said.count("\n")) == (2, 1)
    assert serve("--revoke-token", "all", marks)[1] == "2 logged out\n"
    assert [each.get("user-info").status for each in clients] == [401, 401, 401]


def test_a_client_that_calls_without_end_is_told_to_wait(stranger: ApiClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_CALLS >= 1000  # a reload of as many feeds
    monkeypatch.setattr(tokens, "MOST_CALLS", 3)
    client, other = stranger.log_in(), stranger.log_in()
    assert [client.get("user-info").status for _ in range(4)] == [200, 200, 200, 429]
    assert client.get("user-info").headers["retry-after"] == "60"
    assert other.get("user-info").status == 200


def test_forms_that_are_none_are_refused(stranger: ApiClient) -> None:
    client = stranger.log_in()
    many = b"&".join(b"i=1" for _ in range(MOST_PARAMETERS + 1))
    assert client.post("edit-tag", many).status == 413
    assert announced(client, LONGEST_FORM + 1) == 413
    assert client.post("edit-tag", b"\xff\x00&&==%zz&i=%ff").status == 400
    multipart = {"Content-Type": "multipart/form-data; boundary=x"}
    assert client.send("/reader/api/0/edit-tag", b"--x--", multipart).status == 415
    assert client.get("stream/contents/../../../etc/passwd").status == 400
    assert client.unread() == 3


def test_nothing_is_changed_where_it_is_served_read_only(url: str, tmp_path: Path) -> None:
    with serving(url, tmp_path, read_only=True) as found:
        client = found.log_in()
        feed = client.get("subscription/list").json["subscriptions"][0]["id"]
        for call, form in (
            ("subscription/edit", {"ac": "unsubscribe", "s": feed}),
            ("subscription/quickadd", {"quickadd": "https://new.example"}),
            ("disable-tag", {"s": "user/-/label/x"}),
            ("rename-tag", {"s": "user/-/label/x", "dest": "user/-/label/y"}),
        ):
            answer = client.post(call, form)
            assert (answer.status, answer.text) == (403, "served read-only: subscriptions cannot be changed\n")
        assert client.post("edit-tag", {"i": client.ids(), "a": READ}).text == "OK"
