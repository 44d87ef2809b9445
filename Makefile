.DEFAULT_GOAL := help
.PHONY: help setup paths run test test-real soak bench release lock clean
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.setup

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: paths ## make .venv with all that Plano and its tests need

$(SETUP): requirements.lock pyproject.toml templates/kit/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Plano needs Python 3.11 or newer: apt install python3, or make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing here: apt install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# Generated packages and your handlers are importable in .venv, for editors, mypy and pytest.
paths: $(SETUP)
	@$(BIN)/python -c 'import glob, os, sysconfig; \
	open(os.path.join(sysconfig.get_path("purelib"), "platform.pth"), "w").write("\n".join(map(os.path.abspath, \
	[".", "generated/kit", *sorted(glob.glob("generated/services/*")), *sorted(glob.glob("services/*/src"))])))'

run: $(SETUP) ## generate the platform and start it on this machine
	$(BIN)/plano generate
	$(BIN)/plano up

test: paths ## unit, golden, property and one end-to-end run
	$(BIN)/ruff check .
	$(BIN)/ruff format --check examples generator scripts services tests benchmarks templates/kit
	$(BIN)/mypy
	$(BIN)/plano check
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not real and not soak"

test-real: paths ## faults, a real Kafka, every judge; needs Maven, npm and Go, which .ci/run installs
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "real and not soak"

soak: paths ## orders under random kills for SOAK_MINUTES (default 10), with nothing lost and nothing twice
	$(BIN)/python -m pytest -m soak -s

bench: $(SETUP) ## ratios, measured side by side
	$(BIN)/python benchmarks/bench.py

release: ## release VERSION=1.2.3 of Plano, tests being green: changelog, packages, commit, tag; nothing is pushed
	@test -x $(BIN)/python || { echo "Nothing is installed here: make setup"; exit 1; }
	@test -n "$(VERSION)" || { echo "Say which: make release VERSION=1.2.3 [DATE=2026-01-31]"; exit 2; }
	@PYTHONPATH=generator $(BIN)/python -m scripts.release "$(VERSION)" $(if $(DATE),--date "$(DATE)")

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links

lock: ## write the locks of Plano and of the kit anew
	$(COMPILE) --all-extras pyproject.toml templates/kit/pyproject.toml -o requirements.lock
	$(COMPILE) --all-extras templates/kit/pyproject.toml -o templates/kit/requirements.lock

clean: ## stop and wipe the local platform, and remove what tools cached
	-$(BIN)/plano down --wipe
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis
