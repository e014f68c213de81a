"""Which articles are agency copy, and which only speak of an agency."""

import pytest
from growth import grows_with_length_alone

from newsfeed.text.agencies import AGENCIES, agency_of


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("MARLOW, May 6 (Reuters) - The eastern pier was closed.", "Reuters"),
        ("(Reuters) – The eastern pier was closed.", "Reuters"),
        ("MARLOW (AP) — The eastern pier was closed.", "Associated Press"),
        ("Sharm el Sheikh (AFP) - The eastern pier was closed.", "AFP"),
        ("MARLOW, May 6 (Xinhua) -- The eastern pier was closed.", "Xinhua"),
        ("Marlow (dpa/tmn) – The eastern pier was closed.", "dpa"),
        ("新华社青峡5月6日电 青峡水库开始泄洪。", "Xinhua"),
        ("新华社青峡5月6日电（记者 李明）青峡水库开始泄洪。", "Xinhua"),
        ("据新华社青峡5月6日电，青峡水库开始泄洪。", "Xinhua"),
        ("（中央社記者林小明台北6日電）水庫今天洩洪。", "Central News Agency"),
        ("（法新社巴黎6日电）大坝今天放水。", "AFP"),
        ("【法新社巴黎訊】大壩今天放水。", "AFP"),
        ("（路透社）大坝今天放水。", "Reuters"),
        ("大坝今天放水，下游十一个村镇已经接到通知。（法新社）", "AFP"),
        ("据法新社5月6日报道，大坝今天放水。", "AFP"),
        ("據路透社報導，大壩今天放水。", "Reuters"),
        ("综合路透社、法新社消息，大坝今天放水。", "Reuters"),
    ],
)
def test_the_first_line_names_the_source(line, name):
    assert agency_of("post.example", ["Jane Roe"], ["The pier is closed.", line]) == name


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Reuters", "Reuters"),
        ("reuters", "Reuters"),
        ("AFP", "AFP"),
        ("By The Associated Press", "Associated Press"),
        ("Jane Roe, Associated Press", "Associated Press"),
        ("Jane Roe and John Doe, AP", "Associated Press"),
        ("Jane Roe | AP", "Associated Press"),
        ("Jane Roe (Reuters)", "Reuters"),
        ("Reuters Staff", "Reuters"),
        ("Jane Roe of the Press Association", "PA Media"),
        ("新华社", "Xinhua"),
        ("新華社記者林小明", "Xinhua"),
        ("来源：新华社", "Xinhua"),
        ("中央社", "Central News Agency"),
    ],
)
def test_a_byline_names_the_source(author, name):
    assert agency_of("post.example", [author], ["The pier is closed."]) == name


@pytest.mark.parametrize(
    ("site", "name"),
    [("reuters.com", "Reuters"), ("uk.reuters.com", "Reuters"), ("news.cn", "Xinhua")],
)  # fmt: skip
def test_the_agency_itself(site, name):
    assert agency_of(site, [], []) == name


@pytest.mark.parametrize(
    "line",
    [
        "At least eleven boats sank, according to an AFP tally on Monday.",
        "The Associated Press (AP) reported that eleven boats sank.",
        "Reuters reporters saw eleven boats (of twelve) sink.",
        "He told Reuters that the pier was closed.",
        "The Adult Protection (AP) officer - as she is called - resigned.",
        "Accounts payable (AP) - what a small firm has to know.",
        "法新社记者在青峡遇到洪水，一人受伤。",
        "新华社社长周一访问青峡水库。",
        "新华社电视台周一播出了青峡水库的画面。",
        "发言人对路透社说，水库的闸门没有打开。",
        "他曾为法新社工作，后来写了一本书。",
        "本社记者据现场消息报道。",
        "公路透水事故已经处理。",
    ],
)
def test_what_only_speaks_of_an_agency_is_no_agency_copy(line):
    assert agency_of("post.example", ["Jane Roe"], [line]) is None


@pytest.mark.parametrize(
    "author", ["Ap", "Ani Reuter", "Tass Doe", "Afp Jones", "Antaranews fan", "社论", "新华社区居民", "Pa"]
)
def test_people_are_no_agencies(author):
    assert agency_of("post.example", [author], []) is None


@pytest.mark.parametrize("site", ["notreuters.com", "reuters.com.example", "", "blog.example/reuters.com"])
def test_other_sites_are_no_agencies(site):
    assert agency_of(site, [], []) is None


def test_names_are_of_one_agency_each():
    for kind in ("written", "short", "chinese", "sites"):
        names = [name.lower() for each in AGENCIES for name in getattr(each, kind)]
        assert kind == "short" or len(names) == len(set(names))


@pytest.mark.parametrize("piece", ["(", "a, ", "and ", "新华社", "据", "（法新社", "(Reuters "])
def test_the_cost_is_that_of_the_length(piece):
    def read(size):
        for _ in range(20):
            agency_of("a.example", [piece * size], [piece * size])

    assert grows_with_length_alone(read, 5_000)
