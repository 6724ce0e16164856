"""Random checks too long for every run of the tests: `make stress`.

One of them alone, in tests/: `python -m stress.threads --help`.
"""
