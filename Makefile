# Everything runs from a virtual environment that this file makes; nothing needs to be installed by hand.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: help demo test check bench soak format lock clean

help:
	@echo "make demo    the whole thing in your browser: no account, no token, no network"
	@echo "make test    all tests"
	@echo "make check   format, lint, types, import rules, locale checks"
	@echo "make format  put the code into shape"
	@echo "make lock    renew requirements*.txt from pyproject.toml"
	@echo "make clean   remove what the others made"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tolom needs Python 3.11 or later: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

demo: $(VENV)/run.stamp
	@exec $(BIN)/python -m bot demo $(ARGS)

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n 2 $(ARGS)

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -q tests/test_locales.py

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix --select I,UP,RUF100 .
	$(BIN)/ruff format .

lock: $(VENV)/dev.stamp
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade -o requirements.txt pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade -c requirements.txt --group dev -o requirements-dev.txt pyproject.toml

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
