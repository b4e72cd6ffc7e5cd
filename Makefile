# Everything a newcomer runs. Needs Python 3.11+ and make; the rest comes from requirements.lock.
#
#   make demo     build the graph of examples/, answer questions, draw pictures in demo/
#   make test     the tests                    make check   lint, types, tests (what CI runs)
#   make bench    speed, memory, order         make golden  rewrite the golden files; review the diff
#   make score    score on ../shared           make lock    renew requirements.lock
#   make calibrate  renew confidences          make clean   remove what was made here
#   make docs     the vocabulary as a page: docs/vocabulary.html
#
# Another interpreter: make test PYTHON=python3.13

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
JOBS   ?= 2
PIP    := -m pip --disable-pip-version-check --no-input -q

.DEFAULT_GOAL := help
.PHONY: help .venv demo test check lint score bench docs calibrate golden lock clean

help:
	@sed -n '3,9s/^# \{0,1\}//p' Makefile

.venv: $(READY)

# Hashes are checked for every file that is installed; the checkout itself is linked with the build backend from the lock.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else "kg needs Python 3.11 or newer; %s is %d.%d. Try: make PYTHON=python3.12 ..." % (sys.executable, v[0], v[1]))'
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python $(PIP) install --require-hashes --no-deps -r requirements.lock
	$(BIN)/python $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# The gold facts in examples/gold are no documents, so the documents are named.
DOCUMENTS := $(sort $(wildcard examples/*.txt examples/*.md))
KG        := $(BIN)/kg

demo: $(READY)
	@rm -rf demo && mkdir demo
	$(KG) build $(DOCUMENTS) --store demo/store
	@echo
	$(KG) query pipeline "Lorus Therapeutics" --store demo/store
	@echo
	$(KG) query history GTI-2501 --store demo/store
	@echo
	$(KG) query disagreements --store demo/store
	@echo
	$(KG) view --company "Lorus Therapeutics" -o demo/graph.html --store demo/store
	$(KG) view --company "Tarnwick Pharmaceuticals" -o demo/tarnwick.html --store demo/store
	$(KG) report contradictions "Tarnwick Pharmaceuticals" --store demo/store
	$(KG) report company "Lorus Therapeutics" -o demo/lorus.html --store demo/store
	$(KG) report company "Tarnwick Pharmaceuticals" -o demo/tarnwick-dossier.xlsx --store demo/store
	@echo "Now open demo/graph.html and demo/lorus.html in a browser, or ask:  $(KG) query --list --store demo/store"

test: $(READY)
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: lint test

score: $(READY)
	$(BIN)/python tools/score.py

bench: $(READY)
	$(BIN)/python tools/bench.py
	$(BIN)/python tools/bench_serve.py
	$(BIN)/python tools/bench_report.py
	$(BIN)/python tools/bench_resolve.py
	$(BIN)/python tools/bench_order.py
	$(BIN)/python -m tools.bench_load
	$(BIN)/python -m tools.bench_scale
	$(BIN)/python -m tools.bench_hostile
	$(BIN)/python tools/faults.py --kills 200
	$(BIN)/python -m tools.full

docs: $(READY)
	$(BIN)/python tools/vocabulary_page.py

calibrate: $(READY)
	$(BIN)/python tools/calibrate.py

golden: $(READY)
	KG_GOLDEN=rewrite $(BIN)/python -m pytest tests -q -k golden
	git diff --stat -- tests

# uv resolves for every Python and platform at once; it lives apart, the product does not need it.
lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python $(PIP) install uv
	.venv-lock/bin/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --annotation-style line \
	  --extra dev --python-version 3.11 $(LOCKFLAGS) pyproject.toml -o requirements.lock -q
	.venv-lock/bin/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --annotation-style line \
	  --extra image --constraints requirements.lock --python-version 3.11 pyproject.toml -o requirements-image.lock -q

clean:
	rm -rf $(VENV) .venv-lock .pytest_cache .mypy_cache .ruff_cache .hypothesis demo bench build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
