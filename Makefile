# `make help` lists what there is.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
OUT ?= published
REV ?= main
EXACT ?=
READY := $(VENV)/.installed
export PATH := $(abspath $(VENV))/bin:$(PATH)
export PYTHONHASHSEED := 0
export HF_HUB_DISABLE_TELEMETRY := 1

.DEFAULT_GOAL := help
.PHONY: help venv clean-venv repro show refresh readme train layouts verify compare publish test test-fast lint format exact bench lock

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

repro: $(READY) ## Make everything: corpus, tiers, scores, card, pictures
	@dvc repro
	@python -m lib show --exact

show: $(READY) ## Print the table of the last run
	@python -m lib show

refresh: $(READY) ## After merging rows: list them, make everything again, README included
	@python -m lib rows
	@dvc repro
	@python -m lib readme
	@python -m lib show

readme: $(READY) ## Renew the tables in the README
	@python -m lib readme

train: $(READY) ## Train the encoders that learn anew; needs what repro makes
	@python -m lib train

layouts: $(READY) ## Draw t-SNE and UMAP of what repro made; their pixels are not reproduced
	@python -m lib layouts

verify: $(READY) ## Check that rows, card, split and hashes are what code and seeds give
	@python -m lib verify

compare: $(READY) ## Compare the rows with those of REV, as Markdown
	@python -m lib compare $(REV)

publish: $(READY) ## Assemble the folder for the Hugging Face Hub, OUT=folder
	@python -m lib verify
	@python -m lib publish $(OUT)

test: test-fast ## Run all tests
	@python -m pytest -m slow -n auto --dist loadfile --no-loadscope-reorder

test-fast: $(READY) ## Run the tests that take no more than two minutes
	@OMP_NUM_THREADS=1 python -m pytest -m "not slow" -n auto --dist worksteal

lint: $(READY) ## Check style, types, and that each room imports only rooms below it
	@ruff check .
	@ruff format --check .
	@mypy
	@lint-imports --no-logo

format: $(READY) ## Mend style where a tool can
	@ruff check --fix .
	@ruff format .

exact: $(READY) ## Prove that other processors, threads and kernels give the same bytes
	@python -m benchmarks.exact $(EXACT)

bench: $(READY) ## Measure speed, as ratios against what else could be used
	@python -m benchmarks.rendering
	@python -m benchmarks.encoders
	@python -m benchmarks.ranking
	@python -m benchmarks.sweep
	@python -m benchmarks.standings
	@python -m benchmarks.hashing
	@python -m benchmarks.scale

venv: $(READY) ## Make the environment in .venv

clean-venv: ## Remove the environment
	@rm -rf $(VENV)

lock: $(READY) ## Compile requirements.in into requirements.txt
	@pip-compile -q --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
		-o requirements.txt requirements.in
	@sed -i 's/^torch==\([0-9.]*\)+cpu/torch==\1/' requirements.txt

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 4))' || \
		{ echo "error: Python 3.11.4 or newer is needed, $(PYTHON) is $$($(PYTHON) -V 2>&1)"; \
		  echo "  hint: make PYTHON=python3.12 ..."; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "error: $(PYTHON) cannot make virtual environments"; \
		  echo "  hint: apt-get install python3-venv"; exit 2; }
	@echo "Installing the pinned requirements into $(VENV) (about 3 GB, some minutes)"
	@$(PYTHON) -m venv $(VENV)
	@# Most of what is installed is never imported: Python compiles what is, when it is.
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements.txt
	@touch $(READY)
