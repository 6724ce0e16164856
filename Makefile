# What README.md and CONTRIBUTING.md name. Beyond Python, a Rust toolchain and make, everything is
# installed into virtual environments under .venv; nothing but this package is built from source.

PYTHON ?= python3
CARGO ?= cargo

# The versions of NumPy to test with: the newest, which takes longest, the oldest and the first 2.x.
# The last two have no wheels for Python 3.13 and newer.
NUMPYS ?= $(shell $(PYTHON) -c "import sys; \
    print('newest 1.26 2.0' if sys.version_info < (3, 13) else 'newest')")

# How much is done at a time: more than there may be CPUs, as the tests often wait.
JOBS ?= 4

# A recipe works in the virtual environment that is its first prerequisite.
BIN := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY = $(<D)/$(BIN)/python
# Installs into the virtual environment that the target is in.
PIP = .venv/build/$(BIN)/python -m pip --quiet --disable-pip-version-check --python $(@D) \
    install --only-binary :all:
SOURCES := Cargo.toml core/Cargo.toml Cargo.lock pyproject.toml tools/backend.py README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT \
    $(shell find src core/src -name "*.rs") $(wildcard python/paraminit/*.py*)

.PHONY: demo dev stub test test-rust test-python test-once stress stress-long-run check check-rust check-python \
    bench bench-frameworks docs release-check clean
.DELETE_ON_ERROR:
.SECONDARY:

# As `pip install .` does it, so what that has compiled is not compiled again.
demo: .venv/demo/installed
	@$(PY) examples/demo.py

.venv/demo/installed: .venv/demo/ready $(SOURCES)
	@echo "Installing paraminit into .venv/demo: some minutes if it is not compiled yet."
	@$(PIP) --force-reinstall --no-deps .
	@touch $@

# The package as an editable install, built in seconds: an edit of Python needs no build, one of Rust
# `make dev`. `.venv/dev/bin/pytest tests/test_stream.py` runs a test of it.
dev: .venv/dev/ready
	PIP_QUIET=1 VIRTUAL_ENV="$(CURDIR)/$(<D)" $(PY) -m maturin develop --quiet \
	    --pip-path .venv/build/$(BIN)/pip

# The stub, of the signatures in tools/ and the docstrings of the built module. It is in git, as no build
# could make it: a wheel for another CPU is built where its module cannot be imported, and editors read
# the stub before anything is built.
stub: .venv/dev/ready dev
	$(PY) tools/stub.py > target/_core.pyi
	$(PY) -m ruff format --quiet target/_core.pyi
	mv target/_core.pyi python/paraminit

# Each with its output in one piece, where make can do that. What takes longest begins first.
test:
	+$(MAKE) --no-print-directory --jobs $(JOBS) \
	    $(if $(filter output-sync,$(.FEATURES)),--output-sync) test-python test-rust

# The examples are not built here; `make check` looks at them.
test-rust:
	+$(CARGO) test --quiet --package paraminit-core --lib --tests
	+$(CARGO) test --quiet --package paraminit-core --doc

# With the wheel that users install. What does not depend on NumPy's version is tested with one.
test-python: test-once $(NUMPYS:%=test-numpy-%)

test-once: .venv/numpy-newest/wheel
	$(PY) -m pytest --quiet -m once

test-numpy-%: .venv/numpy-%/wheel
	$(PY) -m pytest --quiet -m "not once"

# Random checks that take too long for every run of the tests: about an hour.
stress: .venv/numpy-newest/wheel
	$(CARGO) test --quiet --release --package paraminit-core --lib -- --ignored --nocapture
	$(CARGO) build --quiet --release --package paraminit-core --example generator
	cd tests && ../$(PY) -m stress

# Goes on where it was stopped, up to NORMALS in all, in so many processes: half of them normals of the
# global stream, half of a PCG64.
stress-long-run: NORMALS ?= 2e11
stress-long-run: .venv/numpy-newest/wheel
	cd tests && ../$(PY) -m stress.long_run --normals $(NORMALS) --jobs $(JOBS)

check: check-rust check-python

check-rust: export RUSTFLAGS = -D warnings
check-rust: export RUSTDOCFLAGS = -D warnings
check-rust:
	$(CARGO) fmt --check
	$(CARGO) clippy --quiet --workspace --all-targets
	$(CARGO) doc --quiet --no-deps --package paraminit-core

check-python: .venv/dev/ready dev
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy python tests tools benches docs/depth.py docs/font.py docs/notebooks.py docs/picture.py
	cd examples && ../$(PY) -m mypy --config-file ../pyproject.toml .
	$(PY) -m mypy.stubtest paraminit
	$(PY) -m basedpyright --pythonpath $(PY) tests/type_cases.py

# Prints the tables and writes them into benches/, to the file of this kind of CPU.
bench: .venv/bench/wheel
	$(CARGO) build --quiet --release --package paraminit-core --example normals
	$(PY) benches/bench.py

# Beside torch, JAX and Keras: their distributions, then their speeds, into benches/frameworks.md. On
# Linux torch comes with some gigabytes for GPUs.
bench-frameworks: .venv/frameworks/wheel
	$(PY) -m pytest --quiet tests/test_frameworks.py
	$(PY) benches/frameworks.py

# The documentation, into target/docs. More threads make the small matrices of depth.py slower.
docs: export OPENBLAS_NUM_THREADS = 1
docs: export RUSTDOCFLAGS = -D warnings --html-before-content $(CURDIR)/docs/way-back.html
docs: .venv/dev/ready dev
	rm -rf target/docs target/docs-source target/docs-doctrees target/doc
	mkdir -p target/docs-source/examples
	cp -R docs/. target/docs-source
	cp examples/*.py target/docs-source/examples
	$(PY) docs/notebooks.py target/docs-source
	$(PY) docs/picture.py target/docs-source/way.svg
	$(PY) docs/depth.py target/docs-source/depth.svg
	$(PY) docs/font.py target/docs-source/static/stix-two-math.woff
	$(PY) -m sphinx --quiet --fail-on-warning --keep-going --nitpicky \
	    --doctree-dir target/docs-doctrees target/docs-source target/docs
	$(CARGO) doc --quiet --no-deps --package paraminit-core
	cp -R target/doc target/docs/rust
	$(PY) -m pytest --quiet tests/test_site.py

# What a release has to pass: the source distribution with the wheel that is built from it, and the
# wheel for Linux, linked against an old glibc, all built anew. The suite in the source distribution
# runs with each wheel as it is installed.
release-check: WHEELS = target/dist/*.whl target/release-wheel/*.whl
release-check: DISTRIBUTIONS = target/dist/*.tar.gz $(WHEELS)
release-check: INSTALLED = $(CURDIR)/.venv/installed/$(BIN)/python
release-check: .venv/release/ready
	rm -rf target/dist target/release-wheel target/sdist
	$(MAKE) target/dist target/release-wheel
	$(PY) tools/check_wheels.py $(DISTRIBUTIONS)
	$(PY) -m twine check --strict $(DISTRIBUTIONS)
	$(PY) -m abi3audit --strict $(WHEELS)
	mkdir target/sdist
	tar -xf target/dist/*.tar.gz -C target/sdist --strip-components 1
	set -e; for wheel in $(WHEELS); do \
	    rm -rf .venv/installed; \
	    $(MAKE) --no-print-directory .venv/installed/ready PACKAGES="numpy --group test $$wheel"; \
	    $(INSTALLED) tools/check_install.py; \
	    (cd target/sdist; $(INSTALLED) -P -m pytest --quiet); \
	done

# Before version 3.14, CPython has glibc end a daemon thread, and glibc unwinds its stack by GCC's
# libgcc_s, which aborts at a module with another unwinder. Zig links its own in place of a library of
# that name, but not in place of a file, so the file is named. Only a compiler for Linux has it.
target/release-wheel: UNWINDER = $(shell $(CC) -print-file-name=libgcc_s.so.1)
target/release-wheel: export RUSTFLAGS += -C link-arg=$(UNWINDER)
target/release-wheel: .venv/release/ready $(SOURCES)
	@test -f "$(UNWINDER)" || { echo "$(CC) has no libgcc_s.so.1: is this Linux?" >&2; exit 1; }
	PATH="$(CURDIR)/.venv/release/bin:$$PATH" maturin build --release --locked --zig \
	    --compatibility manylinux_2_28 --out $@

# The source distribution, and a wheel that is built from it.
target/dist: .venv/build/ready $(SOURCES)
	rm -rf $@ target/unfinished
	$(PY) -m build --outdir target/unfinished .
	mv target/unfinished $@

# Virtual environments: those of a version of NumPy, and those of a dependency group, by its name.
PACKAGES = numpy --group $*
.venv/numpy-%/ready: PACKAGES = "$(*:numpy-%=numpy==%.*)" --group test
.venv/numpy-newest/ready: PACKAGES = numpy --group test --group statistics --group notebooks \
    --group typing --group many-machines --group readme
.venv/frameworks/ready: PACKAGES = numpy --group frameworks --group test
# The tests of randomgen are skipped where it has no wheel.
.venv/numpy-%/ready: OPTIONAL = --group third-party

.venv/%/ready: pyproject.toml | .venv/build/ready
	@echo "Making $(@D), a virtual environment."
	@$(PYTHON) -m venv --clear --without-pip $(@D)
	@$(PIP) $(PACKAGES) $(OPTIONAL) || { [ -n "$(OPTIONAL)" ] && $(PIP) $(PACKAGES) && \
	    echo "randomgen: no wheel for this Python or machine; done without"; }
	@touch $@

# This one builds the package, and its pip, a new one, installs into the others.
.venv/build/ready: pyproject.toml
	@echo "Making $(@D), a virtual environment."
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/$(BIN)/python -m pip --quiet --disable-pip-version-check install --upgrade pip
	@$(PIP) --group build
	@touch $@

# The wheel that users install, in one of them.
.venv/%/wheel: target/dist .venv/%/ready
	$(PIP) --force-reinstall --no-deps target/dist/*.whl
	touch $@

clean:
	rm -rf .venv target python/paraminit/_core.*.so
