"""Fingerprints of normalised text: SimHash, winnowed shingles, digests. NumPy arrays in and out."""
