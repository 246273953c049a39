# Rapport. `make help` lists what can be done; each line is a script in bin/ that can be called by itself.
.DEFAULT_GOAL := help
.PHONY: help run demo-reset test prove lint screens bench messages compile-messages requirements backup restore
MAKEFLAGS += --no-print-directory
PYTHON := .venv/bin/python

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 20

run: ## Rapport on this machine with its demo world; Ctrl-C ends it
	@bin/bootstrap
	@exec $(PYTHON) bin/run

demo-reset: ## make the demo world afresh
	@bin/bootstrap
	@$(PYTHON) manage.py migrate --noinput --verbosity=0
	@RAPPORT_DEMO=1 $(PYTHON) manage.py demo --reset

test: ## everything that must hold: lint, types, both databases, journeys in a browser
	@bin/bootstrap --tests
	@bin/test

prove: ## the same at full size: more worlds, more crashes, more time
	@bin/bootstrap --tests
	@bin/test --full

lint: ## style and types only
	@bin/bootstrap --tests
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy

screens: ## pictures of every screen: three widths, dark, right-to-left
	@bin/bootstrap --tests
	@$(PYTHON) -m tests.journeys.screens

bench: ## measure pages, sweeps and PDFs against their limits
	@bin/bootstrap --tests
	@bin/with-servers --postgres --redis -- $(PYTHON) -m bench

messages: ## collect texts to translate into locale/ (needs gettext)
	@bin/bootstrap
	@$(PYTHON) manage.py makemessages --all --no-obsolete --ignore=.venv --ignore=var --ignore=tests --add-location=file

compile-messages: ## compile the translations in locale/
	@bin/bootstrap
	@$(PYTHON) bin/compile-messages

requirements: ## pin requirements*.in afresh, with hashes (needs uv)
	@bin/pin-requirements

backup: ## one file with the database and all stored files, in var/backups
	@$(PYTHON) bin/backup

restore: ## bring a backup back: make restore FROM=var/backups/….tar
	@$(PYTHON) bin/restore $(FROM)
