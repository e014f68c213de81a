"""How well and how fast `newsfeed.text.paragraphs` reads real entry bodies; needs ../shared/data beside the checkout.

Run: python benchmarks/paragraphs.py [DATA]
"""

from __future__ import annotations

import importlib.util
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from newsfeed.items import MEDIA  # noqa: E402
from newsfeed.text import paragraphs  # noqa: E402
from newsfeed.text.whitespace import fold  # noqa: E402


def main() -> int:
    """Print the scores on the labelled bodies and the time per document of the archive."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
    if not (data / "paragraphs" / "dev.jsonl").is_file():
        print(f"no labelled bodies in {data}: name the data folder", file=sys.stderr)
        return 2
    print_scores(data / "paragraphs")
    print_speed(data / "archive")
    return 0


def print_scores(folder: Path) -> None:
    """Print precision, recall and F1 in percent, with the folder's own scorer, and the share of right kinds."""
    scorer = load(folder / "score.py")
    gold = scorer.load(folder / "dev.jsonl")
    found = {entry["id"]: read(entry) for entry in gold}
    for name, lenient in (("strict", False), ("lenient", True)):
        total = scorer.agg(scorer.score(gold, found, lenient=lenient))
        shares = "  ".join(
            f"{measure} {'/'.join(f'{100 * x:.1f}' for x in total[measure])}" for measure in ("micro", "macro")
        )
        print(f"{name:8}{len(gold)} bodies  P/R/F1 {shares}")
    right = matched = 0
    for entry in gold:
        texts = [[scorer.norm(item["text"]) for item in items] for items in (found[entry["id"]], entry["paragraphs"])]
        pairs = scorer.match(*texts, 0.9)
        matched += len(pairs)
        right += sum(found[entry["id"]][i]["kind"] == entry["paragraphs"][j]["kind"] for i, j in pairs.items())
    print(f"kinds   {right} of {matched} matched paragraphs right, {100 * right / matched:.1f} %")


def read(entry: dict[str, Any]) -> list[dict[str, str]]:
    """Return the paragraphs of one labelled body as the scorer wants them.

    The labels are of texts. The text of an image or an embed counts where it is a labelled caption or quotation; an
    alternative text that nobody labelled is neither right nor wrong.
    """
    labelled = {fold(paragraph["text"]) for paragraph in entry["paragraphs"]}
    found = paragraphs(entry["html"], url=entry.get("link") or "", title=entry.get("title") or "")
    return [
        {"text": paragraph.text, "kind": paragraph.kind}
        for paragraph in found
        if paragraph.kind not in MEDIA or fold(paragraph.text) in labelled
    ]


def print_speed(folder: Path) -> None:
    """Print milliseconds of processor time per archived post, the best of five rounds."""
    posts = [path.read_text("utf-8", "replace") for path in sorted(folder.glob("*.md"))]
    rounds = []
    for _ in range(5):
        start = time.process_time()
        for post in posts:
            paragraphs(post)
        rounds.append(time.process_time() - start)
    kilobytes = statistics.mean(len(post.encode()) for post in posts) / 1000
    print(
        f"speed   {1000 * min(rounds) / len(posts):.2f} ms a post of {kilobytes:.1f} kB on average, {len(posts)} posts"
    )


def load(path: Path) -> Any:
    """Import the Python file at ``path``."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
