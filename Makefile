# Everything that a bare machine with Python 3.11+, git and make needs. `make demo` and `make test` set up
# what they use; a second run starts at once.
#
#   make demo            try the bot in a web page, no token needed (PORT=8080 by default)
#   make run             the bot itself, with CONFIG=config.toml
#   make test            all tests, on all processors; ARGS="-n 0 -k name" for one, with its output
#   make lint types      what CI checks besides
#   make bench           the measurements
#   make pictures        draw the pictures of the documentation that come from the code
#   make audit           ask whether known faults concern the locked requirements (needs the network)
#   make lock            renew the locked requirements (needs uv)
#   make clean           remove what these made

PYTHON ?= python3
PORT ?= 8080
CONFIG ?= config.toml
VENV := .venv
STAMPS := .stamps
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: help demo run test lint types bench pictures audit lock clean
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

help:
	@sed -n 's/^#   //p' Makefile

demo: $(STAMPS)/runtime
	@exec $(BIN)/python -m bot demo --port $(PORT)

run: $(STAMPS)/runtime
	@exec $(BIN)/python -m bot run --config $(CONFIG)

test: $(STAMPS)/dev
	$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal $(ARGS)

lint: $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(STAMPS)/dev
	$(BIN)/mypy

bench: $(STAMPS)/dev
	$(BIN)/python -m tests.bench $(ARGS)

pictures: $(STAMPS)/dev
	$(BIN)/python -m bot.services.introductions.picture > docs/introductions.svg

# Asks a public database of known faults about every locked package, so it needs the network.
audit: $(STAMPS)/dev
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements-dev.txt

# The extra fastembed is left out: its runtime is large, and its tests do without it.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate --output-file requirements.txt
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate --extra pictures --group dev \
	    --constraint requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) $(STAMPS) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find bot handlers models tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "Python 3.11 or newer is needed. Install it, or name it: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "Python's venv is missing. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# The developers' requirements hold those of the bot as well, at the same versions.
$(STAMPS)/runtime: requirements.txt $(VENV)/pyvenv.cfg
	@mkdir -p $(STAMPS)
	@if [ $(STAMPS)/dev -nt requirements.txt ] && [ $(STAMPS)/dev -nt $(VENV)/pyvenv.cfg ]; then :; else \
	    echo "Installing what the bot needs; this takes a minute or two the first time."; \
	    $(INSTALL) -r requirements.txt; fi
	@touch $@

$(STAMPS)/dev: requirements-dev.txt $(VENV)/pyvenv.cfg
	@mkdir -p $(STAMPS)
	@echo "Installing what the bot and its tests need; this takes a few minutes the first time."
	@$(INSTALL) -r requirements-dev.txt
	@touch $@
