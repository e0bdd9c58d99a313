# `make` alone explains every target. All of them run from a fresh clone: they set up what they need.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

VENV := .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
COMMAND := $(BIN)/kakehashi

# Workers of pytest; PYTEST_ARGS='-k bridge' narrows a run.
WORKERS ?= 2
PYTEST_ARGS ?=

.PHONY: help
help: ## this list
	@echo "Kakehashi: from a landscape to proven bridges and tests / 過渡期連携と連携テストの分析"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(COMMAND) ## .venv with the command .venv/bin/kakehashi, Graphviz and a Japanese font
	@scripts/setup.sh system

# By hash, from the lock; again only when the lock changed.
$(LOCKED): requirements.lock scripts/setup.sh
	@scripts/setup.sh venv
	@touch $@

$(COMMAND): $(LOCKED) pyproject.toml analyzer/__init__.py
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.PHONY: demo
demo: setup ## the samples of 旭川市 and 吹田市, from YAML to answers and pictures in out/
	@PATH="$(CURDIR)/$(BIN):$$PATH" sample_landscapes/demo.sh

.PHONY: lint
lint: $(COMMAND) ## style, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

.PHONY: format
format: $(COMMAND) ## lets ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Side by side: types are checked on one processor, and would keep the other one waiting.
.PHONY: test
test: setup ## lint, and every test
	@$(MAKE) --no-print-directory --jobs=2 lint pytest

.PHONY: pytest
pytest: setup
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(PYTEST_ARGS)

# Apart: on Python 3.11 watching every branch doubles the time of the tests.
.PHONY: coverage
coverage: setup ## every test, with branch coverage
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --cov --cov-report=term:skip-covered $(PYTEST_ARGS)

.PHONY: test-long
test-long: setup ## the property and oracle tests with far more examples
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(PYTEST_ARGS)

.PHONY: neo4j
neo4j: ## a Neo4j server on this machine, fetched through Maven, in the foreground (scripts/neo4j.sh tells its variables)
	@scripts/setup.sh java
	@scripts/neo4j.sh run

.PHONY: bench
bench: setup ## measures, with the plain formulations in the same run, and writes docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks

.PHONY: schemas
schemas: $(COMMAND) ## schemas/ from the descriptions of the fields, and the service's OpenAPI document
	$(BIN)/python -m analyzer.landscape.schema schemas
	$(BIN)/python -m api.openapi schemas

.PHONY: docs
docs: setup ## the pictures of docs/ and its table of fields; docs/cli.md with its outputs
	$(BIN)/python -m tests.docs
	$(BIN)/python -m tests.docs.page_pictures
	$(BIN)/python -m tests.docs.neo4j
	$(BIN)/python -m tests.cli.documentation

.PHONY: lock
lock: $(LOCKED) ## requirements.lock from pyproject.toml; UPGRADE=--upgrade takes newer versions
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --no-emit-index-url --no-header --quiet $(UPGRADE) -o requirements.lock

.PHONY: clean
clean: ## removes what was made, .venv too
	rm -rf $(VENV) build dist out htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
