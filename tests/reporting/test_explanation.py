"""Why an article is shown or left out, in words."""

import subprocess
import sys

import pytest

from newsfeed.dedup.policy import Policies
from newsfeed.items import Article, Paragraph, Source
from newsfeed.loaders.identity import article_id
from newsfeed.pipelines.detection import judge_pending
from newsfeed.pipelines.intake import take_in
from newsfeed.reporting.explanation import explanation
from newsfeed.store.repository import Store

pytestmark = pytest.mark.slow  # together they take seconds

STORM = "The storm tore the roof from the market hall on Tuesday night and flooded eleven streets in the old town."
POWER = "Engineers expect to restore power to the northern districts by the weekend, the utility said in a statement."


def article(name, *paragraphs, title="The storm", day=1):
    return Article(
        id=article_id("", name),
        url=f"https://{name}.example/storm",
        title=title,
        published=f"2024-01-{day:02}T08:00:00+00:00",
        fetched="2024-06-01T00:00:00+00:00",
        feed=Source(f"{name}.xml", name.title()),
        paragraphs=[Paragraph(text) for text in paragraphs],
    )


@pytest.fixture
def url(tmp_path):
    """Give the address of a store with an article, its copy, and one that takes over half of it."""
    url = f"sqlite:///{tmp_path}/newsfeed.db"
    store = Store(url)
    half = article("c", f"{STORM} Nobody was hurt, but the bakery lost its windows.", title="The bakery", day=3)
    take_in(store, [article("a", STORM, POWER), article("b", STORM, POWER, day=2), half])
    list(judge_pending(store))
    store.close()
    return url


def explained(url, name, policy="drop"):
    store = Store(url)
    [number] = store.find([name])
    lines = list(explanation(store.explain(number), Policies(policy, store.policies())))
    store.close()
    return "\n".join(lines)


def test_an_article_names_its_copies(url):
    text = explained(url, "https://a.example/storm")
    assert "shown      in every output" in text
    assert "also in    b.example: The storm (https://b.example/storm)" in text


def test_a_copy_names_what_stands_for_it_and_why(url):
    text = explained(url, article_id("", "b"))
    assert "in outputs without The storm (https://a.example/storm)" in text
    assert "both have the same text and title" in text
    assert "100% in paragraph 2 of The storm (https://a.example/storm)" in text


def test_a_paragraph_names_what_it_takes_over_and_why_it_stays(url):
    text = explained(url, "https://c.example/storm")
    assert "1  kept" in text
    assert "% in paragraph 1 of The storm (https://a.example/storm)" in text


def test_an_article_that_waits_says_so(url):
    store = Store(url)
    take_in(store, [article("d", STORM, day=4)])
    store.close()
    assert "it waits to be judged" in explained(url, "https://d.example/storm")


@pytest.mark.parametrize(
    ("policy", "said"), [("drop", "1  left out"), ("fold", "1  folded"), ("mark", "1  read before")]
)
def test_a_repeated_paragraph_is_treated_as_the_policy_says(url, policy, said):
    store = Store(url)
    news = "The bakery lost its windows and will open again when the glazier comes back from the islands in March."
    take_in(store, [article("d", STORM, news, title="The bakery", day=4)])
    list(judge_pending(store))
    store.close()
    text = explained(url, "https://d.example/storm", policy)
    assert said in text
    assert "the same text" in text
    assert "2  kept" in text


@pytest.mark.parametrize("policy", ["fold", "mark"])
def test_a_copy_is_in_every_output_if_nothing_is_dropped(url, policy):
    text = explained(url, article_id("", "b"), policy)
    assert "shown      in every output, as a copy of The storm (https://a.example/storm): both have the same" in text


def test_a_subscription_with_a_policy_of_its_own_is_explained_by_that(url):
    store = Store(url)
    numbers = store.find([article_id("", "b")])
    found, policies = store.explain(numbers[0]), Policies("drop", {"b.xml": "fold"})
    store.close()
    assert any("in every output, as a copy of" in line for line in explanation(found, policies))


def test_boilerplate_says_how_many_articles_of_its_site_have_it(tmp_path):
    url = f"sqlite:///{tmp_path}/newsfeed.db"
    store = Store(url)
    footer = "Subscribe to the letter of the harbour, which comes out on Sundays and costs nothing at all."
    for day in range(1, 6):
        own = (
            f"In {1900 + day} the {'old ' * day}mill of the {day}th bailiff burned down, and {day} of his barges sank."
        )
        told = article("a", own, footer, title=f"Mill {day}", day=day)
        told.id, told.url = article_id("", f"a{day}"), f"https://a.example/{day}"
        take_in(store, [told])
    list(judge_pending(store))
    store.close()
    text = explained(url, "https://a.example/3")
    assert "2  boilerplate" in text
    assert "5 articles of a.example with it at the beginning or end, since 2024-01-01" in text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["https://b.example/storm?utm_source=rss"], 0, "both have the same text and title"),
        ([article_id("", "a")], 0, "in every output"),
        (["https://z.example/"], 1, "no article of the store has this address or id"),
        ([], 2, "name one article"),
    ],
)
def test_the_command_takes_an_address_or_an_id(url, words, code, said):
    command = [sys.executable, "-m", "newsfeed", "explain", *words, "-s", f"NEWSFEED_STORE={url}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == code
    assert said in done.stdout + done.stderr
