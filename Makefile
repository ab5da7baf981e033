# Every target makes the environment on first use; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
READY := $(VENV)/.ready
export UV_NATIVE_TLS = 1
.DEFAULT_GOAL := help
.PHONY: help book chapter test lab release demo-class benchmark lint lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 13) else \
	"The course needs Python 3.11, 3.12 or 3.13; $(PYTHON) is %d.%d. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" % v)'
	$(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip sync --quiet --python $(PY) requirements.txt || $(PY) -m pip install --quiet -r requirements.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

book: $(READY) ## run the chapters that changed and build the book
	$(PY) -m book

chapter: $(READY) ## the same while you write one chapter: make chapter CH=02
	$(PY) -m book $(CH)

test: book ## all tests
	$(PY) -m pytest

lab: $(READY) ## JupyterLab on the chapters
	@# A click on a text notebook opens it as a notebook.
	$(PY) -m jupytext_config --settings-file $(VENV)/etc/jupyter/labconfig/default_setting_overrides.json \
		set-default-viewer markdown
	$(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/chapters

release: $(READY) ## the students' versions of the assignments
	$(PY) -m exercises release

demo-class: $(READY) ## a class of twelve, graded, with its table of marks
	$(PY) -m exercises demo-class

benchmark: $(READY) ## how fast the library is: tables, and benchmarks/results.json
	$(PY) -m benchmarks

lint: $(READY) ## style of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lock: $(READY) ## renew requirements.txt from requirements.in
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
		--custom-compile-command "make lock" requirements.in --output-file requirements.txt

clean: ## remove what was built; the environment stays
	rm -rf _build
