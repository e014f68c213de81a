"""What strangers write reaches no terminal as a control character: through every command that prints or logs it."""

import http.server
import json
import re
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
HOSTILE = "A\x1b]0;owned\x07\u202egpj\x9b31m\u2066B"
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
XML_HOSTILE = "A&#x9b;31m\u202egpj\u2066B&#x200f;"  # what XML may hold of it
FEED = f"""<rss version="2.0"><channel><title>{XML_HOSTILE}</title><link>https://a.example/{XML_HOSTILE}</link>
<item><guid>1</guid><title>{XML_HOSTILE}</title><link>https://a.example/{XML_HOSTILE}</link>
<description>The night ferry sails again from Friday, when the last of the ice is gone.</description></item>
</channel></rss>"""


@pytest.fixture
def hostile():
    """Serve a feed, a page that links to hostile addresses, and redirects to hostile locations."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/moved":
                self.send_response(302)
                self.wfile.flush()
                self._headers_buffer.append(b"Location: http://127.0.0.1:1/\x1b]0;owned\x07\xc2\x9b31m\xe2\x80\xae\r\n")
                self.end_headers()
                return
            page = f'<!DOCTYPE html><link rel="alternate" type="application/rss+xml" href="/none{HOSTILE}.xml">'
            body = (FEED if unquote(self.path) == "/feed.xml" else page).encode()
            self.send_response(200 if self.path in {"/feed.xml", "/page"} else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def only_id(store):
    """Return the id of an article of a store."""
    with sqlite3.connect(store) as connection:
        return connection.execute("SELECT id FROM articles").fetchone()[0]


def test_no_command_prints_what_steers_a_terminal(scrapy, hostile, tmp_path):
    opml = tmp_path / "in.opml"
    opml.write_text(
        f'<opml version="2.0"><body><outline text="{XML_HOSTILE}"><outline text="{XML_HOSTILE}" '
        f'xmlUrl="{hostile}/feed.xml"/><outline text="{XML_HOSTILE}" xmlUrl="ftp://{XML_HOSTILE}/"/></outline></body>'
        "</opml>",
        encoding="utf-8",
    )
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / f"{HOSTILE.replace('/', '')}.xml").write_bytes(b"\x89PNG")
    (tmp_path / "source" / "feed.xml").write_text(FEED, encoding="utf-8")
    done = [
        scrapy("feeds", "import", opml),
        scrapy("feeds", "add", f"{hostile}/page", f"{hostile}/moved", "-L", "DEBUG", code=1),
        scrapy("feeds", "list"),
        scrapy("feeds", "list", "--json"),
        scrapy("watch", "--once", "-o", tmp_path / "public", "-L", "DEBUG", "-s", "NEWSFEED_HOST_DELAY=0"),
        scrapy("crawl", "feeds", "-a", f"source={hostile}/moved,{tmp_path}/source", "-L", "DEBUG"),
        scrapy("index"),
        scrapy("search", "ferry"),
        scrapy("explain", only_id(tmp_path / "newsfeed.db")),
        scrapy("store", "info"),
        scrapy("report", tmp_path / "report.md", "--md"),
        scrapy("report", "-", "--md"),
        scrapy("export", tmp_path / "out.csv", "-L", "DEBUG"),
    ]
    for each in done:
        assert not CONTROL.search(each.stdout + each.stderr), ascii(each.stdout + each.stderr)
    assert "\\u202egpj" in done[2].stdout
    [feed] = json.loads(done[3].stdout)
    assert "\u202egpj" in feed["title"]
    assert not [path.name for path in (tmp_path / "public").rglob("*") if CONTROL.search(path.name)]


def test_a_list_ends_quietly_when_it_is_no_longer_read(scrapy, tmp_path):
    outlines = "".join(f'<outline text="Feed {n}" xmlUrl="https://{n}.example/feed"/>' for n in range(3000))
    (tmp_path / "in.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    scrapy("feeds", "import", tmp_path / "in.opml")
    store = f"NEWSFEED_STORE=sqlite:///{tmp_path}/newsfeed.db"
    command = f"{sys.executable} -m scrapy feeds list -s {store} | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout.count("\n"), done.stderr) == (1, "")
