"""The rules by which a paragraph stays, a subject a module; :mod:`newsfeed.dedup.novelty` applies them."""
