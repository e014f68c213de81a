"""For ``scrapyd-deploy``, which runs this file to build the egg; pyproject.toml holds all metadata."""

from setuptools import setup

setup()
