"""Images and embeds among the paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsfeed.text import body, paragraphs

if TYPE_CHECKING:
    from newsfeed.items import Paragraph

BASE = "https://news.example/2024/mill"
PIC = "https://news.example/a.jpg"
LONG = "The council met on Tuesday evening and decided, after hours of talk, to keep the old bridge open to walkers."
ALSO = "Engineers had warned in spring that its wooden beams could hold no more than forty people at a time."


def read(html: str) -> list[Paragraph]:
    return paragraphs(html, url=BASE)


def media(html: str) -> Paragraph:
    [found] = [each for each in read(f"<p>{LONG}</p>{html}<p>{ALSO}</p>") if each.kind in ("image", "embed")]
    return found


@pytest.mark.parametrize(
    ("html", "text", "shown"),
    [
        ("<img src='/a.jpg'>", "", f'<img src="{PIC}">'),
        ("<p><img src='/a.jpg' alt='The mill' width=640 height=480></p>", "The mill",
         f'<img src="{PIC}" alt="The mill" width="640" height="480">'),
        ("<img src='/a.jpg' alt='IMG_0042.JPG' title='The roof'>", "The roof",
         f'<img src="{PIC}" alt="IMG_0042.JPG" title="The roof">'),
        ("<img src='/a.jpg' srcset='/b.jpg 320w, /c.jpg 1280w'>", "", '<img src="https://news.example/c.jpg">'),
        ("<img src='data:image/gif;base64,R0' data-src='/a.jpg'>", "", f'<img src="{PIC}">'),
        ("<picture><source srcset='/b.webp 800w'><img src='/a.jpg'></picture>", "", f'<img src="{PIC}">'),
        ("<picture><source srcset='/b.webp 800w'><img alt=''></picture>", "", '<img src="https://news.example/b.webp">'),
        ("<a href='/full'><img src='/a.jpg'></a>", "", f'<a href="https://news.example/full"><img src="{PIC}"></a>'),
    ],
)  # fmt: skip
def test_an_image_is_a_paragraph_of_its_own(html: str, text: str, shown: str) -> None:
    found = media(html)
    assert (found.kind, found.text, found.html) == ("image", text, f"<figure>{shown}</figure>")
    assert found.url == shown.partition('src="')[2].partition('"')[0]


@pytest.mark.parametrize(
    "html",
    [
        "<figure><img src='/a.jpg' alt='x'><figcaption>The <em>bridge</em> in May</figcaption></figure>",
        "<figure><figcaption>The <em>bridge</em> in May</figcaption><img src='/a.jpg'></figure>",
        "<div class='wp-caption'><img src='/a.jpg'><p class='wp-caption-text'>The <em>bridge</em> in May</p></div>",
        "<div><img src='/a.jpg'></div><p>The <em>bridge</em> in May</p>",
    ],
)
def test_a_caption_goes_with_its_image(html: str) -> None:
    found = media(html)
    assert (found.text, found.url) == ("The bridge in May", PIC)
    assert found.html is not None
    assert found.html.endswith("<figcaption>The <em>bridge</em> in May</figcaption></figure>")


def test_an_image_at_the_edge_of_a_paragraph_stands_beside_it_one_in_its_midst_in_it() -> None:
    found = read(f"<p><img src='/a.jpg'>{LONG} <img src='/b.png' alt='pin'> {ALSO}<br><img src='/c.jpg'></p>")
    assert [(each.kind, each.url) for each in found] == [
        ("image", PIC),
        ("paragraph", None),
        ("image", "https://news.example/c.jpg"),
    ]
    assert found[1].html == f'{LONG} <img src="https://news.example/b.png" alt="pin"> {ALSO}'


@pytest.mark.parametrize(
    "html",
    [
        "<img src='/a.gif' width=1 height=1>",
        "<img src='https://pixel.news.example/x.jpg'>",
        "<img src='/icons/sprite-sheet.png'>",
        "<img class='wp-smiley emoji' src='https://s.example/1f642.svg' alt='🙂'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<img src='cid:1'>",
        "<nav><img src='/a.jpg'></nav>",
        "<h3>Related</h3><ul><li><a href='/1'><img src='/a.jpg'>A story</a></li></ul><p><a href='/2'>More</a></p>",
        "<iframe src='https://t.example/x' width=1 height=1></iframe>",
        "<iframe src='about:blank'></iframe>",
        "<video></video>",
    ],
)
def test_what_shows_nothing_or_leads_away_is_left_out(html: str) -> None:
    assert [each for each in read(f"<p>{LONG}</p>{html}") if each.kind in ("image", "embed")] == []


@pytest.mark.parametrize(
    ("html", "url", "text", "shown"),
    [
        ("<iframe src='//video.example/embed/9?utm_medium=x' title='The flood'></iframe>", "https://video.example/embed/9",
         "The flood", '<a href="https://video.example/embed/9">The flood</a>'),
        ("<p>Watch: <iframe data-src='https://www.video.example/e'></iframe></p>", "https://www.video.example/e", "",
         '<a href="https://www.video.example/e">video.example</a>'),
        ("<video poster='/p.jpg'><source src='/v.mp4' type='video/mp4'>no video</video>", "https://news.example/v.mp4",
         "", '<video controls="" preload="none" src="https://news.example/v.mp4" poster="https://news.example/p.jpg"></video>'),
        ("<audio src='/s.mp3' title='Hear'></audio>", "https://news.example/s.mp3", "Hear",
         '<audio controls="" preload="none" src="https://news.example/s.mp3" title="Hear"></audio>'),
        ("<script src='https://gist.github.com/jane/0a1b.js'></script>", "https://gist.github.com/jane/0a1b", "",
         '<a href="https://gist.github.com/jane/0a1b">gist.github.com</a>'),
        ("<object data='https://video.example/old.swf'></object>", "https://video.example/old.swf", "",
         '<a href="https://video.example/old.swf">video.example</a>'),
    ],
)  # fmt: skip
def test_an_embed_has_its_address_and_title(html: str, url: str, text: str, shown: str) -> None:
    found = media(html)
    assert (found.kind, found.url, found.text, found.html) == ("embed", url, text, f"<figure>{shown}</figure>")


def test_a_post_on_another_site_is_an_embed_with_its_words() -> None:
    found = media(
        "<blockquote class='twitter-tweet'><p>The mill is <b>open</b>.</p>&mdash; Jane (@jane) "
        "<a href='https://tw.example/jane/status/1?ref_src=x'>May 3</a></blockquote>"
        "<script src='//tw.example/w.js'></script>"
    )
    assert (found.kind, found.url) == ("embed", "https://tw.example/jane/status/1")
    assert found.text.startswith("The mill is open.")
    assert found.html is not None
    assert found.html.startswith("<blockquote><p>The mill is <b>open</b>.</p>")


def test_files_that_play_by_themselves_are_told() -> None:
    html = "<video src='/v.mp4'></video><audio><source src='/s.ogg' type='audio/ogg'></audio>"
    assert body(html, url=BASE).files == [
        ("https://news.example/v.mp4", None),
        ("https://news.example/s.ogg", "audio/ogg"),
    ]


def test_a_body_of_one_image_is_kept() -> None:
    [comic] = read("<a href='/comic'><img src='/a.jpg' title='The joke'></a>")
    assert (comic.kind, comic.text, comic.url) == ("image", "The joke", PIC)


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<lite-youtube videoid='a1B2'></lite-youtube>", "https://www.youtube.com/embed/a1B2"),
        ("<amp-youtube data-videoid='a1B2'></amp-youtube>", "https://www.youtube.com/embed/a1B2"),
        ("<amp-video src='/a.mp4' width='600' height='400'></amp-video>", "https://e.example/a.mp4"),
        ("<amp-iframe src='https://maps.example/1'><p>Wait</p></amp-iframe>", "https://maps.example/1"),
    ],
)
def test_custom_elements_are_what_they_stand_for(html: str, address: str) -> None:
    found = paragraphs(f"<p>Out.</p>{html}<p>In.</p>", url="https://e.example/1")
    assert [(each.kind, each.url) for each in found] == [("paragraph", None), ("embed", address), ("paragraph", None)]


@pytest.mark.parametrize("host", ["www.youtube.com", "youtube.com", "www.youtube-nocookie.com"])
@pytest.mark.parametrize("folder", ["embed", "v"])
def test_a_video_on_youtube_is_a_link_with_its_still(host: str, folder: str) -> None:
    address = f"https://{host}/{folder}/a1B2-c3_D4e?rel=0"
    [found] = paragraphs(f"<iframe src='{address}' title='A ferry at &lt;six&gt;'></iframe>")
    assert (found.kind, found.text, found.url) == ("embed", "A ferry at <six>", address)
    assert found.html == (
        f'<figure><a href="{address}"><img src="https://i.ytimg.com/vi/a1B2-c3_D4e/hqdefault.jpg" alt=""><br>'
        "A ferry at &lt;six&gt;</a></figure>"
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/embed/videoseries?list=PL1",
        "https://www.youtube.com/embed/a1B2-c3_D4eF",
        "https://player.vimeo.com/video/12345678901",
        "https://elsewhere.example/www.youtube.com/embed/a1B2-c3_D4e",
    ],
)
def test_other_embeds_are_links_with_their_words(address: str) -> None:
    [found] = paragraphs(f"<iframe src='{address}' title='A ferry'></iframe>")
    assert found.html == f'<figure><a href="{address}">A ferry</a></figure>'


@pytest.mark.parametrize(
    ("post", "address"),
    [
        (
            "class='twitter-tweet'><p>Low tide.</p>&mdash; Jane <a href='https://x.example/j/1'>1 May</a>",
            "https://x.example/j/1",
        ),
        (
            "class='tiktok-embed' cite='https://t.example/@j/video/1'><a href='/@j'>@j</a><p>Low tide.</p>",
            "https://t.example/@j/video/1",
        ),
        (
            "class='instagram-media' data-instgrm-permalink='https://i.example/p/1'><a href='/help'>View this post</a>",
            "https://i.example/p/1",
        ),
    ],
)
@pytest.mark.parametrize("after", ["", "<p>And so it was.</p>"])
def test_a_post_is_an_embed_wherever_it_stands(post: str, address: str, after: str) -> None:
    html = f"<p>She wrote on Monday what nobody had expected.</p><blockquote {post}</blockquote>{after}"
    found = paragraphs(html, url="https://e.example/1")
    assert [(each.kind, each.url) for each in found[:2]] == [("paragraph", None), ("embed", address)]
    assert len(found) == 2 + bool(after)


@pytest.mark.parametrize("text", ["", "<p>It sorts.</p>"])
def test_code_on_another_site_before_all_text_is_an_embed(text: str) -> None:
    found = paragraphs(f"<script src='https://gist.github.com/j/1a.js'></script>{text}")
    assert (found[0].kind, found[0].url) == ("embed", "https://gist.github.com/j/1a")
