from __future__ import annotations

import pytest
from growth import grows_with_length_alone
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.text.authors import mailbox, names


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("By Jane Doe", ["Jane Doe"]),
        ("BY: JANE DOE AND RICHARD ROE", ["JANE DOE", "RICHARD ROE"]),
        ("作者：王小明", ["王小明"]),
        ("文／王小明；李小红", ["王小明", "李小红"]),
        ("Ole By", ["Ole By"]),
        ("Byron Doe", ["Byron Doe"]),
        ("Jane Doe; Richard Roe", ["Jane Doe", "Richard Roe"]),
        ("Jane Doe, Richard Roe & J. R. Poe", ["Jane Doe", "Richard Roe", "J. R. Poe"]),
        ("Harbour Times | Agencies", ["Harbour Times", "Agencies"]),
        ("Jane Doe, Richard Roe", ["Jane Doe", "Richard Roe"]),
        ("Zhang San, Li Si", ["Zhang San", "Li Si"]),
        ("Jane Doe,Richard Roe,Ann Poe", ["Jane Doe", "Richard Roe", "Ann Poe"]),
        ("Jane Doe et Richard Roe", ["Jane Doe", "Richard Roe"]),
        ("Jane Doe with Richard Roe", ["Jane Doe", "Richard Roe"]),
        ("王小明、李小红", ["王小明", "李小红"]),
        ("Jane Doe • Richard Roe", ["Jane Doe", "Richard Roe"]),
        ("Jane Doe · Richard Roe", ["Jane Doe", "Richard Roe"]),
        ("王小明，李小红", ["王小明", "李小红"]),
        ("记者 王小明 李小红", ["王小明", "李小红"]),
        ("文/王小明 图/李小红", ["王小明", "李小红"]),
        ("Jane Doe (University of Ports), Richard Roe (Tidal Lab)", ["Jane Doe", "Richard Roe"]),
        ("Jane Doe (University of Ports)", ["Jane Doe (University of Ports)"]),
        ("J. Doe, R. Roe, A. B. Poe", ["J. Doe", "R. Roe", "A. B. Poe"]),
        ("María García y José Pérez", ["María García", "José Pérez"]),
        ("Jane Doe and 3 others", ["Jane Doe"]),
        ("Jane Doe, Richard Roe, +3 more", ["Jane Doe", "Richard Roe"]),
        ("Anna Müller, Peter Schmidt u. a.", ["Anna Müller", "Peter Schmidt"]),
        ("By Jane Doe, Richard Roe and Ann Poe, AP", ["Jane Doe", "Richard Roe", "Ann Poe", "AP"]),
        ("Jane Doe, Ph.D., and Richard Roe, M.D.", ["Jane Doe", "Richard Roe"]),
        ("Doe, J., Roe, A. B. and Poe, E.", ["Doe, J.", "Roe, A. B.", "Poe, E."]),
        ("Jane Doe / Richard Roe / Ann Poe", ["Jane Doe", "Richard Roe", "Ann Poe"]),
        ("Jane Doe (1 and 2), Richard Roe (2) ((1) Oslo, (2) Hull)", ["Jane Doe", "Richard Roe"]),
        ("Written by Jane Doe, Edited by Richard Roe", ["Jane Doe", "Richard Roe"]),
        ("Story by Jane Doe; photos by Richard Roe", ["Jane Doe", "Richard Roe"]),
        ("Von Anna Müller und Peter Schmidt", ["Anna Müller", "Peter Schmidt"]),
        ("Di Mario Rossi e Anna Bianchi", ["Mario Rossi", "Anna Bianchi"]),
        ("Door Jan de Vries en Piet Jansen", ["Jan de Vries", "Piet Jansen"]),
        ("Анна Иванова и Пётр Петров", ["Анна Иванова", "Пётр Петров"]),
        ("记者 王小明 通讯员 李小红", ["王小明", "李小红"]),
        ("김철수·이영희 기자", ["김철수", "이영희"]),
        ("Jane Doe and Richard Roe for The Tidal Review", ["Jane Doe", "Richard Roe", "The Tidal Review"]),
        ("Jane Doe, Richard Roe for Harbour Online", ["Jane Doe", "Richard Roe", "Harbour Online"]),
        ("Jane Doe for Reuters", ["Jane Doe", "Reuters"]),
        ("Anna Müller für die Hafenzeitung", ["Anna Müller", "die Hafenzeitung"]),
        ("Jane Doe for Peace", ["Jane Doe for Peace"]),
        ("Jane Doe, special to The Star", ["Jane Doe", "The Star"]),
        ("Special to the Harbour Times", ["the Harbour Times"]),
        ("Jane Doe (Reuters)", ["Jane Doe", "Reuters"]),
        ("Jane Doe with AFP", ["Jane Doe", "AFP"]),
        ("Jane Doe and agencies", ["Jane Doe", "agencies"]),
        ("Jane Doe in Port Ellen", ["Jane Doe"]),
        ("Jane Doe in New York and Richard Roe in Oslo", ["Jane Doe", "Richard Roe"]),
        ("By Jane Doe, Richard Roe and Ann Poe in London", ["Jane Doe", "Richard Roe", "Ann Poe"]),
        ("Jane Doe | Staff Writer", ["Jane Doe"]),
        ("Staff Writer", ["Staff Writer"]),
        ("王小明、李小红 记者", ["王小明", "李小红"]),
        # Not lists of people, as far as anyone can tell.
        ("Doctors for Life", ["Doctors for Life"]),
        ("Centre for the Study of Ports", ["Centre for the Study of Ports"]),
        ("Women in Black", ["Women in Black"]),
        ("Doe, Jane", ["Doe, Jane"]),
        ("Jane Doe, Staff Writer", ["Jane Doe, Staff Writer"]),
        ("Jane Doe, Editor in Chief", ["Jane Doe, Editor in Chief"]),
        ("Jane Doe, Harbour News", ["Jane Doe, Harbour News"]),
        ("Jane Doe, New Harbour", ["Jane Doe, New Harbour"]),
        ("Jane Doe, The Harbour Times", ["Jane Doe, The Harbour Times"]),
        ("Jane Doe / Port Ellen", ["Jane Doe / Port Ellen"]),
        ("Jane Doe, Richard Roe and the Harbour Desk", ["Jane Doe, Richard Roe and the Harbour Desk"]),
        ("港湾日报 王小明", ["港湾日报 王小明"]),
        # Lists of people.
        ("Jane Doe, Richard Roe & more", ["Jane Doe", "Richard Roe"]),
        ("Jane Doe and 2 others", ["Jane Doe"]),
        ("Jane Doe et al.", ["Jane Doe"]),
        ("Jane Doe, Richard Roe, J. R. Poe", ["Jane Doe", "Richard Roe", "J. R. Poe"]),
        ("Ludwig van Veen, Ana de la Cruz, Jo Roe", ["Ludwig van Veen", "Ana de la Cruz", "Jo Roe"]),
        ("Jane Doe, Conferences Publicist", ["Jane Doe, Conferences Publicist"]),
        ("Department of Ports and Inland Water", ["Department of Ports and Inland Water"]),
        ("Doe & Sons", ["Doe & Sons"]),
        ("Di Mario Rossi", ["Di Mario Rossi"]),
        ("von der Leyen", ["von der Leyen"]),
        ("The Harbour Desk:", ["The Harbour Desk"]),
        (" | ", []),
        ("by ", ["by"]),
    ],
)
def test_the_names_in_a_line_of_authors(stated: str, found: list[str]) -> None:
    assert names(stated) == found


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        (" jane@example.org ", "jane@example.org"),
        ("mailto:jane@example.org", "jane@example.org"),
        ("norbert@example.org", "norbert@example.org"),
        ("noreply@blogs.example.org", None),
        ("Do-Not-Reply+7@example.org", None),
        ("none@none.example", None),
        ("hidden", None),
        ("jane at example dot org", None),
        ("", None),
    ],
)
def test_an_address_at_which_somebody_is_reached(stated: str, found: str | None) -> None:
    assert mailbox(stated) == found


@given(st.text(alphabet="AaBy 作者：,;|&and", max_size=40))
def test_names_are_what_stands_there(stated: str) -> None:
    for name in names(stated):
        assert name
        assert name in stated
    mailbox(stated)


@pytest.mark.parametrize("unit", ["Jane Doe and ", " and", "; ", "a@", " "])
def test_a_huge_line_is_read_in_passing(unit: str) -> None:
    def read(size: int) -> None:
        names(unit * (size // len(unit)))
        mailbox(unit * (size // len(unit)))

    assert grows_with_length_alone(read, 250_000)
