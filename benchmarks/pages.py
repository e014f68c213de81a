"""How much of the wanted text of real pages full text brings, and how much of the unwanted; beside trafilatura alone.

Run: python benchmarks/pages.py FOLDER     (the folder `tests` of trafilatura's repository; three minutes)

The folder has `evaldata.json`, which gives for each page in `eval` or `cache` phrases that belong to its article and
phrases that do not.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

import trafilatura

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from newsfeed.items import MEDIA, Paragraph  # noqa: E402
from newsfeed.text.encoding.decoder import decode  # noqa: E402
from newsfeed.text.html.webpage import read_page  # noqa: E402


def main() -> int:
    """Print the table; with --list, what ours misses of what trafilatura finds, and what only ours has too much."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
    if not (folder / "evaldata.json").is_file():
        print("name the folder that has evaldata.json and the pages", file=sys.stderr)
        return 2
    labels = json.loads((folder / "evaldata.json").read_text(encoding="utf-8"))
    readers = {"newsfeed": ours, "trafilatura": theirs}
    counts: dict[str, Counter[str]] = {name: Counter() for name in readers}
    pages = 0
    for url, label in labels.items():
        path = next((each for each in (folder / "eval", folder / "cache") if (each / label["file"]).is_file()), None)
        if path is None:
            continue
        pages += 1
        data = (path / label["file"]).read_bytes()
        found = {}
        for name, reader in readers.items():
            start = time.process_time()
            found[name] = folded(reader(data, url))
            counts[name]["milliseconds"] += round(1000 * (time.process_time() - start))
            for kind in ("with", "without"):
                counts[name][kind] += sum(folded(phrase) in found[name] for phrase in label[kind])
        for kind in ("with", "without"):
            counts["all"] = counts.get("all", Counter()) + Counter({kind: len(label[kind])})
            for phrase in label[kind] if "--list" in sys.argv else ():
                has = {name: folded(phrase) in text for name, text in found.items()}
                if has["newsfeed"] != has["trafilatura"]:
                    print(kind, "+" if has["newsfeed"] else "-", label["file"], repr(phrase[:100]))
    print(f"{pages} pages, {counts['all']['with']:,} wanted phrases, {counts['all']['without']:,} unwanted")
    print(f"{'':12}{'wanted':>8}{'unwanted':>10}{'ms a page':>11}")
    for name in readers:
        shares = [100 * counts[name][kind] / counts["all"][kind] for kind in ("with", "without")]
        print(f"{name:12}{shares[0]:7.1f} %{shares[1]:8.1f} %{counts[name]['milliseconds'] / pages:11.1f}")
    return 0


def ours(data: bytes, url: str) -> str:
    """Return the text that full text takes from a page, and that a reader sees: no alternative texts of images."""
    return "\n".join(paragraph.text for paragraph in read_page(data, url=url).paragraphs if is_seen(paragraph))


def is_seen(paragraph: Paragraph) -> bool:
    """Return whether the text of a paragraph stands on the page; that of an image does if it is its caption."""
    return paragraph.kind not in MEDIA or "<figcaption" in (paragraph.html or "")


def theirs(data: bytes, url: str) -> str:
    """Return what trafilatura takes from it, without comments."""
    return trafilatura.extract(decode(data, "").text, url=url, include_comments=False) or ""


def folded(text: str) -> str:
    """Return text with white space folded."""
    return " ".join(text.split())


if __name__ == "__main__":
    sys.exit(main())
