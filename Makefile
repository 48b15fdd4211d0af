# Each target installs what it needs, uv included. What takes long says so on standard error.
.DEFAULT_GOAL := help
.PHONY: help setup chat bot test quick lint check evaluate evaluate-stock bench vectors faults sbom lock clean

PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)
RUN := .venv/bin/
CORES ?= auto
CYCLONEDX := 7.5.0

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .venv/ready nlu/ready ## install both environments and train; start nothing
	@$(RUN)concilia train

chat: .venv/ready nlu/ready ## talk to the assistant in the terminal
	@$(RUN)concilia chat

bot: .venv/ready nlu/ready ## run the assistant on Telegram (needs CONCILIA_TELEGRAM_TOKEN)
	@$(RUN)concilia telegram

test: .venv/ready .venv/dev nlu/ready ## run the whole test suite
	@$(RUN)python -m pytest -n $(CORES) --dist worksteal $(ARGS)

quick: .venv/ready .venv/dev ## the tests that need no Rasa
	@$(RUN)python -m pytest -n $(CORES) --dist worksteal -m "not rasa" $(ARGS)

lint: .venv/ready .venv/dev ## ruff, mypy --strict, import-linter, and the checks of the content
	@$(RUN)ruff check .
	@$(RUN)ruff format --check .
	@$(RUN)mypy
	@$(RUN)lint-imports
	@$(RUN)concilia check

check: .venv/ready ## every problem of the content
	@$(RUN)concilia check

evaluate: .venv/ready .venv/dev nlu/ready ## how well questions are understood, on held-out sentences
	@$(RUN)python -m bench.evaluate $(ARGS)

evaluate-stock: .venv/ready .venv/dev nlu/ready ## the same with Rasa's stock DIET pipeline: half an hour and more of training
	@$(RUN)python -m bench.evaluate --pipeline stock $(ARGS)

bench: .venv/ready .venv/dev nlu/ready ## milliseconds a turn and a leave plan, memory, and messages a second to many people at once
	@$(RUN)python -m bench.turns $(ARGS)
	@$(RUN)python -m bench.leave
	@$(RUN)python -m bench.sending

vectors: .venv/ready .venv/dev nlu/ready ## write the meanings of all examples anew, which spare a first training its longest part
	@$(RUN)python -m bench.vectors $(ARGS)

faults: .venv/ready .venv/dev ## troubles at random against the real service, on both databases; 10,000 mutated updates
	@MUTATIONS=10000 $(RUN)python -m pytest -n 0 tests/faults/test_mutations.py tests/faults/test_parsers.py
	@$(RUN)python -m tests.faults $(ARGS)

sbom: $(UV) ## what the locks install, in CycloneDX: sbom.json and nlu/sbom.json
	@$(UV) tool run --quiet --from cyclonedx-bom==$(CYCLONEDX) cyclonedx-py requirements requirements.lock --of JSON -o sbom.json
	@$(UV) tool run --quiet --from cyclonedx-bom==$(CYCLONEDX) cyclonedx-py requirements nlu/requirements.lock --of JSON -o nlu/sbom.json

lock: $(UV) ## choose the newest libraries that pyproject.toml allows
	@$(UV) pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header pyproject.toml -o requirements.lock $(ARGS)
	@$(UV) pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --group dev pyproject.toml \
		-c requirements.lock -o requirements-dev.lock $(ARGS)
	@$(UV) pip compile --quiet --generate-hashes --python-version 3.10 --no-header nlu/pyproject.toml -o nlu/requirements.lock $(ARGS)

clean: ## delete both environments and the caches
	@rm -rf .venv .tools nlu/.venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.tools/bin/uv:
	@echo "Installing uv into .tools ..." >&2
	@$(PYTHON) -m venv .tools && .tools/bin/python -m pip install -qq --disable-pip-version-check uv >&2 || { \
		rm -rf .tools; \
		echo "uv cannot be installed. Remedy: install the venv module of $(PYTHON) (Debian: apt install python3-venv)," >&2; \
		echo "or install uv yourself, then run make again." >&2; exit 1; }

.venv/ready: requirements.lock pyproject.toml | $(UV)
	@echo "Installing the assistant into .venv ..." >&2
	@$(UV) venv --quiet --clear .venv --python \
		"$$($(PYTHON) -c 'import sys; print(sys.executable if sys.version_info >= (3, 11) else ">=3.11")')" >&2
	@$(UV) pip install --quiet --require-hashes --python .venv -r requirements.lock >&2
	@$(UV) pip install --quiet --python .venv --no-deps -e . >&2
	@touch $@

.venv/dev: requirements-dev.lock .venv/ready | $(UV)
	@echo "Installing the test tools into .venv ..." >&2
	@$(UV) pip install --quiet --require-hashes --python .venv -r requirements-dev.lock >&2
	@touch $@

.PHONY: nlu/ready
nlu/ready: | $(UV)
	@$(PYTHON) nlu/install.py $(UV) >&2
