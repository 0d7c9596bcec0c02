"""The course on paper: one PDF an edition, short or whole, printed from the built book."""
