"""Hostile files: each with the number of articles that a crawl reads of it, or a part of the reason why there are none.

    python tests/hostile/files.py [NAME …] [--size NUMBER]

crawls each alone, and prints its processor time, the highest memory of the process, and whether it came out as it
must. What a file repeats, it repeats ``--size`` times.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import json
import lzma
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW = 100
TEXT = "The ferry sails again from Friday, when the last of the ice is gone."


@dataclass(frozen=True)
class HostileFile:
    """A file; ``expected`` is the number of articles in it, or a part of the reason why there are none."""

    name: str
    data: bytes
    expected: int | str = 1


def rss(items: str, channel: str = "", before: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{before}<rss version="2.0"><channel><title>Ferries</title>{channel}{items}</channel></rss>'


def item(inside: str = "", title: str = "Ice", guid: str = "1") -> str:
    return f"<item><guid>{guid}</guid><title>{title}</title><description>{TEXT}</description>{inside}</item>"


def atom(entries: str, head: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Ferries</title>{head}{entries}</feed>'


def entry(inside: str = "", title: str = "Ice") -> str:
    return f'<entry><id>1</id><title>{title}</title><content type="html">{TEXT}</content>{inside}</entry>'


def json_feed(*items: Any, **fields: Any) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Ferries", "items": items, **fields})


def post(**fields: Any) -> dict[str, Any]:
    return {"id": "1", "title": "Ice", "content_text": TEXT, **fields}


def archived(front: str) -> str:
    return f"---\nguid: {crc32(front.encode())}\ntitle: Ice\n{front}\n---\n{TEXT}\n"


def zipped(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(*members: tarfile.TarInfo, data: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for each in members:
            each.size = len(data) if each.isreg() else 0
            archive.addfile(each, io.BytesIO(data))
    return file.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type, found.linkname = kind, link
    return found


def repeated(pattern: str, size: int) -> str:
    return "".join(pattern.replace("{}", str(number)) for number in range(size))


def texts(size: int) -> dict[str, tuple[str, int | str]]:
    """Return the files that are text, by name, with what must come of them."""
    one = rss(item())
    laughs = "<!ENTITY e0 'ha'>" + "".join(f"<!ENTITY e{n + 1} '{10 * f'&e{n};'}'>" for n in range(9))
    dates = ("0000-01-01", "9999-12-31T23:59:59Z", "-1", "1e18", "99999999999999999999", "2024-02-30", "NaN", "\u0663")
    return {
        # encodings that are stated or meant wrongly
        "stated-utf-16": (rss(item(), before='<?xml version="1.0" encoding="utf-16"?>'), 1),
        "stated-utf-7": (rss(item(), before='<?xml version="1.0" encoding="utf-7"?>'), 1),
        "stated-nonsense": (rss(item(), before='<?xml version="1.0" encoding="klingon"?>'), 1),
        "xml-1.1": (rss(item(), before='<?xml version="1.1"?>'), 1),
        "marks-in-the-middle": (rss(item(title="I\ufeffce\ufeff")), 1),
        "marks-twice": ("\ufeff\ufeff" + one, 1),
        "zero-width-title": (rss(item(title="\u200b\u200c\u2060\ufeff")), 1),
        "bidi-title": (rss(item(title="\u202egpj.eci\u2066\u2069\u200f")), 1),
        "homographs": (rss(item("<link>https://аррӏе.com/іce</link>", "аррӏе")), 1),
        "zalgo": (rss(item(title="I" + "\u0301\u0334\u0489" * size)), 1),
        # CDATA
        "cdata-in-cdata": (rss(item(title="<![CDATA[a<![CDATA[b]]>c]]>")), 1),
        "cdata-split": (rss(item(title="<![CDATA[a]]]]><![CDATA[>b]]>")), 1),
        "cdata-sections": (rss(item(title="<![CDATA[a]]>" * size)), 1),
        "cdata-without-end": (rss(item()) + "<![CDATA[", 1),
        # controls in every field
        "control-characters": (
            rss(
                "".join(
                    f"<item><guid>{name}</guid><title>{name}</title><{name}>a\x01\x1b[31m\x7f\x9bb</{name}></item>"
                    for name in ("author", "category", "link", "pubDate", "description", "comments")
                )
            ),
            6,
        ),
        "control-references": (rss(item(title="&#0;&#1;&#27;[31m&#xD800;&#xFFFF;&#x110000;ice")), 1),
        # entities, document types, inclusions
        "a-billion-laughs": (rss(item(title="&e9;"), before=f"<!DOCTYPE rss [{laughs}]>"), 1),
        "laughs-in-an-attribute": (
            rss(item('<enclosure url="&e9;"/>'), before=f"<!DOCTYPE rss [{laughs}]>"),
            1,
        ),
        "entities-in-a-ring": (
            rss(item(title="&a;"), before='<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'),
            1,
        ),
        "a-long-entity-often": (
            rss(item(title="&a;" * size), before=f"<!DOCTYPE rss [<!ENTITY a '{10 * size * 'x'}'>]>"),
            1,
        ),
        "a-file-as-entity": (
            rss(item(title="&a;"), before='<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
            1,
        ),
        "a-device-as-entity": (
            rss(item(title="&a;"), before='<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///dev/zero">]>'),
            1,
        ),
        "parameter-entities": (
            rss(item(), before='<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1:9/a.dtd"> %a;]>'),
            1,
        ),
        "an-external-dtd": (rss(item(), before='<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">'), 1),
        "a-style-sheet": (rss(item(), before='<?xml-stylesheet type="text/xsl" href="file:///etc/passwd"?>'), 1),
        "an-inclusion": (
            rss(item('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>')),
            1,
        ),
        "instructions": (rss("<?php echo 1 ?>" * size + item()), 1),
        "comments-with-dashes": (rss("<!-- a -- b --->" * size + item()), 1),
        # structure
        "attributes": (rss("<item " + repeated("a{}='1' ", size) + "><title>Ice</title></item>"), 1),
        "the-same-attribute": (rss("<item " + "a='1' " * size + "><title>Ice</title></item>"), 1),
        "name-spaces": (rss("<item " + repeated("xmlns:a{}='urn:{}' ", size) + "><title>Ice</title></item>"), 1),
        "depth": (rss(item(f"{'<a>' * size}{'</a>' * size}")), 1),
        "depth-of-html": (rss(item(f"<content>{'&lt;div>' * size}a</content>")), 1),
        "items-in-items": (rss(repeated("<item><title>{}</title>", 5) + "</item>" * 5), 1),
        "an-item-in-an-image": (rss(item(), f"<image>{item(guid='2')}</image>"), 1),
        "two-channels": (rss(item() + "</channel><channel>" + item(guid="2", title="Snow")), 2),
        "a-channel-in-a-channel": (rss(item() + f"<channel>{item(guid='2')}</channel>"), 1),
        "an-item-before-its-channel": (f"<rss>{item(guid='2')}<channel>{item(title='Snow')}</channel></rss>", 2),
        "atom-in-rss": (rss(item() + atom(entry())), 1),
        "rss-in-atom": (atom(entry() + rss(item(), before="")), 1),
        "name-spaces-of-an-item": (
            rss("<item " + repeated('xmlns:p{}="urn:{}" ', size) + "><title>Ice</title></item>"),
            1,
        ),
        "utf-7-with-a-mark": ("+/v8-" + one, 1),
        "a-declaration-twice": ('<?xml version="1.0"?>' + one, 1),
        "a-declaration-late": ("\n\n<!-- -->" + one, 1),
        "xml-9.9": (rss(item(), before='<?xml version="9.9" standalone="maybe"?>'), 1),
        "many-defaults": (
            rss(item(), before="<!DOCTYPE rss [" + repeated('<!ATTLIST item a{} CDATA "1">', size) + "]>"),
            1,
        ),
        "a-long-default": (rss(item(), before=f'<!DOCTYPE rss [<!ATTLIST item a CDATA "{size * "x"}">]>'), 1),
        "many-entities": (
            rss(item(title="&e1;"), before="<!DOCTYPE rss [" + repeated("<!ENTITY e{} 'i'>", size) + "]>"),
            1,
        ),
        "a-document-type-without-end": ("<!DOCTYPE rss [<!ENTITY a 'b'>" + rss(item(), before=""), 1),
        "a-header-of-http": ("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n" + one, 1),
        "a-warning-of-php": ("Warning: mysql_connect() in /x.php on line 3<br />\n" + one, 1),
        "an-encoding-of-python": (one.replace("utf-8", "rot13"), 1),
        "an-encoding-that-raises": (one.replace("utf-8", "undefined"), 1),
        "a-long-encoding": (one.replace("utf-8", "x" * 100 * size), 1),
        "html-in-a-title": (rss(item(title="&lt;b&gt;" * 10 * size)), 1),
        "references-of-references": (rss(item(f"<content>{'&amp;amp;nbsp;' * 10 * size}</content>")), 1),
        "instructions-without-end": (rss("<?x " * size + item()), 1),
        "comments-without-end": (rss("<!--" * size + item()), 1),
        "an-impossible-zone": (rss(item("<pubDate>Mon, 01 Jan 2024 00:00:00 +9999</pubDate>")), 1),
        "a-feed-in-an-envelope": (
            f"<s:Envelope xmlns:s='urn:s'>{rss(item(), before='')}</s:Envelope>",
            "an XML document of another kind",
        ),
        "a-feed-in-cdata": (f"<x><![CDATA[{one}]]></x>", "an XML document of another kind"),
        "angle-brackets-alone": ("<>" * size, "not a feed"),
        "ampersands-alone": ("&" * size, "plain text"),
        "a-feed-in-a-feed": (rss(item(f"<description>{atom(entry())}</description>")), 1),
        "a-feed-after-a-feed": (one + one.replace("Ice", "Snow").replace("<guid>1", "<guid>2"), 2),
        "html-that-claims-to-be-xml": (
            f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{TEXT}</p></body></html>',
            "an HTML page",
        ),
        "a-login-page": (
            "<!DOCTYPE html><title>Sign in</title><form><input type=password></form>",
            "a login page",
        ),
        "a-captive-portal": (
            "<html><head><meta http-equiv=refresh content='0;url=http://192.168.0.1/login'></head></html>",
            "a page that forwards to",
        ),
        "svg": ("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "an SVG image"),
        "an-empty-root": ("<rss/>", 0),
        "only-a-declaration": ('<?xml version="1.0"?>', "not a feed"),
        "tags-without-end": (rss("<item><title>Ice"), 1),
        "an-upper-case-feed": (one.upper().replace('VERSION="1.0" ENCODING="UTF-8"', 'version="1.0"'), 1),
        # one long value
        "a-long-title": (rss(item(title="ice " * 30 * size)), 1),
        "a-long-title-without-spaces": (rss(item(title="i" * 100 * size)), 1),
        "a-long-guid": (rss(item(guid="1" * 100 * size)), 1),
        "a-long-link": (rss(item(f"<link>https://a.example/{'a' * 100 * size}</link>")), 1),
        "a-long-query": (rss(item(f"<link>https://a.example/?{repeated('a{}=1&amp;', 10 * size)}</link>")), 1),
        "a-long-path": (rss(item(f"<link>https://a.example/{'../a/' * 20 * size}</link>")), 1),
        "a-long-author": (rss(item(f"<author>{'Jo Do, ' * 10 * size}</author>")), 1),
        "a-long-category": (rss(item(f"<category>{'ice,' * 20 * size}</category>")), 1),
        "a-long-date": (rss(item(f"<pubDate>{'1 May ' * 10 * size}</pubDate>")), 1),
        "a-long-channel-title": (rss(item(), f"<title>{'ferry ' * 10 * size}</title>"), 1),
        "a-long-language": (rss(item(), f"<language>{'en-' * 10 * size}</language>"), 1),
        "a-long-enclosure-type": (rss(item(f"<enclosure url='https://a.example/a' type='{size * 'a/'}'/>")), 1),
        # many values
        "categories": (rss(item(repeated("<category>c{}</category>", size))), 1),
        "authors": (rss(item(repeated("<author>a{}@h.example (Jo {})</author>", size))), 1),
        "creators": (rss(item(repeated("<dc:creator>Jo {}</dc:creator>", size))), 1),
        "enclosures": (rss(item(repeated('<enclosure url="https://a.example/{}.mp3" length="1"/>', size))), 1),
        "links": (rss(item(repeated("<link>https://a.example/{}</link>", size))), 1),
        "titles": (rss(item(repeated("<title>Ice {}</title>", size))), 1),
        "descriptions": (rss(item(repeated("<description>Ice {}</description>", size))), 1),
        "dates-of-one": (rss(item(repeated("<pubDate>2024-01-0{}</pubDate>", size))), 1),
        "guids-of-one": (rss(item(repeated("<guid>g{}</guid>", size))), 1),
        "pictures": (
            rss(
                item(
                    repeated('<m:content xmlns:m="http://search.yahoo.com/mrss/" url="http://a.example/{}.jpg"/>', size)
                )
            ),
            1,
        ),
        "links-of-atom": (atom(entry(repeated('<link rel="related" href="https://a.example/{}"/>', size))), 1),
        "contributors": (atom(entry(repeated("<author><name>Jo {}</name></author>", size))), 1),
        # schemes
        "enclosures-that-run": (
            rss(item('<enclosure url="javascript:alert(1)"/><enclosure url="data:text/html,a"/>')),
            1,
        ),
        "links-that-run": (rss(item("<link>javascript:alert(1)</link>")), 1),
        "links-to-files": (rss(item("<link>file:///etc/passwd</link>")), 1),
        "a-base-that-runs": (atom(entry('<link href="a"/>'), "").replace("<feed", '<feed xml:base="javascript:1"'), 1),
        "links-that-are-none": (rss(item("<link>http://[::1</link><link>http://</link><link>//</link>")), 1),
        "a-link-with-a-port": (rss(item("<link>http://a.example:99999999/</link>")), 1),
        # dates
        "dates": (rss("".join(item(f"<pubDate>{date}</pubDate>", f"Ice {date}", date) for date in dates)), len(dates)),
        # identity
        "one-guid-for-all": (rss(repeated("<item><guid>1</guid><title>Ice {}</title></item>", size)), size),
        "empty-guids": (rss(repeated("<item><guid/><title>Ice {}</title></item>", size)), size),
        "one-title-for-all": (rss(repeated("<item><guid>{}</guid><title>Ice</title></item>", size)), size),
        "empty-items": (rss("<item/>" * size), 1),
        "guids-of-spaces": (rss(repeated("<item><guid> \u00a0\u200b</guid><title>Ice {}</title></item>", size)), size),
        # JSON
        "json-depth": (
            json_feed(post())[:-1] + ', "_a": ' + "[" * 99 * size + "]" * 99 * size + "}",
            "JSON nested too deeply",
        ),
        "json-depth-in-an-item": (
            '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "Ice"}, {"id": "2", "_a": '
            + "[" * 99 * size
            + "]" * 99 * size
            + "}]}",
            "JSON nested too deeply",
        ),
        "json-keys-twice": (json_feed(post())[:-1] + ', "title": "Ferries", "title": "Ships"}', 1),
        "json-items-twice": ('{"items": [], "items": [{"id": "1", "title": "Ice"}]}', 1),
        "json-no-numbers": (json_feed(post(date_published=float("nan"), size=float("inf"))), 1),
        "json-surrogates": (json_feed(post(title="\ud800I\udfffce", tags=["\udead"])), 1),
        "json-a-number-that-is-too-long": (json_feed(post()).replace('"1"', "9" * 5000), 1),
        "json-large-numbers": (json_feed(post()).replace('"1"', "1" + "0" * 5 * size), 1),
        "json-exponents": (json_feed(post()).replace('"1"', "1e999999"), 1),
        "json-types": (
            json_feed(
                post(), *({"id": each, "title": each} for each in (True, None, [], {}, 2.5)), "text", None, [[]], 7
            ),
            3,
        ),
        "json-items-as-object": (json_feed()[:-1].replace("[]", '{"id": "1"}') + "}", "a JSON document without"),
        "json-with-comments": ("// ferries\n" + json_feed(post()), "plain text"),
        "json-in-single-quotes": (json_feed(post()).replace('"', "'"), "not well-formed JSON"),
        "json-with-a-comma-too-many": (json_feed(post()).replace("]", ",]"), 1),
        "json-cut": (json_feed(post(), post(id="2"))[:-30], 1),
        "json-twice": (json_feed(post()) * 2, 1),
        "json-attachments": (
            json_feed(post(attachments=[{"url": f"https://a.example/{n}", "size_in_bytes": -1} for n in range(size)])),
            1,
        ),
        "json-authors": (json_feed(post(authors=[{"name": f"Jo {n}"} for n in range(size)])), 1),
        "json-tags": (json_feed(post(tags=[f"t{n}" for n in range(size)])), 1),
        "json-a-long-string": (json_feed(post(content_text="ice " * 30 * size)), 1),
        "json-unknown-fields": (json_feed(post(**{f"field{n}": 1 for n in range(size)})), 1),
        "json-a-null-character": (json_feed(post(title="I\0ce")), 1),
        # front matter
        "yaml-aliases": (
            archived(
                "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
                + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
                + "tags: *a9"
            ),
            1,
        ),
        "yaml-a-ring": (archived("tags: &a [*a, *a]"), 1),
        "yaml-objects": (archived("author: !!python/object/apply:os.system ['touch /tmp/pwned']"), 1),
        "yaml-merges": (archived("a: &a {b: c}\n<<: [*a, *a, *a]"), 1),
        "yaml-depth": (archived("a: " + "[" * 2000), 1),
        "yaml-tabs": (archived("a:\tb\n\tc: d"), 1),
        "yaml-keys-twice": (archived("title: Ice\ntitle: Snow"), 1),
        "yaml-without-end": ("---\ntitle: Ice\n" + "a: b\n" * size + TEXT, "plain text"),
        "yaml-keys": (archived(repeated("k{}: v\n", 100 * size)), 1),
        "yaml-people": (archived("authors: [{name: Jo, name: Do}, [[[[[[Jo]]]]]], {}, {a: {b: {c: {d: e}}}}]"), 1),
        "toml": ("+++\ntitle = 'Sleet'\n" + repeated("k{} = 1\n", 100 * size) + f"+++\n{TEXT} It sleets.", 1),
        "toml-cut-short": (f'+++\ntitle = "Ice\n+++\n{TEXT} It melts.', 1),
        "toml-depth": (f"+++\ntitle = 'Snow'\na = {'[' * 10 * size}\n+++\n{TEXT} It snows.", 1),
        "toml-parts": (f"+++\ntitle = 'Hail'\n{'.'.join('a' * 20 * size)} = 1\n+++\n{TEXT} It hails.", 1),
        "toml-without-end": ("+++\ntitle = 'Ice'\n" + "a = 1\n" * size + TEXT, "plain text"),
        "json-before-an-article": ('{\n"title": "Rain",\n"tags": [[[["a"]]]],\n}\n' + f"{TEXT} It rains.", 1),
        "yaml-dates": (archived("date: 99999-99-99"), 1),
        "markers": (f"<!--{'9' * (size % 100)}-->\n[Ice](https://a.example/)\n-----\n{TEXT}", 1),
        "a-marker-alone": ("<!--1704404701000-->", 1),
        "a-link-with-brackets": (f"<!--1704404701000-->\n[{'](' * size}](https://a.example/)\n---\n{TEXT}", 1),
        # lists
        "opml-that-points-to-itself": (
            '<opml version="2.0"><body><outline xmlUrl="opml-that-points-to-itself"/></body></opml>',
            "skipped",
        ),
        "opml-of-files": ('<opml><body><outline xmlUrl="file:///etc/passwd"/></body></opml>', "skipped"),
        "opml-depth": (f"<opml><body>{'<outline>' * size}{'</outline>' * size}</body></opml>", "skipped"),
        "an-index-of-itself": (
            "<sitemapindex><sitemap><loc>http://127.0.0.1:9/</loc></sitemap></sitemapindex>",
            "skipped",
        ),
        "a-sitemap-without-places": (
            f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{'<url><loc/></url>' * 9}</urlset>",
            1,
        ),
        "csv": ("id,title,text\n" + repeated("{},Ice {},It melts.\n", size), "plain text"),
        "mailbox": (
            repeated("From a@h.example Mon Jan  1 00:00:00 2024\nSubject: Ice {}\n\nIt melts.\n\n", size),
            "plain text",
        ),
        "entries-of-rss": (rss(repeated("<item><title>{}</title></item>", size)), size),
        "entries-of-atom": (atom(repeated("<entry><title>{}</title></entry>", size)), size),
        "entries-of-json": (json_feed(*({"id": str(n), "content_text": str(n)} for n in range(size))), size),
        "entries-of-a-sitemap": (
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
            + repeated("<url><loc>https://a.example/{}</loc></url>", size)
            + "</urlset>",
            size,
        ),
        "entries-of-rdf": (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
            "<channel><title>Ferries</title></channel>"
            + repeated("<item rdf:about='{}'><title>{}</title></item>", size)
            + "</rdf:RDF>",
            size,
        ),
        "broken-entries": (rss(repeated("<item><title>{} & more</title><b></item>", size)), size),
        "entries-that-are-cut": (rss(repeated("<item><title>{}</title></item>", size))[:-30], size),
    }


def files(size: int) -> Iterator[HostileFile]:
    """Yield the files; what they repeat, ``size`` times."""
    for name, (text, expected) in texts(size).items():
        yield HostileFile(name, text.encode("utf-8", "surrogatepass"), expected)
    one, plain = rss(item(), before="").encode(), rss(item(), before='<?xml version="1.0"?>')
    zeros = bytes(34 << 20)
    yield HostileFile("utf-16", plain.encode("utf-16"))
    yield HostileFile("utf-16-without-mark", plain.encode("utf-16-le"))
    yield HostileFile("utf-16-cut", plain.encode("utf-16")[:-1])
    yield HostileFile("utf-16-surrogates", plain.replace("Ice", "I\ud800ce").encode("utf-16", "surrogatepass"))
    yield HostileFile("utf-32", plain.encode("utf-32"))
    yield HostileFile("ebcdic", plain.encode("cp037"))
    yield HostileFile("bad-utf-8", one.replace(b"Ice", b"I\xff\xfece\xc0\xaf\xed\xa0\x80\xf5"))
    yield HostileFile("two-encodings", one.replace(b"Ice", "Eis café".encode() + "Müller".encode("cp1252")))
    yield HostileFile("null-bytes", one.replace(b"Ice", b"I\0c\0e"))
    yield HostileFile("nothing", b"", "the document is empty")
    yield HostileFile("spaces", b" \n\t" * size, "the document is empty")
    yield HostileFile("noise", bytes((n * n * 7919 >> 5) & 255 for n in range(5000)), "binary data")
    yield HostileFile("packed.gz", gzip.compress(one))
    yield HostileFile("packed-twice.gz", gzip.compress(gzip.compress(one)))
    yield HostileFile("packed-and-cut.gz", gzip.compress(one)[:-9], "broken gzip: truncated")
    yield HostileFile("bomb.gz", gzip.compress(zeros), "larger than")
    for pack, name in ((bz2.compress, "bzip2"), (lzma.compress, "xz"), (zstd.compress, "zstd")):
        yield HostileFile(f"packed.{name}", pack(one), f"{name}-compressed data")
        yield HostileFile(f"bomb.{name}", pack(zeros[: 1 << 20]), f"{name}-compressed data")
    yield HostileFile("packed-and-a-tail.gz", gzip.compress(one) + b"tail")
    yield HostileFile("wrong-sum.gz", gzip.compress(one)[:-8] + bytes(8), "")
    yield HostileFile("bomb.zip", zipped({"a.xml": zeros, "b.xml": one}))
    yield HostileFile("names-that-lead-out.zip", zipped({"../../a.xml": one, "/etc/b.xml": one.replace(b"1", b"2")}), 2)
    yield HostileFile("members.zip", zipped({f"{n}.txt": b"" for n in range(size)}), "an archive without feeds")
    yield HostileFile("archive-in-archive.zip", zipped({"a.zip": zipped({"a.xml": one})}), "an archive without feeds")
    yield HostileFile("cut.zip", zipped({"a.xml": one})[:-30], "an archive without feeds")
    yield HostileFile("no-archive.zip", b"PK\x03\x04" + bytes(99), "an archive without feeds")
    yield HostileFile(
        "links.tar",
        tarred(member("a", tarfile.SYMTYPE, "/etc/passwd"), member("b", tarfile.CHRTYPE), member("c.xml"), data=one),
    )
    yield HostileFile("many-members.gz", gzip.compress(one[:9]) + gzip.compress(b"") * size + gzip.compress(one[9:]))
    yield HostileFile("name-that-steers.gz", b"\x1f\x8b\x08\x08" + bytes(6) + b"\x1b[31m\0" + gzip.compress(one)[10:])
    yield HostileFile("flags-that-are-none.gz", b"\x1f\x8b\x08\xff" + bytes(6), "broken gzip")
    yield HostileFile("utf-16-be-without-mark", plain.encode("utf-16-be"))
    yield HostileFile("two-marks", b"\xef\xbb\xbf" + plain.encode("utf-16"))
    yield HostileFile("utf-32-cut", plain.encode("utf-32")[:-3])
    yield HostileFile(
        "gb18030", rss(item(title="\u51b0"), before='<?xml version="1.0" encoding="gb18030"?>').encode("gb18030")
    )
    yield HostileFile("null-bytes-in-tags", one.replace(b"<", b"\0<").replace(b"e", b"e\0"))
    yield HostileFile(
        "too-long-utf-8", one.replace(b"Ice", b"\xc1\x89ce\xe0\x80\xaf\xf0\x80\x80\xaf\xf8\x88\x80\x80\x80")
    )
    yield HostileFile("names-of-windows.zip", zipped({"a\\b.xml": one, "C:/c.xml": one.replace(b"1", b"2")}), 2)
    yield HostileFile("names-that-steer.zip", zipped({"a\x1b[31m\u202e.xml": one}))
    yield HostileFile("an-old-coding.zip", zipped({"a.xml": one}, zipfile.ZIP_BZIP2))
    yield HostileFile("with-a-comment.zip", zipped({"a.xml": one}) + b"x" * 99)
    yield HostileFile("a-fake.parquet", b"PAR1" + b"\xff" * 99 + b"PAR1", "not valid Parquet")
    yield HostileFile("a-document.pdf", b"%PDF-1.7\n" + one, "a PDF document")
    yield HostileFile(
        "a-long-name.tar", tarred(member("n" * 50 * size), member("b", tarfile.LNKTYPE, "/etc/passwd"), data=one)
    )
    yield HostileFile("names-that-lead-out.tar", tarred(member("../../../a.xml"), data=one))


def main() -> None:
    from hostile.shapes import crawl

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--size", type=int, default=100_000)
    options = parser.parse_args()
    for found in files(options.size):
        if options.names and found.name not in options.names:
            continue
        with tempfile.TemporaryDirectory() as place:
            source, out, said = (Path(place, name) for name in ("source", "out.jsonl", "said"))
            source.mkdir()
            (source / found.name).write_bytes(found.data)
            cost = crawl(source, Path(place))
            articles = out.read_text().count("\n") if out.exists() else 0
            reasons = [line for line in said.read_text().splitlines() if line.startswith(f"  {found.name}: ")]
            is_right = articles == found.expected or any(str(found.expected) in reason for reason in reasons)
            line = f"{found.name:30} {cost.seconds:8.1f} s {cost.megabytes:5.0f} MB {articles:8} articles"
            print("right" if is_right else "WRONG", line, *reasons, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
