# make crawl   crawls SOURCE (default: fixtures) into OUT (default: out.jsonl)
# make test    lint, types and all tests: about 15 minutes on two cores
# make check   lint, types and the fast tests, without PostgreSQL: about two minutes
# make lint    lint and types alone
# make lock    pins all dependencies with hashes in requirements.lock, for Python 3.11 and later
# make audit   looks up known vulnerabilities of the pinned dependencies
# make pictures  the pictures of README, with Chromium
# make fuzz    the fuzz targets of all parsers, with EXAMPLES of each (default: 100000, which takes hours)
# Each sets up a virtual environment in .venv first; it is made anew when a requirements file changes.

PYTHON ?= python3
SOURCE ?= fixtures
OUT ?= out.jsonl
EXAMPLES ?= 100000

BIN := .venv/bin
# As many processes as there are cores; tests that share one expensive run stay together.
PYTEST := $(BIN)/pytest -n auto --dist loadgroup

.PHONY: crawl test check lint pictures fuzz lock audit clean

crawl: .venv/run.stamp
	$(BIN)/scrapy crawl feeds -a source='$(SOURCE)' -O '$(OUT)'

test: lint
	$(PYTEST)

check: lint
	$(PYTEST) -q -m 'not slow and not nightly' -k 'not postgresql' \
	  --ignore=tests/e2e --ignore=tests/hostile --ignore=tests/faults --ignore=tests/fuzz

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/vulture

pictures: .venv/dev.stamp
	$(BIN)/python -m tests.pictures

fuzz: .venv/dev.stamp
	FUZZ_EXAMPLES=$(EXAMPLES) $(PYTEST) tests/fuzz

lock: .venv/lock.stamp
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  requirements.txt requirements-fulltext.txt requirements-parquet.txt requirements-postgresql.txt requirements-web.txt -o requirements.lock

audit: .venv/lock.stamp
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.lock

clean:
	rm -rf .venv

.venv/run.stamp: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsfeed needs Python 3.11 or later: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/dev.stamp: .venv/run.stamp requirements-fulltext.txt requirements-parquet.txt requirements-postgresql.txt requirements-web.txt requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

.venv/lock.stamp: .venv/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check uv pip-audit
	touch $@
