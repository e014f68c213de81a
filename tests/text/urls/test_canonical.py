from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from w3lib.url import canonicalize_url

from newsfeed.text.urls.canonical import canonical_url, page_key, section, site, url_key


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://h.example/a?utm_source=rss&id=7&fbclid=x#top", "https://h.example/a?id=7"),
        ("https://h.example/a?UTM_Source=rss", "https://h.example/a"),
        ("https://h.example/a?b=1&amp;c=2", "https://h.example/a?b=1&c=2"),
        ("https://h.example/a?b=1&amp;amp;c=2&#038;d=3", "https://h.example/a?b=1&c=2&d=3"),
        ("https://h.example/a?ref=rss", "https://h.example/a"),
        ("https://h.example/a?source=rss-17c9----2", "https://h.example/a"),
        ("https://h.example/a?source=agency&ref=v2", "https://h.example/a?ref=v2&source=agency"),
        (
            "https://mp.weixin.qq.com/s?__biz=M&idx=1&sn=9&chksm=c&scene=27",
            "https://mp.weixin.qq.com/s?__biz=M&idx=1&sn=9",
        ),
        ("https://h.example/play?scene=27", "https://h.example/play?scene=27"),
        ("https://www.youtube.com/watch?v=abc&si=z&feature=youtu.be", "https://www.youtube.com/watch?v=abc"),
        ("HTTPS://H.Example:443/A", "https://h.example/A"),
        ("http://h.example:8080/", "http://h.example:8080/"),
        (" https://h.example/a b\n", "https://h.example/a%20b"),
        ("https://h.example/cn/欧洲/%e6%b8%af", "https://h.example/cn/%E6%AC%A7%E6%B4%B2/%E6%B8%AF"),
        ("https://h.example/%E6%B8%AF/a%C3%A9%FF", "https://h.example/%E6%B8%AF/a%C3%A9%FF"),
        ("https://h.example/%41%7E%2F%e9", "https://h.example/A~%2F%E9"),
        ("http://例え.jp/", "http://xn--r8jz45g.jp/"),
        ("/b/../c?x", "https://base.example/c?x="),
        ("d", "https://base.example/feeds/d"),
        ("//h.example/a", "https://h.example/a"),
    ],
)
def test_canonical_form(url: str, canonical: str) -> None:
    assert canonical_url(url, "https://base.example/feeds/rss.xml") == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mailto:a@h.example",
        "javascript:alert(1)",
        "ftp://h.example/",
        "a/b",
        "https://",
        "https://[::1",
        "http://h:x/",
        "http://a b/",
        "https://h.example/\ud800",
        "https://h.example/" + "a" * 9000,
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    assert canonical_url(url) is None


@pytest.mark.parametrize(
    "variant",
    [
        "http://h.example/a/?id=7",
        "https://www.h.example/a?id=7",
        "https://H.example/a/?id=7&utm_medium=feed#c",
    ],
)
def test_key_folds_what_does_not_matter(variant: str) -> None:
    assert url_key(variant) == url_key("https://h.example/a?id=7")


def test_key_keeps_what_tells_articles_apart() -> None:
    urls = [
        "https://h.example/a?id=7",
        "https://h.example/a?id=8",
        "https://h.example/A?id=7",
        "https://m.h.example/a?id=7",
    ]
    assert len({url_key(url) for url in urls}) == len(urls)
    assert url_key("tag:h.example,2024:1") == "tag:h.example,2024:1"


# Addresses that lead to one page, and to several, as feeds, newsletters and share buttons write them.
ONE_PAGE = [
    ("https://h.example/a", "http://h.example/a"),
    ("https://h.example/a", "https://www.h.example/a"),
    ("https://h.example/a", "https://h.example/a/"),
    ("https://h.example/a", "HTTPS://H.EXAMPLE:443/a"),
    ("https://h.example/a", "https://h.example/a#comments"),
    ("https://h.example/a", "https://h.example/a?"),
    ("https://h.example/a", "https://h.example/b/../a"),
    ("https://h.example/a?x=1&y=2", "https://h.example/a?y=2&x=1"),
    ("https://h.example/a?x=1&y=2", "https://h.example/a?x=1&amp;y=2"),
    ("https://h.example/a?x=1&y=2", "https://h.example/a?x=1&amp;amp;y=2"),
    ("https://h.example/caf%C3%A9", "https://h.example/café"),
    ("https://h.example/caf%C3%A9", "https://h.example/caf%c3%a9"),
    ("https://h.example/a", "https://h.example/a?utm_source=rss&utm_medium=feed"),
    ("https://h.example/a", "https://h.example/a?UTM_CAMPAIGN=x"),
    ("https://h.example/a?id=7", "https://h.example/a?id=7&fbclid=Iw"),
    ("https://h.example/a?id=7", "https://h.example/a?gclid=x&id=7"),
    ("https://h.example/a", "https://h.example/a?ref=rss"),
    ("https://h.example/a", "https://h.example/a?source=rss_daily"),
    ("https://h.example/a", "https://h.example/a?ampref=rss"),
    ("https://h.example/a", "https://h.example/a?traffic_source=rss"),
    ("https://h.example/a", "https://h.example/a?ito=1490&ns_mchannel=rss&at_medium=RSS"),
    ("https://h.example/a", "https://h.example/a?spm=1.2.3&cmpid=feed"),
    ("https://h.example/a", "https://h.example/a?partner=rss&emc=rss"),
    ("https://h.example/a", "https://h.example/a?xtor=RSS-3208"),
    (
        "https://mp.weixin.qq.com/s?__biz=M&idx=1&sn=9",
        "http://mp.weixin.qq.com/s?__biz=M&idx=1&sn=9&chksm=8&scene=27#rd",
    ),
    ("https://www.youtube.com/watch?v=abc", "https://youtube.com/watch?v=abc&feature=youtu.be&si=x"),
    ("https://h.example/a", "https://h-example.cdn.ampproject.org/c/s/h.example/a"),
    ("https://h.example/a?x=1", "https://cdn.ampproject.org/v/s/www.h.example/a?x=1&usqp=mq331&amp_js_v=0.1"),
    ("http://h.example/a", "https://www.google.com/amp/h.example/a"),
    ("https://h.example/a?x=1", "https://www.google.com/url?rct=j&sa=t&url=https://h.example/a%3Fx%3D1&ct=ga&usg=A"),
    (
        "https://h.example/a",
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&url=https%3a%2f%2fh.example%2fa&c=1",
    ),
]
SEVERAL_PAGES = [
    ("https://h.example/a?id=7", "https://h.example/a?id=8"),
    ("https://h.example/a", "https://h.example/A"),
    ("https://h.example/a", "https://m.h.example/a"),
    ("https://h.example/a", "https://h.example/a/amp"),
    ("https://h.example/a?ref=v2", "https://h.example/a?ref=v3"),
    ("https://h.example/play?scene=27", "https://h.example/play?scene=28"),
    ("https://mp.weixin.qq.com/s?__biz=M&idx=1&sn=9", "https://mp.weixin.qq.com/s?__biz=M&idx=2&sn=8"),
    ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abd"),
    ("https://h.example/?p=7", "https://h.example/?p=8"),
    ("https://h.example/a?cid=1", "https://h.example/a?cid=2"),
    ("https://h.example/a?feature=1", "https://h.example/a?feature=2"),
    ("https://www.google.com/amp/about.html", "http://about.html"),
    ("https://www.google.com/amp/about", "https://www.google.com/amp/news"),
    ("https://www.google.com/url?sa=t", "https://www.google.com/url?sa=j"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ONE_PAGE)
def test_addresses_of_one_page_have_one_key(one: str, other: str) -> None:
    assert page_key(one) == page_key(other) is not None


@pytest.mark.parametrize(("one", "other"), SEVERAL_PAGES)
def test_addresses_of_several_pages_have_several_keys(one: str, other: str) -> None:
    assert page_key(one) != page_key(other)


def test_what_is_carried_has_its_own_canonical_form() -> None:
    carried = "https://www.google.com/url?q=https://www.google.com/amp/s/h.example/a%3Futm_source%3Drss%26id%3D7%23top"
    assert canonical_url(carried) == "https://h.example/a?id=7"
    assert str(canonical_url("https://www.google.com/url?q=javascript:alert(1)")).startswith("https://www.google.com/")


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("/ferry/?id=7&utm_source=rss", "base.example/ferry?id=7"),
        ("https://www.h.example/ferry#comment-12", "h.example/ferry#comment-12"),
        ("https://h.example/ferry#2024-01-04", "h.example/ferry#2024-01-04"),
        ("https://h.example/ferry#comments", "h.example/ferry"),
        ("https://h.example/ferry#xtor=RSS-16", "h.example/ferry"),
        ("https://h.example/?p=7", "h.example?p=7"),
        ("https://h.example/#/post/12", "h.example#/post/12"),
        ("https://www.h.example/", None),
        ("https://www.h.example/#top", None),
        ("mailto:ana@h.example", None),
        ("", None),
    ],
)
def test_page_key(link: str, key: str | None) -> None:
    assert page_key(link, "https://base.example/feeds/rss.xml") == key


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/cn/%E6%AC%A7%E6%B4%B2/20240104-%E7%99%BD", "欧洲"),
        ("/cn/欧洲/20240104-港口", "欧洲"),
        ("/news/world/europe/harbour-reopens", "europe"),
        ("/world/2024/jan/04/harbour-reopens", "world"),
        ("/middle-east/harbour.html", "middle east"),
        ("/zh-hans/国际/20240104", "国际"),
        ("/a/sport/123/", "sport"),
        ("/2024/01/04/harbour-reopens", None),
        ("/p/1234", None),
        ("/archives/1234", None),
        ("/node/7/harbour", None),
        ("/@ana/harbour-1a2b", None),
        ("/sport/@ana/harbour", None),
        ("/harbour-reopens", None),
        ("/why-the-harbour-had-to-close-again/amp", None),
        ("/", None),
        ("/%ff%fe/x", None),
    ],
)
def test_section(path: str, name: str | None) -> None:
    assert section(f"https://h.example{path}") == name


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.H.Example/a", "h.example"),
        ("https://m.h.example", "h.example"),
        ("https://amp.news.h.example/", "news.h.example"),
        ("https://www.m.h.example/", "h.example"),
        ("https://user:pw@h.example:8443/", "h.example"),
        ("https://m.example/", "m.example"),
        ("https://amp.dev", "amp.dev"),
        ("no address", ""),
        ("https://[::1", ""),
    ],
)
def test_site(url: str, host: str) -> None:
    assert site(url) == host


SEGMENTS = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=12)


@given(st.lists(SEGMENTS, min_size=1, max_size=4), st.dictionaries(SEGMENTS, SEGMENTS, max_size=3))
def test_written_out_or_encoded_is_the_same_address(path: list[str], query: dict[str, str]) -> None:
    plain = "https://h.example/" + "/".join(path)
    encoded = "https://h.example/" + "/".join(quote(part) for part in path)
    if query:
        plain += "?" + "&".join(f"{name}={value}" for name, value in query.items())
        encoded += "?" + "&".join(f"{quote(name)}={quote(value)}" for name, value in query.items())
    assert canonical_url(plain) == canonical_url(encoded) is not None


@given(
    st.text(max_size=40),
    st.sampled_from(["", "https://h.example/", "http://", "https://h.example/?", "https://www.google.com/url?q="]),
)
def test_canonical_form_is_stable_and_nothing_raises(text: str, start: str) -> None:
    canonical = canonical_url(start + text, "https://base.example/")
    assert canonical is None or canonical_url(canonical) == canonical
    assert url_key(start + text) == url_key(start + text)
    page_key(start + text)
    section(start + text)
    site(start + text)


@given(st.from_regex(r"https?://[a-z0-9-]{1,9}(\.[a-z0-9]{1,5}){1,3}(/[A-Za-z0-9_~.-]{1,6}){1,4}/?", fullmatch=True))
def test_what_is_taken_as_canonical_at_sight_is_what_w3lib_makes_of_it(url: str) -> None:
    assert canonical_url(url) in {canonicalize_url(url), None}
