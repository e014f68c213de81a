"""Redirects are followed to the web only, without credentials, and not for ever."""

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newsfeed.fetch.errors import RedirectRefusedError
from newsfeed.fetch.redirect import WebRedirectMiddleware

START = "https://me:secret@example.org/a/feed"


@pytest.fixture
def redirects():
    return WebRedirectMiddleware.from_crawler(get_crawler(settings_dict={"REDIRECT_MAX_TIMES": 3}))


def redirected(middleware, location, status=302, request=None):
    request = request or Request(START, headers={"Authorization": "Basic eA=="})
    return middleware.process_response(request, Response(request.url, status, {"Location": location}))


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://example.org/new", "https://example.org/new"),
        ("new?a=1", "https://example.org/a/new?a=1"),
        ("//other.example/feed", "https://other.example/feed"),
        ("https://you:pass@other.example/", "https://other.example/"),
        ("https://you@work.example:p@ss@other.example/", "https://other.example/"),
        ("/caf\u00e9", "https://example.org/caf%C3%A9"),
    ],
)
def test_a_redirect_is_followed_without_the_credentials_in_it(redirects, location, target):
    followed = redirected(redirects, location.encode())
    assert isinstance(followed, Request)
    assert followed.url.replace("me:secret@", "") == target
    assert followed.dont_filter


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "http://[bad"])
def test_a_redirect_out_of_the_web_is_refused(redirects, location):
    with pytest.raises(RedirectRefusedError, match="which is not a web address"):
        redirected(redirects, location)


def test_the_authorization_goes_to_the_same_origin_only(redirects):
    assert "Authorization" in redirected(redirects, "/new").headers
    assert "Authorization" not in redirected(redirects, "https://other.example/").headers
    assert "Authorization" not in redirected(redirects, "http://example.org/a/feed").headers


@pytest.mark.parametrize("location", ["https://example.org/a/feed", "feed#top", "../a/feed", "/start"])
def test_a_redirect_to_an_address_of_the_chain_ends_at_once(redirects, location):
    request = redirected(redirects, "/a/feed", request=Request("https://example.org/start"))
    with pytest.raises(RedirectRefusedError, match="redirects in a loop"):
        redirected(redirects, location, request=request)


def test_the_chain_is_remembered_and_ends(redirects):
    request = Request("https://example.org/0")
    for number in range(1, 4):
        request = redirected(redirects, f"/{number}", 301, request)
    assert request.meta["redirect_urls"] == [f"https://example.org/{number}" for number in range(3)]
    assert request.meta["redirect_reasons"] == [301, 301, 301]
    with pytest.raises(RedirectRefusedError, match="redirected more than 3 times"):
        redirected(redirects, "/4", 301, request)


@pytest.mark.parametrize(("status", "location"), [(200, "/new"), (304, "/new"), (302, None)])
def test_what_is_no_redirect_is_left_as_it_is(redirects, status, location):
    request = Request("https://example.org/feed")
    response = Response(request.url, status, {"Location": location} if location else {})
    assert redirects.process_response(request, response) is response


def test_a_redirect_to_the_same_address_is_followed_with_the_cookie_that_it_sets(redirects):
    request = Request("https://example.org/feed")
    answer = Response(request.url, 302, {"Location": "/feed", "Set-Cookie": "session=1; Path=/"})
    followed = redirects.process_response(request, answer)
    assert (followed.url, followed.headers["Cookie"]) == (request.url, b"session=1")
    with pytest.raises(RedirectRefusedError, match="redirects in a loop"):
        redirects.process_response(followed, answer)


def test_a_cookie_goes_to_the_host_that_set_it_only(redirects):
    request = Request("https://example.org/feed")
    away = Response(request.url, 302, {"Location": "https://other.example/", "Set-Cookie": "session=1"})
    followed = redirects.process_response(request, away)
    assert "Cookie" not in followed.headers
    back = redirects.process_response(followed, Response(followed.url, 302, {"Location": request.url}))
    assert back.headers["Cookie"] == b"session=1"


def test_a_cookie_that_always_changes_does_not_go_on_for_ever(redirects):
    def follow(request, number):
        answer = Response(request.url, 302, {"Location": "/feed", "Set-Cookie": f"n={number}"})
        return redirects.process_response(request, answer)

    request = Request("https://example.org/feed")
    for number in range(3):
        request = follow(request, number)
    with pytest.raises(RedirectRefusedError, match="redirected more than 3 times"):
        follow(request, 3)


def test_cookies_too_long_for_a_header_are_not_sent(redirects):
    request = Request("https://example.org/feed")
    cookies = [f"c{number}={'x' * 1000}" for number in range(9)]
    followed = redirects.process_response(
        request, Response(request.url, 302, {"Location": "/next", "Set-Cookie": cookies})
    )
    assert "Cookie" not in followed.headers
