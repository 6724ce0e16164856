"""Proofs too long for every run of the tests: `make proof`, or `python -m proofs.threads -h`."""
