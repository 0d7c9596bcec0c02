"""A real browser, for tests, benchmarks and pictures, and what serves pages to it."""
