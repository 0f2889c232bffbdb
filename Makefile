# Two commands do everything on a fresh machine with Python 3.11 and make: make demo, make test.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DATASET ?= data/sample
SETS ?= ../shared/eval
export OMP_NUM_THREADS ?= 1

.PHONY: install demo test test-slow check bench serve evaluate report format licences lock browser clean
.DEFAULT_GOAL := help

help:
	@echo "make demo      set up, load the sample profiles, print suggestions, serve the web page"
	@echo "make test      set up and run the tests"
	@echo "make check     formatting, lint, types, direction of imports"
	@echo "make bench     speed of index, encoder and engine beside their baselines"
	@echo "make serve     serve the profiles you imported"
	@echo "make evaluate  measure quality (DATASET=data/sample)"
	@echo "make lock      all versions anew with their hashes, requirements.lock"
	@echo "make licences  the list of the dependencies' licences, docs/licences.md"
	@echo "make report    all figures and targets as a report in berichte/ (SETS=../shared/eval)"

install: $(READY)

# torch comes first and exactly: left to the others' ranges it would bring gigabytes of CUDA.
# Everything else comes from the lock, every file of it checked by its hash.
$(READY): pyproject.toml requirements.lock
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 fehlt / is missing: $(PYTHON)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		--requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m pip check --disable-pip-version-check
	@touch $@

# After a change of the versions in pyproject.toml: all of them anew, with their hashes.
lock: $(READY)
	$(PYTHON) -m venv $(VENV)/locking
	$(VENV)/locking/bin/python -m pip install --quiet --disable-pip-version-check pip-tools==7.6.2
	$(VENV)/locking/bin/pip-compile --quiet --generate-hashes --strip-extras --extra dev \
		--no-emit-index-url --no-emit-find-links --no-emit-options --unsafe-package torch \
		--output-file requirements.lock pyproject.toml

demo: $(READY)
	$(BIN)/partnermatch demo

serve: $(READY)
	$(BIN)/partnermatch serve

evaluate: $(READY)
	$(BIN)/partnermatch evaluate $(DATASET)

# Every target on every set under SETS; without that folder the report tells of the sample alone.
report: $(READY)
	$(BIN)/partnermatch report $(if $(wildcard $(SETS)),--targets $(SETS),data/sample --split test)

# A browser for the tests that click: Debian's, where it may be installed; else those tests are
# skipped with a loud reason.
browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -q && apt-get install -y -q chromium; } \
		|| echo "Kein Chromium: die Browser-Tests werden ausgelassen. / No Chromium: skipped."

test: $(READY) browser
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile

test-slow: $(READY) browser
	$(BIN)/python -m pytest -m slow

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

licences: $(READY)
	$(BIN)/python -m scripts.licences

bench: $(READY)
	$(BIN)/partnermatch bench

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache
