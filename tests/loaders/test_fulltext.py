"""Whether a page tells what its feed tells, and more."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsfeed.items import Article, Paragraph, Rendition
from newsfeed.loaders.fulltext import SYNOPSIS, is_more_complete, with_rendition

TEASER = "The council closes the swimming lake for the winter: what the wardens found under the pontoon."
BODY = (
    "The swimming lake at Orm closes on Saturday and stays closed until spring, the council said. Wardens found that"
    " two of the floats under the pontoon leak and that the pontoon may tip over in a storm. Divers will take them out"
    " in January, when the water is clear enough to see by."
)
WALL = (
    "We and our partners store and read information on your device, such as identifiers, to show you advertisements"
    " that suit you. Accept it all, or choose for each purpose. You can change your mind at any time in the settings."
)
CHINESE_TEASER = "议会决定冬季关闭奥姆湖泳场，巡湖员在浮桥下有何发现？"
CHINESE_BODY = (
    "议会宣布，奥姆湖泳场将于周六关闭，直到明年春天才重新开放。巡湖员发现浮桥下有两个浮筒漏水，遇到风暴时浮桥可能倾覆。"
    "潜水员将在一月湖水清澈时把它们取出。"
)
CHINESE_WALL = (
    "我们和合作伙伴会在您的设备上存储和读取信息，以便向您展示合适的广告。"
    "您可以接受全部选项，也可以逐项选择，并随时在设置中更改您的决定。"
)


def told(*texts: str, title: str | None = None) -> Rendition:
    return Rendition(title, [Paragraph(text) for text in texts])


def test_a_synopsis_in_other_words_is_of_its_article() -> None:
    assert is_more_complete(told(BODY), told(TEASER))
    assert is_more_complete(told(BODY), told(TEASER, title="Lake closes for winter"))
    assert is_more_complete(told(CHINESE_BODY), told(CHINESE_TEASER))


def test_what_stands_in_the_place_of_an_article_is_not() -> None:
    for long in (WALL, WALL * 10):
        assert not is_more_complete(told(long), told(TEASER))
        assert not is_more_complete(told(long), told(title="Lake closes for winter"))
    assert not is_more_complete(told(CHINESE_WALL * 3), told(CHINESE_TEASER))


def test_where_the_feed_says_nothing_all_that_the_page_says_is_more() -> None:
    assert is_more_complete(told(BODY), told())
    assert not is_more_complete(told(), told())
    assert not is_more_complete(told("…"), told())


def test_a_little_more_is_no_more() -> None:
    assert not is_more_complete(told(BODY, "Photo: council"), told(BODY))
    assert is_more_complete(told(BODY, TEASER), told(BODY))


def test_a_long_text_must_be_in_the_page() -> None:
    parts = [f"Item {number}: {BODY.replace('two', str(number))}" for number in range(4)]
    whole = "\n".join(parts)
    assert len(whole) > SYNOPSIS
    assert is_more_complete(told(whole, WALL * 2), told(whole))
    assert is_more_complete(told(whole, WALL * 2), told(f"{whole} Read more"))
    assert not is_more_complete(
        told(parts[0], WALL * 10), told(f"{whole} Nobody lives there now but gulls, eiders, herons. " * 2)
    )


@given(st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=50)
def test_of_two_texts_one_at_most_tells_more_whatever_they_hold(one: str, other: str) -> None:
    assert not (is_more_complete(told(one), told(other)) and is_more_complete(told(other), told(one)))
    assert not is_more_complete(told(one), told(one))


def test_what_the_feed_knows_of_an_article_stays() -> None:
    article = Article(id="1", title="Lake closes", summary=TEASER, language="en", paragraphs=[Paragraph(TEASER)])
    found = with_rendition(article, told(CHINESE_BODY, title="泳场关闭"))
    assert (found.title, found.summary, found.language) == ("Lake closes", TEASER, "zh")
    assert [paragraph.text for paragraph in found.paragraphs] == [CHINESE_BODY]
    assert with_rendition(Article(), told(BODY, title="Orm")).title == "Orm"
    assert article.paragraphs == [Paragraph(TEASER)]
