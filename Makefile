# Run `make` alone for the list. On a machine without make, README.md gives the same steps.

PYTHON ?= python3
ENV := .venv
BIN := $(ENV)/bin
DUCKDB2 := .venv-duckdb2
DEMO := var/demo/operational.sqlite
DEMO_SNAPSHOT := var/demo/warehouse/current.json
# What decides the content of a snapshot.
LOADING := $(shell find loaders policy queries -name '*.py' -o -name '*.sql' -o -name '*.csv') snapshots.py vault.py settings.toml

# Both cores, unless the caller says otherwise: make test TESTS="-n 0 -k consent"
TESTS ?= -n auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help run env demo load test fast check format accept metrics bench sessions mutants gallery test-duckdb2 lock clean

help:  ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

run: $(ENV)/.runtime  ## environment, demo database (or SOURCE_URL), load, dashboard on http://127.0.0.1:8501
ifdef SOURCE_URL
	@$(BIN)/python -m loaders || echo "Not loaded. If there is a snapshot from before, the dashboard shows that one."
else
	@# The demo's history ends on the day it is made: one older than a day is made anew.
	@find var/demo -name $(notdir $(DEMO)) -mtime +0 2>/dev/null | grep -q . && rm -rf var/demo || true
	@$(MAKE) --silent $(DEMO_SNAPSHOT)
endif
	@echo "The dashboard: http://127.0.0.1:8501   (stop it with Ctrl+C)"
	@exec $(BIN)/python -m server

env: $(ENV)/.runtime  ## only the environment

load: $(ENV)/.runtime $(if $(SOURCE_URL),,$(DEMO))  ## one load of the operational database
	@$(BIN)/python -m loaders

demo: $(ENV)/.runtime  ## a new demo database, with history ending today
	@rm -rf var/demo
	@$(BIN)/python -m demo

test: $(ENV)/.dev  ## every test
	@$(BIN)/python -m pytest $(TESTS)

fast: $(ENV)/.dev  ## the tests that take under a minute together
	@$(BIN)/python -m pytest $(TESTS) -m "not slow"

check: $(ENV)/.dev  ## what CI runs: format, lint, types, generated docs, every test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tools.metrics --check
	$(BIN)/python -m pytest $(TESTS)

format: $(ENV)/.dev  ## put the code in its format
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

accept: $(ENV)/.dev  ## take today's answers as the expected ones; then read the diff
	@$(BIN)/python -m pytest $(TESTS) tests/test_answers.py --accept
	@git --no-pager diff --stat -- tests/expected

metrics: $(ENV)/.dev  ## write docs/metrics.md from the headers of the queries
	@$(BIN)/python -m tools.metrics

bench: $(ENV)/.dev  ## the benchmarks, side by side in one run, into docs/benchmarks.md
	@$(BIN)/python -m tools.bench

sessions: load $(ENV)/.dev  ## a hundred visitors at once on a real server, into docs/benchmarks.md
	@$(BIN)/python -m tools.sessions

mutants: $(ENV)/.dev  ## break each model file and control once; do the tests notice? into docs/reliability.md
	@$(BIN)/python -m tools.mutants

gallery: load $(ENV)/.dev  ## pictures of every page in every language, theme and width, into var/gallery
	@$(BIN)/python -m tools.gallery

test-duckdb2: $(DUCKDB2)/.dev  ## every test on DuckDB 2.0.0, in an environment of its own
	@$(DUCKDB2)/bin/python -m pytest $(TESTS)

lock: $(ENV)/.dev  ## write both locks anew from the .in files (LOCK=--upgrade for newer versions)
	@for name in requirements requirements-dev; do \
	    $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	        --no-emit-find-links --custom-compile-command "make lock" $(LOCK) -o $$name.txt $$name.in || exit 1; \
	done

clean:  ## remove environments and what tools leave behind; var/ stays
	@rm -rf .venv .venv-duckdb2 .mypy_cache .pytest_cache .ruff_cache .hypothesis

# uv installs in a quarter of pip's time. It comes hashed from the lock like everything else;
# where it cannot be had, or knows less than pip does about this network, pip does the work.
define environment
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). Install Python 3.11 or newer, or name it: make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11: make PYTHON=..."; exit 1; }
	@test -x $(1)/bin/python || $(PYTHON) -m venv $(1)
	@sed -n '/^uv==/,/# via/p' requirements-dev.txt > $(1)/uv.txt
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r $(1)/uv.txt 2>/dev/null || true
endef

define install
	@echo "Installing $(2) into $(1) ..."
	@$(1)/bin/uv pip install --quiet --python $(1)/bin/python --require-hashes -r $(2) 2>/dev/null \
	    || $(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(2)
endef

$(ENV)/.runtime: requirements.txt
	$(call environment,$(ENV))
	$(call install,$(ENV),requirements.txt)
	@touch $@

$(ENV)/.dev: requirements-dev.txt $(ENV)/.runtime
	$(call install,$(ENV),requirements-dev.txt)
	@touch $@

$(DUCKDB2)/.dev: requirements.txt requirements-dev.txt
	$(call environment,$(DUCKDB2))
	$(call install,$(DUCKDB2),requirements.txt)
	$(call install,$(DUCKDB2),requirements-dev.txt)
	@$(DUCKDB2)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps duckdb==2.0.0
	@touch $@

$(DEMO): | $(ENV)/.runtime
	@$(BIN)/python -m demo

$(DEMO_SNAPSHOT): $(DEMO) $(LOADING)
	@$(BIN)/python -m loaders
