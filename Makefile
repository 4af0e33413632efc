# Two commands do everything: `make demo` and `make test`. Both set themselves up.
UV_VERSION := 0.13.9
PYTHON ?= python3
UV := .tools/bin/uv
RUN := $(UV) run --frozen --no-sync
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test format lint types layers unit docs bench-footage bench-placement bench-facilities bench-names bench-incidents bench-maps clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Inquo needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .tools \
	  || { echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(READY): $(UV) pyproject.toml uv.lock
	@echo "Setting up .venv from uv.lock ..."
	@$(UV) sync --frozen --quiet --all-extras --compile-bytecode --python $(PYTHON)
	@.venv/bin/python -m compileall -q src
	@touch $@

setup: $(READY)  ## Install Inquo and its tools into .venv

demo: $(READY)  ## Run the main job on an invented town; prints where the report is
	@$(RUN) inquo demo --output demo-output

format: $(READY)  ## Format the code in place
	$(RUN) ruff format .
	$(RUN) ruff check --fix --quiet . || true

lint: $(READY)
	$(RUN) ruff format --check .
	$(RUN) ruff check .

types: $(READY)
	$(RUN) mypy

layers: $(READY)
	$(RUN) lint-imports

unit: $(READY)  ## Run only the quick tests
	$(RUN) pytest tests/unit tests/property -q

test: lint types layers  ## Run the whole gate: format, lint, types, layers, tests
	$(RUN) pytest --numprocesses auto --dist loadfile

bench-footage: $(READY)  ## Run the shot detector over real clips (needs INQUO_DATA)
	$(RUN) python bench/footage.py

bench-placement: $(READY)  ## Measure recall, false placements, calibration, speed (ARGS=--quick)
	OMP_NUM_THREADS=1 $(RUN) python -m bench.placement $(ARGS)

docs: $(READY)  ## Write the pages of docs/ that the program itself knows
	$(RUN) python docs/cli_reference.py
	$(RUN) python docs/statements_reference.py
	$(RUN) python docs/exports_reference.py

bench-names: $(READY)  ## Measure how often a name is found across scripts (needs INQUO_DATA)
	$(RUN) python -m bench.names

bench-incidents: $(READY)  ## Measure whether stated probabilities of incidents hold (needs INQUO_DATA; ARGS=--fit)
	$(RUN) python -m bench.incidents $(ARGS)

bench-facilities: $(READY)  ## Measure a sweep of 1,500 facilities on simulated ground (ARGS=--quick)
	OMP_NUM_THREADS=1 $(RUN) python -m bench.placement.facilities $(ARGS)

bench-maps: $(READY)  ## Rank published places of real strikes on a map of footprints (needs INQUO_DATA)
	OMP_NUM_THREADS=1 $(RUN) python -m bench.maps $(ARGS)

clean:  ## Remove what setup and tests made
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache demo-output
