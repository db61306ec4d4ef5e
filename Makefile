# Everything a developer or CI runs. Needs Python 3.11+, make and git; makes the rest in $(VENV).

PYTHON  ?=
VENV    ?= .venv
WORKERS ?= auto
ARGS    ?=

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint types format check bench lock clean

BIN     := $(VENV)/bin
CREATED := $(VENV)/.stamp-created
RUNTIME := $(VENV)/.stamp-runtime
DEV     := $(VENV)/.stamp-dev
PIP     := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet

help: ## List these targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) \
		| while IFS='|' read -r name text; do printf '  %-8s %s\n' "$$name" "$$text"; done
	@echo
	@echo '  PYTHON=path picks the interpreter, VENV=dir the environment, WORKERS=n the test processes,'
	@echo '  ARGS="..." is passed on by run, test and bench.'

run: $(RUNTIME) ## Start the server with the demo fixture
	$(BIN)/mockserver serve --fixture demo $(ARGS)

test: $(DEV) ## Run the tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

lint: $(DEV) ## Check style, formatting and the layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(DEV) ## Check types
	$(BIN)/mypy

format: $(DEV) ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: lint types test ## Lint, types and tests

bench: $(DEV) ## Measure ours against the peers, some five minutes
	$(BIN)/python -m benchmarks.install
	$(BIN)/python -m benchmarks --write $(ARGS)

lock: ## Resolve the newest versions in range into requirements.lock
	rm -rf build/lock
	$(MAKE) VENV=build/lock build/lock/.stamp-created
	build/lock/bin/python -m pip --disable-pip-version-check install --quiet -e '.[dev]'
	sed '/^#/!d' requirements.lock > build/requirements.lock
	build/lock/bin/python -m pip freeze --exclude-editable >> build/requirements.lock
	mv build/requirements.lock requirements.lock
	rm -rf build/lock

clean: ## Remove the environment, caches and build results
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, in three steps that are only redone when what they read has changed.

$(CREATED):
	@candidates="$(PYTHON)"; \
	[ -n "$$candidates" ] || candidates="python3 python3.14 python3.13 python3.12 python3.11 python"; \
	for python in $$candidates; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
			version=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
			echo "$$python cannot make virtual environments. On Debian or Ubuntu: apt-get install python$$version-venv" >&2; \
			exit 1; \
		fi; \
		echo "Making $(VENV) with $$("$$python" --version)"; \
		"$$python" -m venv $(VENV) && touch $@; \
		exit; \
	done; \
	echo "Needs Python 3.11 or newer; tried: $$candidates. Name another with: make PYTHON=/path/to/python3.11 ..." >&2; \
	exit 1

$(RUNTIME): $(CREATED) pyproject.toml requirements.lock
	$(PIP) -c requirements.lock -e .
	@touch $@

# After the runtime, never beside it: one environment takes one pip at a time, also under `make -j`.
$(DEV): $(RUNTIME)
	$(PIP) -c requirements.lock -e '.[dev]'
	@touch $@
