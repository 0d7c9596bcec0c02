"""Measurements of speed and size, each beside its budget; `make bench` runs them all."""
