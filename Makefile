# Everything runs from a virtual environment that this file makes; Python 3.11 or later and make are all it needs.
PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
           --no-header --quiet --upgrade

.DEFAULT_GOAL := help
.PHONY: help demo test bench check format lock clean

help:
	@echo "make demo    the whole thing in your browser: no account, no token, no network"
	@echo "make test    all tests"
	@echo "make soak    the long form of the simulations: some minutes of crashes, faults and late money"
	@echo "make bench   how fast it is, against floors and naive ways: some minutes, writes docs/performance.md"
	@echo "make check   format, lint, types, import rules, locales"
	@echo "make format  put the code into shape"
	@echo "make lock    renew requirements*.txt from pyproject.toml"
	@echo "make clean   remove what the others made"
	@echo
	@echo "ARGS go through: make demo ARGS='--port 9400', make test ARGS='-k paid', make bench ARGS='callbacks pictures'"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Tolom needs Python 3.11 or later; name one you have: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "This Python cannot make virtual environments; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	@echo "Installing what Tolom needs into $(VENV) ..."
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(BIN)/python
	@echo "Installing what Tolom and its tests need into $(VENV) ..."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

demo: $(VENV)/run.stamp
	@exec $(BIN)/python -m bot demo $(ARGS)

# A Chromium of the system is used where there is one, else Playwright's own is fetched; without any the tests
# that need it are skipped, and say so.
test: $(VENV)/dev.stamp
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || $(BIN)/python -m playwright install chromium >/dev/null 2>&1 \
	  || echo "No Chromium here and none could be fetched: the tests in the browser will be skipped."
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 $(ARGS)

bench: $(VENV)/dev.stamp
	@exec $(BIN)/python -m benchmarks $(ARGS)

check: $(VENV)/dev.stamp
	@$(BIN)/ruff format --check --quiet . || { echo "Out of shape; make format mends it."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m pytest -q tests/test_locales.py

format: $(VENV)/dev.stamp
	@$(BIN)/ruff check --quiet --fix-only --fixable I,UP,RUF100 .
	@$(BIN)/ruff format .

lock: $(VENV)/dev.stamp
	$(COMPILE) -o requirements.txt pyproject.toml
	$(COMPILE) -c requirements.txt --group dev -o requirements-dev.txt pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build

.PHONY: soak
soak: $(VENV)/dev.stamp
	@TOLOM_SOAK=1 $(BIN)/python -m pytest -q tests/simulation $(ARGS)
	@TOLOM_SOAK=1 $(BIN)/python -m benchmarks flat
