# What README.md and CONTRIBUTING.md name. All that is needed beyond Python, a Rust toolchain and
# make is installed into virtual environments under .venv; nothing is built from source but this.

PYTHON ?= python3
CARGO ?= cargo

# The versions of NumPy to test with: the oldest, the first 2.x and the newest. One without a wheel
# for this Python is passed over with a word.
NUMPYS ?= 1.26 2.0 newest

PIP := -m pip --quiet --disable-pip-version-check
INSTALL := $(PIP) install --only-binary :all:
SOURCES := Cargo.toml Cargo.lock pyproject.toml README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT \
    $(shell find src python -type f)

.PHONY: demo test test-rust test-python proof proof-long-run check check-rust check-python bench docs \
    release-check clean
.DELETE_ON_ERROR:
.SECONDARY:

demo: .venv/demo target/dist
	.venv/demo/bin/python $(INSTALL) --force-reinstall --no-deps target/dist/*.whl
	.venv/demo/bin/python examples/demo.py

test: test-rust test-python

test-rust:
	$(CARGO) test --quiet --no-default-features

test-python: $(NUMPYS:%=test-numpy-%)

test-numpy-%: .venv/numpy-% target/dist
	if [ -e .venv/numpy-$*/without ]; then echo "NumPy $*: no wheel for this Python"; else \
	    .venv/numpy-$*/bin/python $(INSTALL) --force-reinstall --no-deps target/dist/*.whl && \
	    .venv/numpy-$*/bin/python -m pytest --quiet; \
	fi

# What takes too long for every run of the tests: half an hour, and as long as one likes.
proof: .venv/numpy-newest target/dist
	$(CARGO) test --quiet --release --no-default-features --lib -- --ignored --nocapture
	$(CARGO) build --quiet --release --no-default-features --example normals
	.venv/numpy-newest/bin/python $(INSTALL) --force-reinstall --no-deps target/dist/*.whl
	cd tests && ../.venv/numpy-newest/bin/python -m proofs

# Goes on where it was stopped, up to NORMALS in all, in so many processes.
proof-long-run: NORMALS ?= 1e11
proof-long-run: JOBS ?= 2
proof-long-run: .venv/numpy-newest target/dist
	.venv/numpy-newest/bin/python $(INSTALL) --force-reinstall --no-deps target/dist/*.whl
	cd tests && ../.venv/numpy-newest/bin/python -m proofs.long_run \
	    --normals $(NORMALS) --jobs $(JOBS)

check: check-rust check-python

check-rust: export RUSTFLAGS = -D warnings
check-rust: export RUSTDOCFLAGS = -D warnings
check-rust:
	$(CARGO) fmt --check
	$(CARGO) clippy --quiet --all-targets
	$(CARGO) clippy --quiet --all-targets --no-default-features
	$(CARGO) doc --quiet --no-deps --no-default-features

check-python: .venv/check target/dist
	.venv/check/bin/python $(INSTALL) --force-reinstall --no-deps target/dist/*.whl
	.venv/check/bin/ruff check
	.venv/check/bin/ruff format --check
	.venv/check/bin/mypy python tests benches docs/picture.py
	cd examples && ../.venv/check/bin/mypy --config-file ../pyproject.toml .
	.venv/check/bin/stubtest paraminit

# Prints the tables of benches/results.md and writes them there.
bench: .venv/bench target/dist
	.venv/bench/bin/python $(INSTALL) --force-reinstall --no-deps target/dist/*.whl
	.venv/bench/bin/python benches/bench.py

# The documentation, into target/docs.
docs: export RUSTDOCFLAGS = -D warnings
docs: .venv/docs target/dist
	.venv/docs/bin/python $(INSTALL) --force-reinstall --no-deps target/dist/*.whl
	rm -rf target/docs target/docs-source target/docs-doctrees target/doc
	mkdir -p target/docs-source/examples
	cp -R docs/. target/docs-source
	cp examples/*.ipynb examples/*.py target/docs-source/examples
	.venv/docs/bin/python docs/picture.py target/docs-source/way.svg
	.venv/docs/bin/sphinx-build --quiet --fail-on-warning --keep-going --nitpicky \
	    --doctree-dir target/docs-doctrees target/docs-source target/docs
	$(CARGO) doc --quiet --no-deps --no-default-features
	cp -R target/doc target/docs/rust

# What a release has to pass: the source distribution with the wheel that is built from it, and the
# wheel for Linux, linked against an old glibc. The suite runs with each wheel as it is installed.
release-check: WHEELS = target/dist/*.whl target/release-wheel/*.whl
release-check: DISTRIBUTIONS = target/dist/*.tar.gz $(WHEELS)
release-check: .venv/release target/dist target/release-wheel
	.venv/release/bin/python tests/distributions.py $(DISTRIBUTIONS)
	.venv/release/bin/twine check --strict $(DISTRIBUTIONS)
	.venv/release/bin/abi3audit --strict $(WHEELS)
	set -e; for wheel in $(WHEELS); do \
	    $(PYTHON) -m venv --clear target/installed; \
	    target/installed/bin/python $(PIP) install --upgrade pip; \
	    target/installed/bin/python $(INSTALL) numpy --group test $$wheel; \
	    target/installed/bin/python tests/installed.py; \
	    target/installed/bin/python -P -m pytest --quiet; \
	done

target/release-wheel: .venv/release $(SOURCES)
	rm -rf $@
	PATH="$(CURDIR)/.venv/release/bin:$$PATH" maturin build --release --locked --zig \
	    --compatibility manylinux_2_28 --out $@

# The source distribution, and a wheel that is built from it.
target/dist: .venv/build $(SOURCES)
	rm -rf $@
	.venv/build/bin/python -m build --outdir $@ .

.venv/numpy-newest: pyproject.toml
	$(PYTHON) -m venv --clear $@
	$@/bin/python $(PIP) install --upgrade pip
	$@/bin/python $(INSTALL) numpy --group test --group notebooks --group typing

.venv/numpy-%: pyproject.toml
	$(PYTHON) -m venv --clear $@
	$@/bin/python $(PIP) install --upgrade pip
	$@/bin/python $(PIP) download --quiet --only-binary :all: --no-deps --dest $@ "numpy==$*.*" \
	    || touch $@/without
	[ -e $@/without ] || $@/bin/python $(INSTALL) "numpy==$*.*" --group test

.venv/build .venv/check .venv/demo .venv/docs .venv/release: .venv/%: pyproject.toml
	$(PYTHON) -m venv --clear $@
	$@/bin/python $(PIP) install --upgrade pip
	$@/bin/python $(INSTALL) numpy --group $*

# What the others need has its place already and does not change for mkl_random.
.venv/bench: pyproject.toml
	$(PYTHON) -m venv --clear $@
	$@/bin/python $(PIP) install --upgrade pip
	$@/bin/python $(INSTALL) numpy --group bench
	$@/bin/python $(PIP) freeze > $@/constraints.txt
	$@/bin/python $(INSTALL) --constraint $@/constraints.txt --group peers \
	    || echo "mkl_random: not for this Python or machine; the benchmark does without"

clean:
	rm -rf .venv target
