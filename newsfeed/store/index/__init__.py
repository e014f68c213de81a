"""The index of passages: postings, first occurrences, indexing of new text."""
