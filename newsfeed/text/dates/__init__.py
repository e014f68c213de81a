"""Dates and times in whatever form feeds write them."""
