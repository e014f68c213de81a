"""Markup that attacks whoever reads our outputs, through every one of them: nothing runs, nothing is loaded."""

from __future__ import annotations

import io
import json
import re
import shutil
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import lxml.html
import pytest
from lxml import etree
from markdown_it import MarkdownIt
from scrapy.utils.misc import load_object

from newsfeed.dedup.policy import clean
from newsfeed.exporters import EXPORTERS
from newsfeed.exporters.archive import archive_document, markdown_document
from newsfeed.exporters.publish import _index
from newsfeed.formats import parse
from newsfeed.loaders.article import Reading, load
from newsfeed.subscriptions.model import Subscription

if TYPE_CHECKING:
    from newsfeed.items import Article

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# What runs, if it runs, sets a variable or opens a dialog; what is loaded comes from a host of its own.
RUN = "window.pwned=1;alert(1)"
BEACON = "http://beacon.example"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"<script src={BEACON}/a.js></script>",
    f"<SCRIPT\x0c>{RUN}</SCRIPT>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<script>/*</script><script>*/{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f"<img src=x onerror={RUN}//",
    f"<img/src=x/onerror={RUN}>",
    f'<img src="x` `<script>{RUN}</script>"` `>',
    f"<img src=javascript:{RUN}>",
    f'<img src="{BEACON}/t.gif" width=1 height=1>',
    f"Use <textarea> <script>{RUN}</script>",  # a name as text, in titles too
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"<blockquote class=tiktok-embed cite='javascript:{RUN}'><p>hi</p></blockquote>",
    f"<blockquote><ul><li><img src=x onerror={RUN}></li><li onclick={RUN}>a</li></ul></blockquote>",
    f"<image src=x onerror={RUN}>",
    f'<a href="javascript:{RUN}">click</a>',
    f'<a href=" javascript:{RUN}">click</a>',
    f'<a href="java\tscript:{RUN}">click</a>',
    f'<a href="java&#10;script:{RUN}">click</a>',
    f'<a href="&#x6a;avascript:{RUN}">click</a>',
    f'<a href="jav&#x0A;ascript:{RUN}" target=_blank>click</a>',
    f'<a href="data:text/html,<script>{RUN}</script>">click</a>',
    f'<a href="vbscript:{RUN}">click</a>',
    f'<a href="https://example.org/" onmouseover="{RUN}" onfocus="{RUN}" autofocus tabindex=1>click</a>',
    f'<a href="https://example.org/"onclick="{RUN}">click</a>',
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><script href=data:,{RUN} />",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f'<svg><a xlink:href="javascript:{RUN}"><text x=20 y=20>x</text></a></svg>',
    f"<svg><foreignObject><iframe srcdoc='<script>{RUN}</script>'></iframe></foreignObject></svg>",
    f'<math><mtext><table><mglyph><style><img src=x onerror="{RUN}"></style></mglyph></table></mtext></math>',
    f'<math href="javascript:{RUN}">click</math>',
    f'<iframe src="javascript:{RUN}"></iframe>',
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'<iframe src="{BEACON}/frame"></iframe>',
    f'<object data="javascript:{RUN}"></object>',
    f'<object data="{BEACON}/o" type="text/html"></object>',
    f'<embed src="javascript:{RUN}">',
    f'<form action="javascript:{RUN}"><input autofocus onfocus="{RUN}"><button formaction="javascript:{RUN}">x',
    f'<input autofocus onfocus="{RUN}">',
    f'<select autofocus onfocus="{RUN}"></select>',
    f'<details open ontoggle="{RUN}"><summary>x</summary></details>',
    f'<video src=x onerror="{RUN}"></video>',
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f'<body onload="{RUN}">',
    f'<body background="{BEACON}/b.png">',
    f'<meta http-equiv="refresh" content="0;url=javascript:{RUN}">',
    f'<meta http-equiv="refresh" content="0;url={BEACON}/away">',
    f'<base href="{BEACON}/">',
    f'<link rel=stylesheet href="{BEACON}/a.css">',
    f'<link rel=import href="{BEACON}/a.html"><link rel=preload as=script href="{BEACON}/p.js">',
    f"<style>@import '{BEACON}/a.css'; body{{background:url({BEACON}/b.png)}}</style>",
    f'<div style="background:url({BEACON}/b.png);width:expression({RUN})">x</div>',
    f'<p style="position:fixed;inset:0" onclick="{RUN}">over everything</p>',
    f'<marquee onstart="{RUN}">x</marquee>',
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>"></noscript>',
    f'<textarea><img title="</textarea><img src=x onerror={RUN}>"></textarea>',
    f'<title><img title="</title><img src=x onerror={RUN}>"></title>',
    f"<xmp><img title='</xmp><img src=x onerror={RUN}>'></xmp>",
    f'<!--><img src=x onerror="{RUN}">-->',
    f"<!-- --!><img src=x onerror={RUN}> -->",
    f"<![CDATA[><img src=x onerror={RUN}>]]>",
    f"]]><img src=x onerror={RUN}>",
    f"</details></blockquote></div></body></html><img src=x onerror={RUN}>",
    f'"><img src=x onerror={RUN}>',
    f"'-{RUN}-'",
    f"[x](javascript:{RUN}) ![x](javascript:{RUN}) <javascript:{RUN}>",
    f'![x" onerror="{RUN}](https://example.org/a.jpg) `</code><img src=x onerror={RUN}>`',
    f"<template><script>{RUN}</script></template>",
    f"<portal src={BEACON}/portal></portal><fencedframe></fencedframe>",
    f'<img srcset="x 1x, javascript:{RUN} 2x" onload="{RUN}" src="https://example.org/a.jpg">',
    f'<table background="{BEACON}/b.png"><tr><td background="{BEACON}/c.png" onclick="{RUN}">cell</td></tr></table>',
    f'<q cite="javascript:{RUN}">x</q><del cite="javascript:{RUN}">z</del>',
]

STORY = "The ferry sails again from Friday, when the last of the ice is gone from the outer harbour."


def document(payload: str, number: int) -> bytes:
    """Return an Atom feed with the payload wherever text stands."""
    text, attribute = escape(payload, quote=False), quoteattr(payload)
    entry = f"""<entry><id>{number}</id><title type="html">{text}</title><title>{text}</title>
      <link href={attribute}/><link rel="enclosure" type={attribute} href="https://example.org/{number}.mp3"/>
      <author><name>{text}</name><uri>{text}</uri></author><category term={attribute}/>
      <summary type="html">{text} A summary.</summary><rights type="html">{text}</rights>
      <updated>2024-01-04T00:00:00Z</updated><media:thumbnail url={attribute}/>
      <content type="html">{escape(f"<p>{STORY}</p><p>{payload}</p>{payload}<p>It ends.</p>", quote=False)}</content>
      </entry>"""
    clean_text = "".join(each for each in entry if each >= " " or each in "\t\n")
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
      <title type="html">{text.replace(chr(12), " ")}</title>{clean_text}</feed>""".encode()


def articles() -> list[Article]:
    found = []
    for number, payload in enumerate(PAYLOADS):
        feed = parse(document(payload, number))
        assert feed.entries, payload
        reading = Reading(f"https://example.org/{number}", remote=True, fetched="2024-06-01T00:00:00+00:00")
        for named in load(feed, reading):
            article = clean(named.article)
            article.paragraphs.insert(1, replace(article.paragraphs[0], status="duplicate"))
            found.append(article)
    return found


def export(name: str, policy: str) -> bytes:
    file = io.BytesIO()
    exporter = load_object(EXPORTERS[name])(file, policy=policy, title=PAYLOADS[5])
    exporter.start_exporting()
    for article in articles():
        exporter.export_item(article)
    exporter.finish_exporting()
    return file.getvalue()


ATOM, CONTENT = "{http://www.w3.org/2005/Atom}", "{http://purl.org/rss/1.0/modules/content/}"


def fragments(name: str) -> list[str]:
    """Return what a reader of an output takes for HTML."""
    if name == "index":
        subscriptions = [
            Subscription(n, f"https://example.org/{n}", f"https://example.org/{n}", None, payload, payload, (payload,))
            for n, payload in enumerate(PAYLOADS)
        ]
        return [_index(subscriptions, PAYLOADS[5])]
    if name == "markdown":
        render = MarkdownIt("commonmark", {"html": True}).enable("table").render
        return [render(markdown_document(each).partition("\n---\n")[2]) for each in articles()]
    if name == "archive":
        return [archive_document(each).partition("\n---\n")[2] for each in articles()]
    name, _, policy = name.partition("-")
    made = export(name, policy or "drop")
    if name == "jsonfeed":
        return [item["content_html"] for item in json.loads(made)["items"]]
    root = etree.fromstring(made)
    if name == "atom":
        return [each.text or "" for each in root.iter(f"{ATOM}content")]
    html = [each.text or "" for tag in (f"{CONTENT}encoded", "description", "title") for each in root.iter(tag)]
    assert len(html) > 2 * len(PAYLOADS)
    return html


OUTPUTS = ["atom", "rss", "jsonfeed", "atom-fold", "rss-fold", "jsonfeed-mark", "markdown", "archive", "index"]
ACTIVE = (
    "script", "iframe", "object", "embed", "form", "input", "button", "select", "textarea", "style", "base", "svg",
    "math", "applet", "frame", "frameset", "portal", "template", "noscript", "marquee",
)  # fmt: skip


@pytest.mark.parametrize("name", OUTPUTS)
def test_no_output_has_anything_that_runs(name: str) -> None:
    for html in fragments(name):
        tree = lxml.html.document_fromstring(f"<html><body><main>{html}</main></body></html>")
        for element in tree.iter(etree.Element):
            tag = str(element.tag).lower()
            assert tag not in ACTIVE, html
            assert tag not in {"link", "meta"} or name == "index", html
            for key, value in element.attrib.items():
                assert not key.lower().startswith("on"), html
                assert key.lower() not in {"style", "srcdoc", "formaction", "background", "ping"}, html
                if key.lower() in {"href", "src", "poster", "cite", "data", "action"}:
                    assert not re.match(r"\W*(?:java|vb|data|live|mocha)\s*(?:script)?\s*:", value, re.IGNORECASE), html


def test_links_of_the_feeds_themselves_are_addresses_of_the_web() -> None:
    for name in ("atom", "rss"):
        for element in etree.fromstring(export(name, "drop")).iter(etree.Element):
            for value in (*element.attrib.values(), *([element.text or ""] if element.tag in {"link", "guid"} else [])):
                assert not value.strip().lower().startswith(("javascript:", "data:", "vbscript:"))
    for item in json.loads(export("jsonfeed", "drop"))["items"]:
        links = [item.get("url"), item.get("image"), *(each.get("url") for each in item.get("authors", []))]
        assert all(link.startswith(("http://", "https://")) for link in links if link)


@pytest.mark.slow
@pytest.mark.xdist_group("browser")
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_browser_runs_and_loads_nothing() -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        control = browser.new_page()
        control.on("dialog", lambda dialog: dialog.dismiss())
        control.set_content(PAYLOADS[5])
        control.wait_for_function("window.pwned === 1")  # what is not sanitised does run
        control.close()
        page = browser.new_page()
        dialogs: list[str] = []
        asked: list[tuple[str, str]] = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append((request.resource_type, request.url)))
        page.route("**/*", lambda route: route.abort())
        for name in OUTPUTS:
            for html in ["\n".join(fragments(name))] if name != "index" else fragments(name):
                page.set_content(html if name == "index" else f"<!DOCTYPE html><body><main>{html}</main></body>")
                for link in page.locator("a").all()[:20]:
                    link.dispatch_event("mouseover")
                page.keyboard.press("Tab")
                page.wait_for_timeout(200)
                assert page.evaluate("window.pwned") is None, name
        browser.close()
    assert dialogs == []
    assert {kind for kind, _ in asked} <= {"image", "media"}
    assert not [url for _, url in asked if url.startswith(BEACON)]
