"""What lessons import, imported once in the process from which the kernels of builds and tests are forked."""

import os

os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")  # as a kernel does before it imports

import ipykernel.ipkernel
import ipykernel.kernelapp  # noqa: F401
import matplotlib.pyplot  # noqa: F401

import adempauze.evidence.figures
import adempauze.evidence.meta
import adempauze.evidence.pool  # noqa: F401
