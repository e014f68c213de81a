"""The documentation, held to the code: commands and options, formats, fields of the item, folders, and links."""

from __future__ import annotations

import argparse
import re
from dataclasses import fields
from pathlib import Path

import pytest

from newsfeed.commands.options import COMMANDS, FORMATS
from newsfeed.formats import registry
from newsfeed.items import Article, Paragraph, Quote

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "fixtures" / "README.md"])
TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
README, ARCHITECTURE = TEXTS["README.md"], TEXTS["docs/architecture.md"]
COMMANDS_PAGE = TEXTS["docs/commands.md"]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]*)(?:#([^)\s]*))?\)")


def options(name: str) -> set[str]:
    """Return the options of a command, by their long spellings."""
    parser = argparse.ArgumentParser(add_help=False)
    COMMANDS[name].add_options(parser)
    return {each for action in parser._actions for each in action.option_strings if each.startswith("--")}


def part(page: str, heading: str) -> str:
    return page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_all_its_options_and_no_others(name: str) -> None:
    section = part(COMMANDS_PAGE, name)
    documented = {
        word for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for word in re.findall(r"--[\w-]+", row)
    }
    assert documented == options(name)


def test_no_command_is_documented_that_there_is_not() -> None:
    assert set(re.findall(r"^## (\w+)$", COMMANDS_PAGE, re.MULTILINE)) == COMMANDS.keys()
    named = {
        word for text in TEXTS.values() for word in re.findall(r"(?:^    |`)newsfeed ([a-z]+)", text, re.MULTILINE)
    }
    assert named <= COMMANDS.keys()


def test_every_output_format_is_documented() -> None:
    assert {name for name in FORMATS if f"`.{name}`" not in README} <= {"jl", "jsonlines"}  # other names of jsonl


def test_every_input_format_is_documented() -> None:
    modules = {known.read.__module__.rpartition(".")[2] for known in (*registry.TEXT_FORMATS, *registry.XML_FORMATS)}
    words = re.sub(r"[^a-z]", "", README.lower())
    assert {name for name in modules if name not in words} == set()


@pytest.mark.parametrize("item", [Article, Paragraph, Quote])
def test_every_field_of_the_item_is_documented(item: type) -> None:
    listed = re.findall(r"`(\w+)`", README.partition("One JSON object is one article")[2].partition("Exit codes")[0])
    assert [each.name for each in fields(item) if each.name not in listed] == []


def test_every_folder_and_module_at_the_top_is_described() -> None:
    source = [
        each for each in (ROOT / "newsfeed").iterdir() if each.name not in {"__pycache__", "py.typed", "__init__.py"}
    ]
    names = [f"`{each.name}/`" if each.is_dir() else f"`{each.name}`" for each in source]
    assert [name for name in names if name not in ARCHITECTURE] == []


@pytest.mark.parametrize("page", TEXTS)
def test_what_a_page_names_is_there(page: str) -> None:
    """Links, anchors, and files of the source by their paths."""
    text, folder = TEXTS[page], (ROOT / page).parent
    for target, anchor in LINK.findall(text):
        if target.startswith(("http:", "https:")):
            continue
        file = (folder / target).resolve() if target else ROOT / page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, anchor
    if page == "CHANGELOG.md":
        return  # it tells of files that are gone
    for path in re.findall(r"`((?:[\w.]+/)+[\w.]+\.(?:py|md|sql|svg|cfg|toml))`", text):
        assert "NAME" in path or any((base / path).exists() for base in (ROOT, ROOT / "newsfeed", folder)), path


@pytest.mark.parametrize("page", sorted(TEXTS))
def test_lines_wrap_at_120_columns(page: str) -> None:
    prose = re.sub(r"^```.*?^```$", "", TEXTS[page], flags=re.MULTILINE | re.DOTALL)
    long = [line for line in prose.splitlines() if len(line) > 120 and not line.startswith(("|", ">", "    "))]
    assert long == []


def test_the_figures_of_the_readme_are_those_of_the_tables() -> None:
    table = TEXTS["docs/deduplication.md"].partition("## How good it is")[2]
    figures = re.findall(
        r"(?<![\d.])\.\d{3}(?!\d)", README.partition("On 556 labelled pairs")[2].partition("## Limits")[0]
    )
    assert len(figures) == 8
    assert [figure for figure in figures if figure not in table] == []
