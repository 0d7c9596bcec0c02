# Two commands do everything: `make start` for learners, `make test` for developers. Needs Python 3.11+ and make.
PYTHON ?= python3
ARGS ?=
PORT ?= 8000
ROUNDS ?= 20
SITE ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LEARN := $(VENV)/.learn
TEST := $(VENV)/.test
HUB_VENV := .venv-hub
HUB_PYTHON ?= $(firstword $(wildcard /usr/bin/python3) $(PYTHON)) # learners run it too, so not one in a home folder
HUB := $(HUB_VENV)/.hub
UV_COMPILE := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" --constraint requirements/constraints.txt
PLATFORMS := x86_64-apple-darwin aarch64-apple-darwin x86_64-pc-windows-msvc x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu
JAVASCRIPT := $(shell find src -name '*.js')
BOOK_SOURCES := $(shell find book notebooks src/adempauze docs/cards tools -type f -not -name '*.pyc') _config.yml _toc.yml \
	CITATION.cff LICENSE LICENSE-TEXT tests/unit/data/metafor_reference.R

# Python before 3.13 cannot start in a folder with accents if LC_ALL names a locale that is not installed; LANG may.
export LANG := $(firstword $(LC_ALL) $(LC_MESSAGES) $(LANG))
unexport LC_ALL LC_MESSAGES

# Python cannot say these sentences: it is absent, too old, or has no pip yet.
DUTCH := $(filter nl%,$(LANG))
NO_PYTHON := $(if $(DUTCH),$(PYTHON) is er niet. Installeer Python 3.11 of nieuwer of noem er een: make PYTHON=python3.12 start,There is no $(PYTHON). Install Python 3.11 or newer or name one: make PYTHON=python3.12 start)
OLD_PYTHON := $(if $(DUTCH),Adempauze heeft Python 3.11 of nieuwer nodig. Noem er een: make PYTHON=python3.12 start,Adempauze needs Python 3.11 or newer. Name one: make PYTHON=python3.12 start)
NO_VENV := $(if $(DUTCH),Python kon geen eigen omgeving maken. Op Debian en Ubuntu: apt-get install python3-venv,Python could not make an environment. On Debian and Ubuntu: apt-get install python3-venv)

# Settings of other installations would lead pip or Python out of the environment.
export PIP_USER := 0
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PYTHONHOME PYTHONPATH

# Python compiles what is used and keeps it; programs that tests start would compile it anew each time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: always help start test hub test-hub bench-hub shake check lint book serve notebooks pdf bench browser lock pictures release wheel clean

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

start: $(LEARN) ## Open the course in JupyterLab; options go in ARGS="--lang nl --no-browser --port 8899 --dir FOLDER"
	@$(BIN)/adempauze start $(ARGS)

# The tests that take longest come first, so that both processes end together.
test: $(TEST) ## Run all tests: lint, package, notebooks, book in Chromium and Firefox, JupyterLab
	@$(MAKE) --no-print-directory --jobs 3 lint browser _build/html/index.html
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=10 --nbval --nbval-cell-timeout=60 tests/lab tests/book tests/unit tests/notebooks notebooks book

hub: $(HUB) ## Serve a group from this Linux computer, as root: deploy/hub/README.md (another command: ARGS="invite 12")
	@$(HUB_VENV)/bin/python deploy/hub/manage.py $(or $(ARGS),run)

test-hub: $(HUB) browser ## Try on a real hub, as root, that learners cannot reach or harm each other
	$(BIN)/pytest -q --durations=10 tests/hub

bench-hub: $(HUB) $(TEST) ## Measure a real hub, as root: memory and disk of a learner, log-ins a minute, seconds to a live lesson
	$(BIN)/python -m benchmarks.hub $(ARGS)

shake: browser _build/html/index.html ## Repeat the tests of clocks, sound, kernels and ports, to find flaky ones (ROUNDS=20)
	$(BIN)/python -m tools.shake $(ROUNDS)

check: lint ## The quick part of the tests: lint, unit tests, the two languages beside each other
	$(BIN)/pytest -q -n 2 --dist loadfile tests/unit tests/notebooks

lint: $(TEST) # Checks that read the code without running it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell
	DENO_NO_UPDATE_CHECK=1 $(BIN)/deno lint --quiet
	DENO_NO_UPDATE_CHECK=1 $(BIN)/deno check --quiet --no-remote --no-npm $(JAVASCRIPT)

book: _build/html/index.html ## Build both editions of the book into _build/html (SITE=address where it will be published)

_build/html/index.html: $(TEST) $(BOOK_SOURCES) _build/address
	$(BIN)/python -m tools.book $(SITE)

_build/address: always # rebuild when SITE changes
	@mkdir -p _build && echo "$(SITE)" | cmp -s - $@ || echo "$(SITE)" > $@

serve: book ## Serve the book on this computer (PORT=8000)
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

notebooks: $(TEST) ## Run all notebooks, store their outputs and write the pages made from data (a second run changes nothing)
	$(BIN)/python -m tools.pages
	$(BIN)/python -m tools.notebooks
	$(BIN)/python -m tools.listing
	$(BIN)/python -m tools.extension
	$(BIN)/python -m tools.headers

.PHONY: static
static: $(TEST) _build/html/index.html ## Lay the book out for a static host in _build/static: compressed, with its headers
	$(BIN)/python -m tools.static

pdf: browser _build/html/index.html ## Print both editions as PDF, pack them as EPUB and to open from disk, and offer them on the front door
	$(BIN)/python -m tools.files $(SITE)

bench: $(TEST) browser _build/html/index.html ## Measure speed and size, and print each result beside its budget
	$(BIN)/python -m benchmarks.run

pictures: $(TEST) pdf ## Take the README's screenshots and draw the pictures to share again
	$(BIN)/python -m tools.pictures

browser: $(TEST) # Find a Chromium and a Firefox for the tests, or install them
	@$(BIN)/python -m tools.browser.chromium
	@$(BIN)/python -m tools.browser.firefox

release: $(TEST) pdf ## Build the files of a release into _build/release: the wheel, the book as a zip, PDF and EPUB, the evidence
	rm -rf _build/release && mkdir _build/release
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir _build/release .
	cd _build/html && $(CURDIR)/$(BIN)/python -m zipfile --create ../release/adempauze-book.zip *
	cp _build/html/files/* _build/release
	$(BIN)/python -m tools.data_package _build/release

wheel: $(TEST) ## Try the wheel in an empty environment: install, look, start, stop (ARGS="uv", ARGS="pip jupyterlab==4.2.5")
	$(BIN)/python -m tools.wheel $(ARGS)

.PHONY: other
other: $(TEST) browser ## Try the lessons in another JupyterLab or in Notebook 7 (ARGS="jupyterlab==4.2.0", ARGS="notebook==7.2.*")
	$(BIN)/python -m tools.other_jupyter $(ARGS)

lock: $(TEST) ## Renew the locked requirements
	echo uv | $(BIN)/$(UV_COMPILE) - --output-file requirements/uv.txt
	$(BIN)/$(UV_COMPILE) pyproject.toml --extra build --output-file requirements/learn.txt
	for platform in $(PLATFORMS); do \
		$(BIN)/uv pip install --quiet --dry-run --only-binary :all: --target _build/wheels --python-version 3.12 \
			--python-platform $$platform --requirement requirements/learn.txt || exit; done
	$(BIN)/$(UV_COMPILE) pyproject.toml --all-extras --constraint requirements/learn.txt --output-file requirements/test.txt
	$(BIN)/$(UV_COMPILE) pyproject.toml --extra build deploy/hub/requirements.in --constraint requirements/learn.txt --output-file requirements/hub.txt

clean: ## Remove the environment and everything that was built
	rm -rf $(VENV) $(HUB_VENV) _build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@command -v $(PYTHON) > /dev/null || { echo "$(NO_PYTHON)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(OLD_PYTHON)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(NO_VENV)" >&2; exit 1; }

$(LEARN): requirements/learn.txt pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python tools/install.py requirements/learn.txt
	@touch $@

$(TEST): requirements/uv.txt requirements/test.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) --no-compile --no-deps --require-hashes --requirement requirements/uv.txt && \
		$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements/test.txt || \
		$(PIP) --no-compile --no-deps --require-hashes --requirement requirements/test.txt # pip knows mirrors that uv does not
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(LEARN)

$(HUB): requirements/hub.txt pyproject.toml
	@test -x $(HUB_VENV)/bin/python || $(HUB_PYTHON) -m venv $(HUB_VENV) || { rm -rf $(HUB_VENV); \
		echo "Python could not make an environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(HUB_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements/hub.txt
	$(HUB_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
