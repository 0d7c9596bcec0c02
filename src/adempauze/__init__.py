"""Adempauze: the verbs that a lesson uses."""

__version__ = "0.1.0"
