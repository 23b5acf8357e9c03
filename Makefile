# The two commands are `make demo` and `make test`; the README has the plain ones beneath them.
#
#   make fast      unit tests, while you work       make fix       what ruff can mend by itself
#   make check     lint, types, imports             make coverage  where no test has been
#   make thorough  what `make test` leaves out      make bench     the benchmarks

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet --require-hashes
PORT ?= 8000
# Percent of statements and branches the tests run; raised with them, never lowered.
FLOOR = 92
# Where nothing compiled is kept, each process of the tests compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check fast fix thorough coverage floor bench
.NOTPARALLEL:

demo: $(VENV)/ready-to-run
	@$(BIN)/python manage.py demo --port $(PORT)

# MEASURED=yes notes which lines and branches run on SQLite, for `make floor`. What `make check`
# finds is told at the end: it runs beside the tests, which leave a core idle now and then.
test: $(VENV)/ready-to-test
	@$(MAKE) --no-print-directory check >$(VENV)/checked 2>&1 & checking=$$!; \
	$(if $(MEASURED),COVERAGE_PROCESS_START=$(CURDIR)/pyproject.toml) $(BIN)/python -m tests; \
	tested=$$?; wait $$checking; checked=$$?; cat $(VENV)/checked; exit $$((tested || checked))

check: $(VENV)/ready-to-test
	@echo "Lint, format, types, imports:"
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo > /dev/null || $(BIN)/lint-imports --no-logo

fast: $(VENV)/ready-to-test
	@$(BIN)/python -m tests --fast

fix: $(VENV)/ready-to-test
	@$(BIN)/ruff check --quiet --fix
	@$(BIN)/ruff format --quiet

thorough: $(VENV)/ready-to-test
	@$(BIN)/python -m tests --thorough

coverage: $(VENV)/ready-to-test
	@$(BIN)/python -m coverage erase
	@$(MAKE) --no-print-directory test MEASURED=yes
	@$(MAKE) --no-print-directory floor

floor: $(VENV)/ready-to-test
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report --fail-under=$(FLOOR)

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
