from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.formats import PersonConstruct
from newsfeed.formats.authors import distinct, parse_person


@pytest.mark.parametrize(
    ("stated", "name", "email"),
    [
        ("jane@example.org (Jane Doe)", "Jane Doe", "jane@example.org"),
        ("jane@example.org (Jane (JD) Doe)", "Jane (JD) Doe", "jane@example.org"),
        ("Jane Doe <jane@example.org>", "Jane Doe", "jane@example.org"),
        ("Jane Doe (jane@example.org)", "Jane Doe", "jane@example.org"),
        ("Jane Doe ( mailto:jane@example.org )", "Jane Doe", "jane@example.org"),
        ('"Doe, Jane" <jane@example.org>', "Doe, Jane", "jane@example.org"),
        (" jane@example.org\n", None, "jane@example.org"),
        ("<jane@example.org>", None, "jane@example.org"),
        ("jane@example.org Jane Doe", "Jane Doe", "jane@example.org"),
        ("Jane Doe, jane@example.org", "Jane Doe", "jane@example.org"),
        ("jane@example.org (Jane), john@example.org (John)", "jane@example.org (Jane), john@example.org (John)", None),
        ("jane@example.org ()", "jane@example.org ()", None),
        ("Jane Doe (Harbour Post)", "Jane Doe (Harbour Post)", None),
        ("Reuters (Harbour Post)", "Reuters (Harbour Post)", None),
        ("hidden ( jane )", "jane", None),
        ("hidden ()", "hidden ()", None),
        ("@jane on the harbour", "@jane on the harbour", None),
        ("", None, None),
    ],
)
def test_name_and_address_are_parted(stated: str, name: str | None, email: str | None) -> None:
    assert parse_person(stated) == PersonConstruct(name, email)


@pytest.mark.parametrize("unit", ["a ", "<", "a<", "a@", "(", "a@b(", "x <y", "a@b (", "mailto:"])
def test_a_huge_author_is_read_in_passing(unit: str) -> None:
    for length in (1000, 100_000):
        assert parse_person(unit * (length // len(unit))) != PersonConstruct()


NAMES = st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=12)


@given(st.lists(NAMES, min_size=1, max_size=4).map(" ".join), NAMES, NAMES)
def test_both_orders_say_the_same(name: str, account: str, host: str) -> None:
    email = f"{account}@{host}"
    assert parse_person(f"{email} ({name})") == parse_person(f"{name} <{email}>") == PersonConstruct(name, email)


def test_those_of_one_name_are_one() -> None:
    found = distinct(
        [
            PersonConstruct("Ana"),
            PersonConstruct("Li"),
            PersonConstruct(),
            PersonConstruct("Ana", "ana@h.example"),
            PersonConstruct("Ana", "a@h", "u"),
        ]
    )
    assert found == [PersonConstruct("Ana", "ana@h.example", "u"), PersonConstruct("Li")]
