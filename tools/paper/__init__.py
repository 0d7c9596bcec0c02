"""The course on paper: each edition as PDF, short or whole, and as EPUB, from the built book."""
