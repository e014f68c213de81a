"""What is connected to, whatever a URL spells and a name server says."""

import socket

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadConnectionRefusedError

from newsfeed.fetch.errors import AddressRefusedError, NotRequestedError

SPELLINGS = [
    "127.0.0.1",
    "localhost",
    "LOCALHOST.",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.01",
    "127.1",
    "2130706433",
    "127。0。0。1",
    "①②⑦.0.0.1",
    "ⓛocalhost",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1%25lo]",
    "[fe80::1%lo]",
    "0.0.0.0",  # noqa: S104 - it leads here
    "me:secret@127.0.0.1",
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_this_machine_is_connected_to(fetch, stage, host):
    with pytest.raises(Exception, match=r"not a public address|not a valid URL|not known") as caught:
        fetch(stage.url("/", host), NEWSFEED_ALLOW_PRIVATE="")
    assert "secret" not in str(caught.value)
    assert stage.asked == []


def test_the_reason_tells_what_to_do(fetch, stage):
    with pytest.raises(AddressRefusedError) as caught:
        fetch(stage.url(), NEWSFEED_ALLOW_PRIVATE="10.0.0.0/8")
    assert caught.value.reason == (
        "127.0.0.1 is not a public address (loopback); "
        f"if it is meant, allow it with NEWSFEED_ALLOW_PRIVATE=127.0.0.1:{stage.port}"
    )


@pytest.mark.parametrize(
    "allowed", ["127.0.0.1:{port}", "127.0.0.0/8", "localhost, 10.0.0.0/8 ::1", "LOCALHOST.:{port}"]
)
def test_what_is_allowed_is_connected_to(fetch, stage, allowed):
    stage.play("/", b"HTTP/1.1 200 OK\r\n\r\nhere")
    answer = fetch(stage.url("/", "localhost"), NEWSFEED_ALLOW_PRIVATE=allowed.format(port=stage.port))
    assert answer.body == b"here"


@pytest.mark.parametrize("allowed", ["127.0.0.1:1", "127.0.0.2", "localhost", "example.org"])
def test_what_is_allowed_elsewhere_is_not(fetch, stage, allowed):
    with pytest.raises(AddressRefusedError):
        fetch(stage.url(), NEWSFEED_ALLOW_PRIVATE=allowed)
    assert stage.asked == []


@pytest.fixture
def names(monkeypatch):
    """Names that a name server of the test's own knows: each a list of answers, one for each question."""
    known = {}
    real = socket.getaddrinfo

    def answers(host, port, *arguments, **more):
        if host not in known:
            return real(host, port, *arguments, **more)
        addresses = known[host].pop(0) if len(known[host]) > 1 else known[host][0]
        return [
            (family, socket.SOCK_STREAM, 6, "", (address, port, 0, 0) if family is socket.AF_INET6 else (address, port))
            for address in addresses
            for family in [socket.AF_INET6 if ":" in address else socket.AF_INET]
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    return known


def test_a_name_that_leads_elsewhere_the_second_time_is_judged_then(fetch, stage, names):
    names["rebound.example"] = [["192.0.2.1"], ["127.0.0.1"]]
    for _ in range(2):
        with pytest.raises(AddressRefusedError):
            fetch(stage.url("/", "rebound.example"), NEWSFEED_ALLOW_PRIVATE="")
    assert stage.asked == []


def test_of_several_addresses_only_those_allowed_are_tried(fetch, stage, names):
    stage.play("/", b"HTTP/1.1 200 OK\r\n\r\nhere")
    names["both.example"] = [["::1", "10.0.0.1", "127.0.0.1", "169.254.169.254"]]
    assert fetch(stage.url("/", "both.example")).body == b"here"
    with pytest.raises(AddressRefusedError):
        fetch(stage.url("/", "both.example"), NEWSFEED_ALLOW_PRIVATE="127.0.0.9")


def test_requests_at_the_same_time_are_judged_each_by_its_own_host(fetch_all, stage, names):
    stage.play("/", b"HTTP/1.1 200 OK\r\n\r\nhere")
    names |= {"one.example": [["127.0.0.1"]], "other.example": [["127.0.0.1"]]}
    hosts = ["one.example", "other.example"] * 20
    ends = fetch_all([Request(stage.url("/", host)) for host in hosts], NEWSFEED_ALLOW_PRIVATE="one.example")
    for host, end in zip(hosts, ends, strict=True):
        assert isinstance(end, NotRequestedError) == (host == "other.example")


def test_a_server_that_is_not_there_is_said_to_be_so(fetch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(DownloadConnectionRefusedError, match="the server refuses connections"):
        fetch(f"http://127.0.0.1:{port}/")
