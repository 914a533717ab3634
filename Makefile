# make run      demo with data at http://127.0.0.1:8000 (PORT=8001 for another port)
# make test     the whole suite on the embedded default
# make help     the rest

PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
LOCK := $(if $(SEMANTIC),requirements-semantic.lock,requirements.lock)
STAMP := $(VENV)/.locked-$(shell cksum < $(LOCK) | tr ' ' '-')
CHROMIUM_STAMP := $(VENV)/.browser-looked-for
XDIST ?= -n 2

# For make test-services: the usual local servers, unless others are named.
SERVICES_DATABASE_URL := $(or $(DATABASE_URL),postgres://postgres@127.0.0.1:5432/postgres)
SERVICES_REDIS_URL := $(or $(REDIS_URL),redis://127.0.0.1:6379/0)

COMPILE = $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
  --no-emit-index-url --no-emit-find-links pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help setup run test test-services lint lock clean

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

setup: $(STAMP) ## .venv with every package of the lock (SEMANTIC=1: and the extra that compares texts by meaning)

$(STAMP): $(LOCK)
	@set -e; \
	test -x $(PY) || for python in "$$PYTHON" python3 python3.13 python3.12 python3.11 python3.14; do \
	  test -n "$$python" || continue; \
	  if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    echo "Making $(VENV) with $$($$python --version)"; "$$python" -m venv $(VENV); break; \
	  fi; \
	done; \
	if ! test -x $(PY); then \
	  echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3-venv; PYTHON= names another)"; exit 1; \
	fi
	@sed -n '/^uv==/,/^[^ ]/{/^uv==/p;/^ /p;}' $(LOCK) > $(VENV)/uv.lock
	@echo "Installing packages"; \
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r $(VENV)/uv.lock 2>$(VENV)/pip.log \
	  && $(BIN)/uv pip install -q --python $(PY) --require-hashes -r $(LOCK) 2>>$(VENV)/pip.log \
	  || $(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $(LOCK)
	@rm -f $(VENV)/.locked-*; touch $@

run: setup ## serve the demo on this machine, in one process
	@$(PY) manage.py start --port $(PORT)

test: setup $(CHROMIUM_STAMP) ## the whole suite on SQLite, in memory
	@env -u DATABASE_URL -u REDIS_URL READ_DOT_ENV=false $(PY) -m pytest $(XDIST) $(ARGS)

test-services: setup $(CHROMIUM_STAMP) ## the same on PostgreSQL and Redis (DATABASE_URL, REDIS_URL)
	@DATABASE_URL=$(SERVICES_DATABASE_URL) REDIS_URL=$(SERVICES_REDIS_URL) PRODUCTION=false READ_DOT_ENV=false \
	  $(PY) -m pytest $(XDIST) $(ARGS)

$(CHROMIUM_STAMP): $(STAMP)
	@$(PY) -m tests.browser
	@touch $@

lint: setup ## style and the obvious mistakes
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

lock: setup ## the packages of pyproject.toml into requirements.lock and, with the extra, requirements-semantic.lock
	@$(COMPILE) --extra tests -o requirements.lock
	@$(COMPILE) --all-extras --constraint requirements.lock -o requirements-semantic.lock

clean: ## forget the environment (the data in var/ stays)
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis
