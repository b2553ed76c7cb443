# Each target prints what it does. Without make: python3 run.py demo (or test, check, fix, bench, docs).
PYTHON ?= python3
ARGS ?=

.PHONY: demo test check fix bench docs
demo test check fix bench docs:
	@$(PYTHON) run.py $@ $(ARGS)
