# Everything a newcomer needs: `make help`. Nothing is written outside this folder and the data folder.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c "import sys; raise SystemExit(sys.version_info < (3, 11))" 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
NUANDONG := $(BIN)/nuandong
LOCALES := nuandong/locale
CHECKED := nuandong tests tests_spark bench tools
# Caches of the installers stay in this folder too.
export PIP_CACHE_DIR := $(CURDIR)/.cache/pip
export UV_CACHE_DIR := $(CURDIR)/.cache/uv
export npm_config_cache := $(CURDIR)/.cache/npm

help: ## What can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.installed $(VENV)/.assets $(VENV)/.messages ## Make .venv, install everything pinned, fetch browser files

$(VENV)/.installed: requirements.txt requirements-dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.assets: package.json package-lock.json tools/assets.py tools/assets.json tools/node.sh nuandong/web/icons.txt $(VENV)/.installed
	sh tools/node.sh ci --no-audit --no-fund --ignore-scripts
	$(BIN)/python tools/assets.py
	@touch $@

$(VENV)/.messages: $(wildcard $(LOCALES)/*/LC_MESSAGES/django.po) $(VENV)/.installed
	$(BIN)/pybabel --quiet compile --directory $(LOCALES) --domain django
	@touch $@

run: setup ## Start everything on a demo season: database, web, worker, scheduler
	NUANDONG_DEMO=1 $(NUANDONG) serve --demo

test: setup ## Run all tests, in two halves at once; those that need Chromium are skipped where it is missing
	$(BIN)/python tools/test.py

check: setup ## Style, types, layers, migrations, catalogues, personal data
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy nuandong
	$(BIN)/lint-imports
	$(BIN)/python tools/check.py
	$(BIN)/python tools/coverage.py --check

bench: setup .venv-bench/.installed ## Measure pages, journal and search at county size, compliance of a province, the import of plans (SOURCES=folder) and of ledgers, one person against many, a county's payout, benefits
	$(BIN)/python -m bench
	$(BIN)/python -m bench.compliance
	$(BIN)/python -m bench.linkage
	$(BIN)/python -m bench.ledger --rows 100000
	$(BIN)/python -m bench.ledger --rows 100000 --ledgers 10
	$(BIN)/python -m bench.people --persons 100000
	$(BIN)/python -m bench.payouts
	$(BIN)/python -m bench.relief_books
	$(BIN)/python -m bench.storing
	$(BIN)/python -m bench.policy --openfisca .venv-bench/bin/python
	$(BIN)/python -m bench.importing $(if $(SOURCES),--sources "$(SOURCES)")
	$(if $(SOURCES),$(BIN)/python -m bench.drafting --sources "$(SOURCES)")

bench-spark: setup .spark/.installed ## Measure benefits on Spark beside DuckDB: installs the extra requirements-spark.txt, needs Java 17
	PYTHONPATH=$(CURDIR)/.spark $(BIN)/python -m bench.spark

# The yardstick of benefits lives apart: nothing of it is ever imported by the product.
.venv-bench/.installed: requirements-bench.txt | setup
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

test-spark: setup .spark/.installed ## Test the engine on Spark: installs the extra requirements-spark.txt, needs Java 17
	PYTHONPATH=$(CURDIR)/.spark $(BIN)/python -m pytest tests_spark -q

# Apart from .venv: every other test must pass without it, and nobody who does not ask for it downloads 450 MB.
.spark/.installed: requirements-spark.txt | setup
	rm -rf .spark
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --target .spark -r requirements-spark.txt
	@touch $@

soak: setup ## The long versions of the fault tests
	NUANDONG_SOAK=1 $(BIN)/python -m pytest tests/faults tests/relief/test_bank_machine.py -q

messages: setup ## Bring the catalogues up to date with the sources (needs GNU gettext)
	$(BIN)/python tools/messages.py

lock: setup ## Resolve the dependencies anew, with hashes
	$(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-dev.in -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-node.in -o requirements-node.txt
	$(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-bench.in -o requirements-bench.txt
	$(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11 --generate-hashes --no-emit-index-url requirements-spark.in -o requirements-spark.txt

clean: ## Remove what was built; the data folder stays
	rm -rf $(VENV) .venv-bench .spark .cache .venv-node node_modules nuandong/web/static/vendor static-root test-output .mypy_cache .ruff_cache

.PHONY: help setup run test test-spark check bench bench-spark soak messages lock clean
