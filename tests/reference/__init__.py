"""The NumPy code that defines every result."""
