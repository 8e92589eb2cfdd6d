# The work is done by scripts/bootstrap.py; this file finds a Python for it.

PORT ?= 8000
ARGS ?=
PYTHON := $(firstword $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.version_info >= (3, 11) and print(sys.executable)' 2>/dev/null; done))
BOOTSTRAP = $(if $(PYTHON),,$(error Python 3.11 or later is needed (Debian 12 and Ubuntu 24.04 have it): sudo apt-get install python3 python3-venv))$(PYTHON) -B scripts/bootstrap.py

.PHONY: help run check test test-postgres lint bench accessibility messages clean

help:
	@echo "make run [PORT=8000]     set up, load a sample council and serve it on 127.0.0.1"
	@echo "make check               lint, the rules of the house and scoring, for many times a day"
	@echo "make test [ARGS=...]     lint and the whole suite; with ARGS only pytest with these"
	@echo "make test-postgres       the whole suite on a temporary PostgreSQL"
	@echo "make lint                style, types, templates, deployment and migration checks"
	@echo "make bench               measure; prints a table and writes var/bench.json"
	@echo "make accessibility       walk every page, write the facts of the accessibility statement"
	@echo "make messages            collect the interface's sentences for a Welsh catalogue"
	@echo "make clean               remove what make made; the database in var/ stays"

run:
	@exec $(BOOTSTRAP) run --port "$(PORT)"

check:
	@exec $(BOOTSTRAP) check $(ARGS)

test:
	@exec $(BOOTSTRAP) test $(ARGS)

test-postgres:
	@exec .ci/with-postgres $(BOOTSTRAP) suite $(ARGS)

lint:
	@exec $(BOOTSTRAP) lint

bench:
	@exec $(BOOTSTRAP) bench $(ARGS)

accessibility:
	@exec $(BOOTSTRAP) accessibility $(ARGS)

messages:
	@exec $(BOOTSTRAP) messages

clean:
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis static/vendor var/static
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
