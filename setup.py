"""For ``scrapyd-deploy``, which runs this file to build the egg; everything is said in pyproject.toml."""

from setuptools import setup

setup()
