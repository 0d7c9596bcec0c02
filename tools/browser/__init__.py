"""A real browser for tests, benchmarks and pictures, and the servers that it visits."""
