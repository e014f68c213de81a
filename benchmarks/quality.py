"""Measure how well detection agrees with readers and how many planted edits it finds, beside the rules of others.

Run: python benchmarks/quality.py [DATA]      DATA: default ../shared/data beside the checkout; takes a minute or two

Two tables for each language:

- DATA/gold/dev.jsonl and dev2.jsonl, pairs of paragraphs labelled by reading: precision, recall and F1 of "drop the
  later one", how many templates (T) were dropped, and the mean error of the reused share; then what each of our rules
  brings (the score without it), and a ten-fold cross-validation in which the three thresholds are chosen on nine tenths
  and scored on the last.
- Edits planted in real paragraphs of DATA/archive (Chinese), DATA/feeds and DATA/polls (English), of fixtures/ where
  these are absent: how many are found, and how many dropped. Chance is seeded: the same paragraphs give the same table.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import gold  # noqa: E402
import peers  # noqa: E402
import planted  # noqa: E402

SETS = ("dev.jsonl", "dev2.jsonl")


def main() -> int:
    """Print the tables."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
    others = dict(peers.installed())
    for name in SETS:
        pairs = data / "gold" / name
        if pairs.is_file():
            print(f"\n{name}")
            labelled = [json.loads(line) for line in pairs.read_text("utf-8").splitlines() if line.strip()]
            gold.print_tables(labelled, others)
        else:
            print(f"(skipped: no labelled pairs at {pairs}; name the data folder)")
    for language in gold.LANGUAGES:
        files = planted.sources(data, ROOT / "fixtures", language)
        planted.print_table(language, planted.paragraphs(files, language), others)
    return 0


if __name__ == "__main__":
    sys.exit(main())
