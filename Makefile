# Everything installs into virtual environments of its own; PYTHON makes them.
PYTHON ?= python3
# The versions of NumPy that `make test` runs against: the oldest, the first 2.x, the newest.
# One that has no wheel for this Python is passed over with a word.
NUMPYS ?= 1.26.* 2.0.* >=2.4

VENV := .venv
BIN := $(VENV)/bin
WHEELS := target/wheels
PIP := -m pip --disable-pip-version-check --quiet

.PHONY: demo test test-rust test-python check bench proof wheel clean

demo: $(VENV)/demo
	$(BIN)/python $(PIP) install .
	$(BIN)/python examples/demo.py

test: test-rust test-python

test-rust:
	cargo test --no-default-features --quiet

test-python: wheel
	@for numpy in $(foreach version,$(NUMPYS),"$(version)"); do \
	    sh tests/against_numpy.sh "$(PYTHON)" "$$numpy" $(WHEELS) || exit 1; \
	done
