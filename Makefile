# `make serve` and `make test` need Python >= 3.11.5 and make, nothing else: the rest goes to .venv.
# Another Python: make test PYTHON=python3.13

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
READY := $(VENV)/.ready
SECONDS ?= 60
# Tests often wait for a browser: three at a time keep two processors busy.
WORKERS ?= 3
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help serve test lint types browser site lighthouse properdocs bundle update diagrams captures fuzz bench

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

serve: $(READY)  ## the site on http://127.0.0.1:8000, rebuilt as you write
	$(RUN)/python -m tools.serve

test: lint types browser  ## everything that can be checked
	$(RUN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

lint: $(READY)  ## the code's form
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/python -m tools.bundle --check

types: $(READY)  ## the code's types
	$(RUN)/mypy

browser: $(READY)  ## finds a Chromium and a Firefox for the tests, or gets them
	@$(RUN)/python -m tests.browser.engines

site: $(READY)  ## the site in site/, ready to publish
	$(RUN)/mkdocs build --strict

lighthouse: browser site  ## what Lighthouse says of each page, and which fall short
	$(RUN)/python -m tools.lighthouse site

properdocs: $(READY)  ## the site, byte for byte the same with ProperDocs, which takes over from MkDocs
	$(RUN)/python -m pytest tests/site/test_properdocs.py

bundle: $(READY)  ## what runs the programs in the page, and the bytes of each of its files
	$(RUN)/python -m tools.bundle --sizes

update: $(READY)  ## runs the snippets again and rewrites what they print
	$(RUN)/python -m tools.transcripts
	$(RUN)/python -m tools.breaks

diagrams: $(READY)  ## draws again the diagrams that changed
	$(RUN)/python -m tools.draw_diagrams

captures: $(READY)  ## captures again what the Linux kernel does (Linux alone)
	$(RUN)/python -m tools.captures

fuzz: $(READY)  ## lets a fuzzer look for what breaks the parsers (Linux alone, Python 3.12 or later)
	for target in $$($(RUN)/python -m tests.fuzz); do \
	  $(RUN)/python -m tests.fuzz $$target --seconds $(SECONDS) || exit 1; done

bench: $(READY)  ## the servers of the lab, and the site, beside others
	$(RUN)/python -m tools.benchmark_servers
	$(RUN)/python -m tools.site_bench

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || { \
	  echo "Python 3.11.5 or later is needed, and $(PYTHON) is not." \
	    "Name another one: make $(firstword $(MAKECMDGOALS) test) PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' || { \
	  echo "$(PYTHON) cannot make a virtual environment. On Debian: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@
