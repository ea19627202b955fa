# `make demo` and `make test` are all a new machine needs: Python 3.11, pip, venv and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Three on two cores: many a test waits for a process or a connection.
WORKERS ?= 3

# Where Python is told to keep no bytecode, each of the processes that the suite begins would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check bench docs lock format clean

demo: $(VENV)/.runtime
	@$(BIN)/folkmoot demo

test: $(VENV)/.dev
	$(BIN)/pytest -n $(WORKERS) --dist worksteal tests

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/python .ci/names_check.py
	$(BIN)/python .ci/file_map.py --check
	$(BIN)/pytest -n $(WORKERS) --dist worksteal tests

bench: $(VENV)/.dev
	$(BIN)/python -m bench

docs: $(VENV)-docs/.done
	$(VENV)-docs/bin/sphinx-build -q -W --keep-going -E -c docs . docs/_site
	@echo "open docs/_site/docs/index.html"

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The package itself goes in last: pip refuses --require-hashes together with -e.
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python

$(VENV)/.uv: requirements-dev.lock
	$(PYTHON) -m venv $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.lock > $(VENV)/uv.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock
	@touch $@

$(VENV)/.runtime: $(VENV)/.uv requirements.lock .ci/build.lock pyproject.toml
	$(INSTALL) --require-hashes -r requirements.lock -r .ci/build.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)-docs/.done: $(VENV)/.uv .ci/docs.lock
	$(PYTHON) -m venv $(VENV)-docs
	$(BIN)/uv pip install --quiet --python $(VENV)-docs/bin/python --require-hashes -r .ci/docs.lock
	@touch $@

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
lock: $(VENV)/.uv
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --extra dev -o requirements-dev.lock
	$(LOCK) .ci/postgres.in -c requirements-dev.lock -o requirements-postgres.lock
	$(LOCK) .ci/build.in -c requirements-dev.lock -o .ci/build.lock
	$(LOCK) .ci/docs.in -o .ci/docs.lock
	$(LOCK) .ci/score.in -c requirements-dev.lock -o .ci/score.lock
	$(LOCK) .ci/train.in -c requirements-dev.lock -o .ci/train.lock

clean:
	rm -rf $(VENV) $(VENV)-docs docs/_site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
