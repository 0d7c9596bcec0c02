"""A hub for all tests of a file, with two learners in it. This needs root: the hub makes users, disks and rooms."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.hub_group import Hub, Learner, running_hub


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say once what is missing, not in each test."""
    if items and os.geteuid():
        pytest.exit("The tests of the hub need root: sudo make test-hub", returncode=1)


@pytest.fixture(scope="session")
def hub() -> Iterator[Hub]:
    """A hub that runs."""
    with tempfile.TemporaryDirectory(prefix="hub-") as folder:
        Path(folder).chmod(0o711)  # learners pass through it to their own folder
        with running_hub(Path(folder)) as hub:
            yield hub


@pytest.fixture(scope="session")
def anna(hub: Hub) -> Learner:
    """A learner whose server runs."""
    return hub.learner("anna").enter()


@pytest.fixture(scope="session")
def bert(hub: Hub) -> Learner:
    """Another one."""
    return hub.learner("bert").enter()
