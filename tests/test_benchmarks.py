from __future__ import annotations

import importlib
import re
import sys
from itertools import chain
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import opencc
import pytest

from newsfeed.dedup import compare
from newsfeed.dedup.alignment import LONG_UNITS, Tokens, align
from newsfeed.dedup.fingerprints.winnowing import winnow
from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load
from newsfeed.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs" / "deduplication.md").read_text("utf-8")
FIGURE = (ROOT / "docs" / "deduplication.svg").read_text("utf-8")
EXAMPLE = DOCUMENT.partition("## One example")[2].partition("\n## ")[0]
PROSE = " ".join(EXAMPLE.split())  # as it is read, whatever lines it is broken into

FERRY = (
    "The ferry had stayed in port since April, and few people knew why. “We would rather have four hundred cars wait on"
    " the quay than send one crew across with a pump that nobody has been able to test,” said Ann Holt. The boats "
    "carried 90 cars a day."
)
HARBOUR = (
    "The harbour council met in the old customs house. It spoke about the price of moorings for two hours. Nobody in "
    "the room wanted to vote before the summer."
)
DAM = (
    "青峡水库周四开始泄洪，下游11个村镇已经接到通知。水务署长说：“我们宁可让河滩上的菜地晚种半个月，也不会拿堤坝后面的"
    "居民去冒险，时间表不会改变。”气象台预计山区不会有强降雨。"
)
FAIR = "今年的书市搬到了旧火车站，出版社比去年多。读者排队等候作家签名，孩子们在站台上画画。北京来的客人说不想回家。"


@pytest.fixture(scope="module", autouse=True)
def benchmarks() -> Iterator[None]:
    """Make the benchmarks importable, as they are to a command beside them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(ROOT / "benchmarks")
        yield


@pytest.fixture(scope="module")
def example() -> tuple[str, str]:
    file = ROOT / "fixtures" / "quote-twice-zh.txt"
    ((article, _),) = load(parse(file.read_bytes(), url=file.name), Reading(file.name, remote=False, fetched=""))
    texts = [each.text for each in article.paragraphs if each.text]
    return texts[2], texts[6]


def test_the_example_of_the_document_is_in_the_fixture(example: tuple[str, str]) -> None:
    assert re.findall("^> (.+)$", EXAMPLE, re.MULTILINE) == list(example)


def test_the_figures_of_the_example_are_those_of_the_code(example: tuple[str, str]) -> None:
    earlier, later = map(normalise, example)
    found = compare(*example)
    hashes, owners = winnow([earlier, later])
    of_earlier, of_later = (set(hashes[owners == owner].tolist()) for owner in (0, 1))
    *runs, last = (str(run.length) for run in align(Tokens.of(earlier), Tokens.of(later)))
    *spans, last_span = (f"`[{start}, {end})`" for start, end in found.spans)
    assert f"`{later}`" in PROSE
    assert f"The two are {found.distance} of 64 bits apart" in PROSE
    kept = (
        f"{len(of_earlier)} of the earlier, {len(of_later)} of the later, {len(of_earlier & of_later)} of them the same"
    )
    assert kept in PROSE
    assert f"A shared run of {LONG_UNITS} Chinese characters" in PROSE
    assert f"of {', '.join(runs)} and {last} characters" in PROSE
    first, end = found.spans[0][0], found.spans[-1][1]
    assert f"{', '.join(spans)} and {last_span} of the original: from {example[1][first]} to" in PROSE
    assert f"to {example[1][end - 1]}, without the marks" in PROSE
    assert f"the share is {found.share:.2f}." in PROSE
    assert found.duplicate
    assert f"*duplicate*, reason `{found.reason}`" in PROSE


def test_every_change_in_the_document_has_the_verdict_it_tells(example: tuple[str, str]) -> None:
    earlier, later = example
    rows = re.findall(r"^\| (\S+) \| (\S+) \| (duplicate|stays) \| `(.+)` \|$", EXAMPLE, re.MULTILINE)
    assert len(rows) >= 5
    for old, new, verdict, reason in rows:
        assert later.count(old) == 1
        found = compare(earlier, later.replace(old, new))
        assert (old, "duplicate" if found.duplicate else "stays", found.reason) == (old, verdict, reason)


def test_the_example_is_a_duplicate_in_the_other_script_and_order(example: tuple[str, str]) -> None:
    earlier, later = example
    traditional = opencc.OpenCC("s2t").convert(later)
    assert traditional != later
    assert compare(later, traditional).reason == "identical"
    assert compare(earlier, traditional).duplicate
    assert compare(later, earlier).duplicate


def test_the_figure_shows_the_runs_of_the_example(example: tuple[str, str]) -> None:
    earlier, later = (Tokens.of(normalise(text)) for text in example)
    drawn = [tuple(map(int, run.split())) for run in re.findall('data-run="([^"]+)"', FIGURE)]
    assert drawn == [(run.later, run.earlier, run.length) for run in align(earlier, later)]


@pytest.mark.slow
def test_benchmark_without_data_plants_its_edits_in_the_fixtures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    quality, peers = importlib.import_module("quality"), importlib.import_module("peers")
    monkeypatch.setattr(sys, "argv", ["quality.py", str(tmp_path)])
    monkeypatch.setattr(peers, "installed", lambda: [("simhash, k <= 3", peers.simhash_rule(3))])
    assert quality.main() == 0
    printed = capsys.readouterr().out
    assert f"(skipped: no labelled pairs at {tmp_path / 'gold' / 'dev.jsonl'}" in printed
    for name in ("lead-in replaced", "halves of two merged", "other script", "quotation moved", "another weekday"):
        cases, index, *_ = printed.partition(f"  {name}")[2].split()[:2]
        assert int(cases) > 0, name
        assert index == "100.0", name
    assert quality.main() == 0
    assert capsys.readouterr().out == printed


def test_a_package_that_is_not_installed_is_skipped_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("datasketch", "rensa", "gaoya"):
        monkeypatch.setitem(sys.modules, package, None)
    names = [name for name, _ in importlib.import_module("peers").installed()]
    assert not any("MinHash" in name for name in names)
    assert any(name.startswith("onion rule (emulated)") for name in names)
    assert capsys.readouterr().out.splitlines() == [
        f"(skipped: {package} is not installed)" for package in ("datasketch", "rensa", "gaoya")
    ]


@pytest.mark.parametrize(("language", "texts"), [("zh", [DAM, FAIR]), ("en", [FERRY, HARBOUR])])
def test_each_kind_of_edit_changes_what_its_name_says(language: str, texts: list[str]) -> None:
    edits = importlib.import_module("edits")
    groups = edits.edits(language, texts).values()
    made = {
        name: edit(texts, Random(1), language)  # noqa: S311
        for name, (edit, _) in chain.from_iterable(group.items() for group in groups)
    }
    earlier = normalise(texts[0])
    statement = normalise(edits.statement_in(texts[0]))
    assert normalise(made["lead-in replaced"].later).endswith(statement)
    assert statement in normalise(made["quotation moved"].later)
    assert made["quotation moved"].share < 0.8
    assert len(normalise(made["one sentence dropped"].later)) < len(earlier)
    assert normalise(made["full or half width"].later) == earlier
    assert made["full or half width"].later != texts[0]
    assert made["a word exchanged"].later != texts[0]
    assert made["… and a lead-in before"].later.endswith(texts[0][-1])
    assert made["halves of two merged"].earlier == tuple(texts)
    for rate in (10, 20, 30):
        words, changed = (Tokens.of(normalise(text)).words for text in (texts[0], made[f"{rate} % edited"].later))
        differing = sum(a != b for a, b in zip(words, changed, strict=True))
        assert 0.6 * rate <= 100 * differing / len(words) <= 1.1 * rate
    weekday = made["another weekday"]
    if language == "zh":
        assert re.findall("周(.)", weekday.later) != ["四"]
        assert normalise(made["other script"].later) == earlier
        assert made["other script"].later != DAM
    else:
        assert weekday is None
        assert "April" not in made["another month"].later


def test_an_edit_of_a_fact_leaves_all_other_words() -> None:
    edit, _ = importlib.import_module("edits").edits("zh", [DAM, FAIR])["keep"]["another figure"]
    case = edit([DAM, FAIR], Random(1), "zh")  # noqa: S311
    assert case.earlier == (DAM,)
    assert "11" not in case.later
    assert re.sub(r"\d+", "", case.later) == re.sub(r"\d+", "", DAM)


def test_scores_are_precision_recall_and_their_harmonic_mean() -> None:
    answers = [(True, True), (True, True), (True, False), (False, True), (False, False)]
    assert importlib.import_module("gold").scores(answers) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_the_benchmark_of_feed_readers_lists_and_marks_all_items(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    greader = importlib.import_module("greader")
    monkeypatch.setattr(sys, "argv", ["greader.py", "30"])
    monkeypatch.setattr(greader, "AT_ONCE", 20)
    greader.main()
    rows = {line[:34].strip(): line[34:].split() for line in capsys.readouterr().out.splitlines()[2:]}
    assert rows["stream/contents, 20 at a time"][0] == "2"
    assert "edit-tag, 15 ids" in rows


@pytest.mark.slow
def test_two_checkouts_are_compared_by_their_processor_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    archive(tmp_path)
    words = ["compare.py", str(ROOT), str(ROOT), "import", "again", "--data", str(tmp_path), "--runs", "1"]
    monkeypatch.setattr(sys, "argv", words)
    with monkeypatch.context() as patched:
        patched.chdir(tmp_path)  # it changes the directory for each run
        assert importlib.import_module("compare").main() == 0
    header, _, imports, again = capsys.readouterr().out.splitlines()
    assert "old / new" in header
    assert re.match(r"\| import \| \d\.\d\d \| \d\.\d\d \| \d\.\d\d \|", imports)
    assert again.startswith("| again |")
    assert again.endswith("| the same |")


@pytest.mark.slow
def test_a_crawl_is_measured_beside_its_floors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = importlib.import_module("floors")
    monkeypatch.setattr(floors, "RUNS", 1)
    monkeypatch.setattr(sys, "argv", ["floors.py", str(archive(tmp_path))])
    with monkeypatch.context() as patched:
        patched.chdir(tmp_path)
        assert floors.main() == 0
    shown = capsys.readouterr().out
    assert "2 articles" in shown
    assert all(f"| {name} | " in shown for name in ("read, YAML", "HTML", "kernels", "SQL", "JSON", "the crawl"))


def archive(folder: Path) -> Path:
    """Return a directory with two posts of an archive."""
    posts = folder / "archive"
    posts.mkdir()
    for number, text in enumerate((FERRY, DAM)):
        head = f'---\nlayout: post\ntitle: "Post {number}"\ndate: 2024-01-0{number + 1}T00:00:00Z\n---\n'
        (posts / f"2024-01-0{number + 1}-post.md").write_text(f"{head}<p>{text}</p>\n", encoding="utf-8")
    return posts
