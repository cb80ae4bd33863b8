# What each target does is written in site/config/launch/, in Python; `make` names the targets.

# The first interpreter that runs and is 3.11 or 3.12, for which every package has a wheel; else a newer one.
ifndef PYTHON
PYTHON := $(shell for limit in 13 99; do for name in python3 python3.12 python3.11 python3.13 python3.14 python; do \
  "$$name" -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, $$limit))" 2>/dev/null && echo "$$name" && exit; \
  done; done; echo python3)
endif
LAUNCH := $(PYTHON) site/config/launch

.DEFAULT_GOAL := help
.PHONY: help run test test-all test-bare test-services check bench pictures messages lock clean reset

help: ## lists the targets
	@sed -n 's/^\([a-z-]*\): *## /make \1\t/p' Makefile | expand -t 22

run: ## sets up what is missing, starts everything on http://localhost:8000 (PORT= to change), Ctrl-C stops it
	@$(LAUNCH) run

test: ## the suite on SQLite and an embedded broker, without the endurance tests
	@$(LAUNCH) test

test-all: ## the whole suite: kills, rushes, big imports, axe on every page
	@$(LAUNCH) test-all

test-bare: ## proves that `make run` and `make test` need nothing but Python, make and the package registries
	@$(LAUNCH) test-bare

test-services: ## the whole suite without a browser against PostgreSQL (DATABASE_URL) and Redis (REDIS_URL)
	@$(LAUNCH) test-services

check: ## lint, types, import rules, migrations, messages, links in the docs, licences, layout
	@$(LAUNCH) check

bench: ## measures the numbers that the project promises; tables here, JSON in var/bench/
	@$(LAUNCH) bench

pictures: ## takes the screenshots of the README and the documentation anew
	@$(LAUNCH) pictures

messages: ## finds new messages in the code and tells which have no Dutch yet
	@$(LAUNCH) messages

lock: ## writes the lock files anew from pyproject.toml and package.json
	@$(LAUNCH) lock

clean: ## removes what make made, not the data
	@$(LAUNCH) clean

reset: ## removes the data too, after asking (YES=1 does not ask)
	@$(LAUNCH) reset
