"""Measurements that the design has a budget for: `make bench` runs them all."""
