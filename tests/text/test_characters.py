"""Characters that documents, texts and terminals must not hold."""

from __future__ import annotations

import pytest

from newsfeed.text.characters import XML_FORBIDDEN, on_one_line, printable, safe_file_name, xml_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don\x92t \x85 \x81go", "don’t … go"),
        ("caf\xc3\xa9 \xe2\x80\x9cBar\xe2\x80\x9d", "café “Bar”"),
        ("caf\xe9 na\xefve", "café naïve"),
        ("Ã©tÃ©", "Ã©tÃ©"),
        ("中\x93文\x94", "中“文”"),
    ],
)
def test_characters_of_a_wrong_encoding_become_what_they_were(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_xml_text_holds_only_characters_of_the_xml_production() -> None:
    allowed = [0x9, 0xA, 0xD, *range(0x20, 0xD800), *range(0xE000, 0xFFFE), 0x10000, 0x10FFFF]
    text = "".join(map(chr, range(0x10000))) + "\U00010000\U0010ffff"
    assert xml_text(text) == "".join(map(chr, allowed))
    assert XML_FORBIDDEN.search(xml_text(text)) is None


@pytest.mark.parametrize("code", [0x0, 0xA, 0x1B, 0x7F, 0x9B, 0x2028, 0xDCFF])
def test_names_for_logs_stay_on_one_line_and_cannot_steer_a_terminal(code: int) -> None:
    shown = on_one_line(f"a{chr(code)}b 京")
    assert shown.isprintable()
    assert (shown[0], shown[-1]) == ("a", "京")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "con: ", "a\0b", "what?", "ends."])
def test_a_safe_file_name_is_one_of_every_file_system(name: str) -> None:
    safe = safe_file_name(name)
    assert safe
    assert not set(safe) & set('/\\:*?"<>|\0')
    assert safe[0] != "."
    assert safe[-1] not in ". "
