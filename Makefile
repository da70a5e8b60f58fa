# Needs make and Python 3.11 or newer, nothing else: everything of ours goes into .venv.
# Packages come from wherever your own pip is configured to look; each is checked against its hash.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
# On how many of the databases a test of pages runs; where nobody waits, on both.
PAGES ?= one
# Pages, papers, keys and whole processes take most of the time: who touches them runs their tests
# besides, and all others wait for `make test`.
WITH_TEST_ONLY := api backups cli crash everywhere hostile migrating papers privacy promises reports \
	seals simulator walks web

# Else each run of the tests compiles every file again.
export PYTHONDONTWRITEBYTECODE :=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL_LOCKED := $(PIP) install --quiet --require-hashes --requirement
COMPILE_LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	--group build pyproject.toml
CATALOGUES := $(patsubst %.po,%.mo,$(shell find app -name '*.po'))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo serve test sure bench soak lock catalogue static-checks

help: ## List what make can do.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.app-ready $(CATALOGUES) ## Make .venv with the locked packages and the jifen command.

demo: setup ## Load the practice district and serve it on http://127.0.0.1:8000.
	$(BIN)/jifen demo

serve: setup ## Serve your own district (HOST=127.0.0.1 PORT=8000).
	$(BIN)/jifen serve --host $(HOST) --port $(PORT)

test: static-checks ## Check everything: format, lint, types, layers, all tests (PAGES=both: all of them twice).
	$(BIN)/python -m pytest -n $(WORKERS) --pages=$(PAGES)

sure: static-checks ## Check what must hold before a commit, on SQLite only, in under 90 seconds.
	$(BIN)/python -m pytest -n $(WORKERS) -m "not browser and not slow" --databases=sqlite \
		$(addprefix --ignore=tests/,$(WITH_TEST_ONLY))

bench: $(VENV)/.dev-ready $(CATALOGUES) ## Measure, and print one JSON line for each figure.
	$(BIN)/python -m tests.benchmarks

soak: $(VENV)/.dev-ready $(CATALOGUES) ## Run the large figures for hours; Ctrl-C and start again goes on.
	$(BIN)/python -m tests.soak

lock: $(BIN)/python ## Choose the newest allowed versions again and write requirements/*.txt.
	test -x $(BIN)/uv || $(PIP) install --quiet uv
	$(COMPILE_LOCK) --upgrade --output-file requirements/app.txt
	$(COMPILE_LOCK) --upgrade --constraint requirements/app.txt --extra dev \
		--output-file requirements/dev.txt

catalogue: $(VENV)/.app-ready
	$(BIN)/python scripts/catalogue.py

static-checks: $(VENV)/.dev-ready $(CATALOGUES)
	$(BIN)/ruff format --check
	$(BIN)/ruff check --quiet
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo

# What follows is made once, and again when the file it is made from changes.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Jifen needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "No venv in this Python; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.app-ready: requirements/app.txt pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages; a minute or two the first time."
	$(INSTALL_LOCKED) requirements/app.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev-ready: requirements/dev.txt $(VENV)/.app-ready
	$(INSTALL_LOCKED) requirements/dev.txt
	@touch $@

$(CATALOGUES): %.mo: %.po $(VENV)/.app-ready
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
