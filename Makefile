# Each target prints what it does. Without make: python3 run.py demo (or test, test-long, check, fix, bench, docs).
PYTHON ?= python3
ARGS ?=

.PHONY: demo test test-long check fix bench docs
demo test test-long check fix bench docs:
	@$(PYTHON) run.py $@ $(ARGS)
