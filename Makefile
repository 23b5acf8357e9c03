# The two commands are `make demo` and `make test`; the README has the plain ones beneath them.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet --require-hashes
PORT ?= 8000

.PHONY: demo test check bench
.NOTPARALLEL:

demo: $(VENV)/ready-to-run
	@$(BIN)/python manage.py demo --port $(PORT)

test: check
	@$(BIN)/python -m tests

check: $(VENV)/ready-to-test
	@echo "Lint, format, types, imports:"
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo > /dev/null || $(BIN)/lint-imports --no-logo

bench: $(VENV)/ready-to-bench
	@$(BIN)/python -m tests.benchmarks

$(VENV)/ready-to-run: requirements.txt | $(BIN)/python
	@echo "Installing what Nerve Centre runs on ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/ready-to-test: requirements-dev.txt | $(BIN)/python
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(VENV)/ready-to-bench: tests/benchmarks/requirements.txt $(VENV)/ready-to-test
	@echo "Installing what the benchmarks are held against ..."
	@PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet -r $<
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
