from __future__ import annotations

import pytest
from growth import grows_with_length_alone
from hypothesis import given
from hypothesis import strategies as st

from newsfeed.text import body
from newsfeed.text.html.images import ImageCandidate, image_candidates, prominence, width

CUT = "https://pics.example/w_424,c_limit/boat.jpg"


@pytest.mark.parametrize(
    ("image", "found"),
    [
        ({"src": "a.jpg"}, ImageCandidate("a.jpg")),
        ({"src": "a.jpg", "width": "640", "height": "480"}, ImageCandidate("a.jpg", 640)),
        ({"src": "a.jpg", "width": "90%", "style": "height:200px; width: 300px"}, ImageCandidate("a.jpg", 300)),
        ({"src": "a.jpg", "width": "640", "srcset": "b.jpg 320w, c.jpg 1280w"}, ImageCandidate("c.jpg", 1280)),
        ({"src": "a.jpg", "width": "1280", "srcset": "b.jpg 320w, c.jpg 640w"}, ImageCandidate("a.jpg", 1280)),
        ({"src": "a.jpg", "width": "320", "srcset": "a.jpg, c.jpg 2x"}, ImageCandidate("c.jpg", 320)),
        ({"src": "a.jpg", "srcset": f"{CUT} 424w,  {CUT}?2 848w"}, ImageCandidate(f"{CUT}?2", 848)),
        ({"src": "data:image/gif;base64,R0", "data-srcset": "b.jpg 1.5x,c.jpg"}, ImageCandidate("b.jpg")),
        ({"srcset": "b.jpg huge, c.jpg 640w"}, ImageCandidate("c.jpg", 640)),
        ({"src": "undefined", "srcset": "null 2x, c.jpg"}, ImageCandidate("c.jpg")),
        ({"srcset": " , data:image/gif;base64,R0 1w"}, None),
    ],
)
def test_the_largest_of_the_sizes_of_a_picture(image: dict[str, str], found: ImageCandidate | None) -> None:
    assert image_candidates([image]) == ([found] if found else [])


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://h.example/boat-150x100.jpg", 150),
        ("https://h.example/boat-150x100.jpg?ver=2", 150),
        ("https://h.example/boat.jpg?ssl=1&w=104", 104),
        ("https://h.example/img/s72-w400-h225-c/boat.jpg", 72),
        ("https://h.example/img/abc=w320-h240", 320),
        ("https://h.example/chart.svg?v=2", 1),
        ("https://h.example/s2024/boat.jpg?view=300", 2024),
        ("https://h.example/2024-10x10/boat.jpg", None),
    ],
)
def test_how_wide_a_picture_is_by_its_address(address: str, told: int | None) -> None:
    assert width(ImageCandidate(address)) == told
    assert width(ImageCandidate(address, 640)) == 640


@given(st.dictionaries(st.sampled_from(["src", "srcset", "width", "style", "class"]), st.text(max_size=30)))
def test_any_attributes(image: dict[str, str]) -> None:
    found = image_candidates([image], "https://h.example/")
    assert len(found) <= 1
    assert all(prominence(each) >= 0 for each in found)


@pytest.mark.parametrize("unit", [",", " ", "a ", "a 1w,", "1", "-9x9."])
def test_a_huge_set_is_read_in_passing(unit: str) -> None:
    def widths(size: int) -> list[int | None]:
        images = [{"srcset": unit * (size // len(unit)), "style": unit * 1000}]
        return [width(each) for each in image_candidates(images)]

    assert grows_with_length_alone(widths, 250_000)


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<img src='/grey.gif' data-hi-res='/pier.jpg'>", "/pier.jpg"),
        ("<img src='/lazy_placeholder.png' data-of-the-script='/pier.webp?w=900'>", "/pier.webp?w=900"),
        ("<img src='/pier.jpg' data-src='/pier_{width}.jpg'>", "/pier.jpg"),
        ("<img src='/pier-150x150.jpg' data-large-file='/pier-1024x800.jpg'>", "/pier-1024x800.jpg"),
        ("<img src='/grey-pier.jpg' data-pin='/shop.jpg'>", "/grey-pier.jpg"),
        ("<amp-img src='/pier.jpg' width='600' height='400'><img src='/small.jpg' width=20></amp-img>", "/pier.jpg"),
        ("<img src='/signpost.png' class='icon' width='600'>", "/signpost.png"),
    ],
)
def test_the_address_of_an_image_is_that_which_a_reader_would_see(html: str, address: str) -> None:
    [_, image, _] = body(f"<p>Out.</p><p>{html}</p><p>In.</p>", url="https://e.example/").paragraphs
    assert image.url == f"https://e.example{address}"


@pytest.mark.parametrize("emoji", ["😀", "👩‍👩‍👧", "❤️", "🇨🇳", "👍🏽"])
def test_an_emoji_drawn_as_an_image_of_any_class_is_text(emoji: str) -> None:
    html = f"<p>Good <img src='https://e.example/php/t4/1f600.png' alt='{emoji}' width=16 height=16> day.</p>"
    assert [(each.kind, each.text) for each in body(html).paragraphs] == [("paragraph", f"Good {emoji} day.")]
    [large] = body(f"<p><img src='https://e.example/big.png' alt='{emoji}' width=500></p>").paragraphs
    assert large.kind == "image"
