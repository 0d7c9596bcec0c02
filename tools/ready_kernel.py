"""What a forked process does to become a kernel; it imports little, because the imports are there already."""

from __future__ import annotations

import os


def run(connection_file: str, folder: str | None, environment: dict[str, str]) -> None:
    """Be a kernel in this process; it ends with the process that it was forked from."""
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()  # Ctrl-C in a terminal is for the program that asked for the kernel
    os.environ.clear()
    os.environ.update(environment)
    if folder:
        os.chdir(folder)
    IPKernelApp.launch_instance(["-f", connection_file], parent_handle=os.getppid())
