"""Bytes to text: declared encodings, detection, decoding."""
