"""Measures a real hub, apart from the other benchmarks because it needs root."""
