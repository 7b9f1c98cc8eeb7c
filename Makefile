# The one front door. `make run` and `make test` work from a fresh clone with Python 3.11 and make.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
FUZZ_SECONDS ?= 300
export TEIKEI_HOME ?= $(CURDIR)/var
BIN := .venv/bin

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.ready ## make .venv with the commands teikei and teikei-admin

.venv/.uv: scripts/uv.lock
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "make: Python 3.11 or later is needed; install it, or say where it is: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r scripts/uv.lock
	@touch $@

.venv/.ready: .venv/.uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.ready requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

dev: .venv/.dev ## add what tests and checks need

run: setup ## the registry on http://127.0.0.1:8000/ (PORT=…), filled from the example list
	@$(BIN)/teikei-admin serve --port $(PORT) --example

fmt: dev ## format the code
	$(BIN)/ruff format src tests bench fuzz made scripts
	$(BIN)/ruff check --fix src tests bench fuzz made scripts

lint: dev ## style, types, storeys, fresh reference pages and catalogues
	$(BIN)/ruff format --check src tests bench fuzz made scripts
	$(BIN)/ruff check src tests bench fuzz made scripts
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/lock.py --check
	$(BIN)/python scripts/messages.py --check
	$(BIN)/python scripts/reference.py --check

browser: dev ## Chromium, curl and a Japanese font from Debian, where this is Debian and root
	@bash scripts/browser.sh

postgresql: ## PostgreSQL from Debian, where this is Debian and root
	@bash scripts/postgresql.sh

test: browser postgresql ## the tests, with coverage
	$(BIN)/pytest -n auto --cov --cov-report=
	@$(BIN)/python scripts/coverage_floors.py

test-postgresql: dev postgresql ## the tests of registry, desk, pages, API and search on PostgreSQL, which Debian has
	$(BIN)/python scripts/on_postgresql.py $(BIN)/pytest -n auto $(or $(TESTS),tests/registry tests/desk tests/portal tests/api tests/search)

# What leans on order, case, ties, sequences, constraints and transactions: a minute or two, for every run of CI.
LEANING := $(patsubst %,tests/registry/test_%.py,tables ledger ingest editions publication aligning institutions judging proposals reminders roles_asked search_index migrations appointing) \
  $(patsubst %,tests/desk/test_%.py,queries keep agreements bulk partners) $(patsubst %,tests/portal/test_%.py,queries search small_lists bad_addresses) tests/api/test_reading.py

leaning: ## the tests that lean most on the database, on PostgreSQL
	@$(MAKE) --no-print-directory test-postgresql TESTS="$(LEANING)"

long: dev postgresql ## what is tried at length: a minute of editors, a hundred kills, 1,000 examples; every SEED=… is another run
	TEIKEI_EDITORS_SECONDS=60 TEIKEI_KILLS=100 TEIKEI_EXAMPLES=1000 TEIKEI_SEED=$(or $(SEED),1) $(BIN)/pytest -s --durations=20 \
	  tests/desk/test_editors.py tests/registry/test_killed.py tests/registry/test_ledger.py tests/registry/test_permissions.py tests/rules

check: lint test leaning ## all that CI asks
	$(BIN)/python -m fuzz --seconds 3

bench: dev ## measure, side by side with a peer in one run
	$(BIN)/python -m bench

accuracy: dev ## how exactly lists are read, and how well partners are found (where ../shared has a dump of ROR)
	$(BIN)/python -m made accuracy
	$(BIN)/python -m bench.names

fuzz: dev ## feed every reader with mutated files (FUZZ_SECONDS=… each)
	$(BIN)/python -m fuzz --seconds $(FUZZ_SECONDS) --seed 0

interface: dev ## ask the API all that its description allows, and more, as every role (EXAMPLES=50 each)
	$(BIN)/python -m fuzz.interface --examples $(or $(EXAMPLES),50)

docs: setup ## write the generated reference pages
	$(BIN)/python scripts/reference.py

world: ## draw the world map anew, out of Natural Earth (needs Node and npm)
	cd scripts/world && npm ci --ignore-scripts && node build.mjs > ../../src/teikei/portal/data/world.json

lock: .venv/.uv ## pin the dependencies anew
	$(BIN)/python scripts/lock.py

clean: ## remove .venv and caches, keep var/
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*

.PHONY: help setup dev run fmt lint browser postgresql test test-postgresql leaning long check bench accuracy fuzz interface docs world lock clean
