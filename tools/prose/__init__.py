"""The checks of what learners read: numbers, safety words, readability. `python -m tools.prose` runs them."""
