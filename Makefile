# The two front doors are `make build` and `make test`; each sets up what it needs.
PYTHON ?= python3
UV_VERSION := 0.13.9

# uv itself, in a folder of its own: pip installs it once, and it then makes the locked environment.
UV := .uv/bin/uv
READY := .venv/.ready
RUN := $(UV) run --no-sync
# Where the system keeps certificates, they count: a company's proxy may sign with one of its own.
CERTS = $(shell $(PYTHON) -c 'import ssl; p = ssl.get_default_verify_paths(); print("--system-certs" if p.cafile or p.capath else "")')

# for the linter, which compiles the models by dbt; `muster` says it to its own
export DBT_TARGET_PATH = build/dbt-lint
export DBT_LOG_PATH = build/logs
export DBT_PROFILES_DIR = .

.PHONY: build test browser-test soak spark spark-test dbt2 dbt2-test lab lint format docs screenshots clean

build: $(READY)  ## check the seeds, build the warehouse, publish it
	@$(RUN) muster build

test: $(READY)  ## everything CI runs: linters, types, the test suite
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy
	@$(RUN) sqlfluff lint models tests/data
	@$(RUN) pytest -n auto

soak: $(READY)  ## what takes minutes: a thousand landings, builds between, kills by the hundreds
	@$(RUN) python tests/soak/soak.py

spark: $(READY)  ## install Spark, for `muster build --target spark` (needs Java 17 or 21)
	@$(UV) sync --locked $(CERTS) --group spark

spark-test: spark  ## Spark and DuckDB make the same marts, of the seeds and of a larger archive
	@$(RUN) pytest -rs tests/engines/test_spark.py

dbt2: $(READY)  ## install dbt v2, an alpha that takes a third of the time for its part of a build
	@$(UV) venv --quiet --allow-existing --python .venv/bin/python .dbt2
	@$(UV) pip install --quiet $(CERTS) --python .dbt2/bin/python dbt-core==2.0.0a4

dbt2-test: dbt2  ## dbt v2 and dbt Core make the same warehouse
	@$(RUN) pytest -rs tests/engines/test_dbt_v2.py

lab: $(READY)  ## JupyterLab on the notebooks and the published file
	@$(RUN) muster lab

format: $(READY)  ## put code, SQL and seeds into their one form
	@$(RUN) ruff check --fix
	@$(RUN) ruff format
	@$(RUN) sqlfluff fix models tests/data
	@$(RUN) muster tidy

docs: $(READY)  ## write the generated pages of docs/ anew
	@$(RUN) muster docs

screenshots: $(READY)  ## pictures of the pages at two widths, light and dark, in build/screenshots (needs Chromium)
	@$(UV) run --locked $(CERTS) --group browser python tests/browser/screenshots.py

browser-test: $(READY)  ## use the pages, and a notebook in JupyterLab, as people do (needs Chromium and a build)
	@$(UV) run --locked $(CERTS) --group browser python tests/browser/site.py
	@$(UV) run --locked $(CERTS) --group browser python tests/browser/lab.py

clean:  ## remove everything that a build can make again
	rm -rf build .venv .uv .dbt2

$(READY): pyproject.toml uv.lock | $(UV)
	@$(UV) sync --locked $(CERTS) --python $(PYTHON)
	@touch $@

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit("muster needs Python 3.11, 3.12 or 3.13; %s is %s. Say which: make PYTHON=python3.12" % (sys.executable, sys.version.split()[0])) if not (3, 11) <= sys.version_info[:2] <= (3, 13) else None'
	@$(PYTHON) -m venv .uv || { echo "This Python has no venv module; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
