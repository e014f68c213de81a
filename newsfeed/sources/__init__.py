"""Sources: directories, files, globs, URLs, lists and WARC files become documents to read."""
