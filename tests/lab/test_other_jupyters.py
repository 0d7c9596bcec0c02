"""The course starts and its address answers, whatever else of Jupyter is installed, configured or running."""

from __future__ import annotations

import json
import re
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

from adempauze import messages
from tools.browser.course_server import PATIENCE, Course


def status_of(address: str) -> int:
    with urlopen(Request(address), timeout=PATIENCE) as answer:
        return int(answer.status)


def test_a_kernel_of_another_installation_does_not_win(start: Callable[..., Course], tmp_path: Path):
    kernel = tmp_path / "other" / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps({"argv": ["/gone/python"], "display_name": "Other", "language": "python"}))
    with start(tmp_path / "home", "nl", JUPYTER_PATH=str(tmp_path / "other")) as course:
        course.ask("POST", "api/kernels")
        assert len(course.kernels()) == 1


def test_settings_of_another_installation_do_not_count(start: Callable[..., Course], tmp_path: Path):
    settings = tmp_path / "other" / "jupyter_server_config.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"ServerApp": {"base_url": "/elsewhere/"}}))
    with start(tmp_path / "home", "nl", JUPYTER_CONFIG_PATH=str(settings.parent)) as course:
        assert "/elsewhere/" not in course.address
        assert status_of(course.address) == 200


def test_the_printed_address_answers_below_the_path_of_a_machine_wide_setting(
    start: Callable[..., Course], tmp_path: Path
):
    """Jupyter reads such a file for every server, from folders such as /etc/jupyter."""
    settings = {"ServerApp": {"base_url": "/hub/an%20n/"}}
    (tmp_path / "sitecustomize.py").write_text(
        f"import jupyter_core.paths as paths\npaths.SYSTEM_CONFIG_PATH.append({str(tmp_path / 'etc')!r})\n"
    )
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "jupyter_server_config.json").write_text(json.dumps(settings))
    with start(tmp_path / "home", "nl", PYTHONPATH=str(tmp_path)) as course:
        assert "/hub/an%20n/doc/tree/" in course.address
        assert status_of(course.address) == 200


def test_a_port_in_use_a_missing_browser_and_a_proxy_each_get_a_sentence(
    start: Callable[..., Course], tmp_path: Path
) -> None:
    nothing = {"PATH": str(tmp_path), "BROWSER": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        proxy = {"http_proxy": "http://proxy:3128", "no_proxy": ""}
        with start(tmp_path / "home", "nl", str(port), browser=True, **nothing, **proxy) as course:
            words = messages.table("nl", "cli")
            taken = next(line for line in course.lines if line.startswith(words["port_taken"].partition(" ")[0]))
            other_port = int(re.search(r":(\d+)/", course.address)[1])
            assert taken == words["port_taken"].format(port=port, other=other_port)
            order = ["preparing", "starting", "no_browser"]
            assert [line for line in course.lines if line in [words[key] for key in order]] == [words[k] for k in order]
            assert words["proxy"].format(address="127.0.0.1") in course.lines


def test_a_second_start_gives_the_address_of_the_first(course: Course):
    second = subprocess.run(
        course.command, env=course.environment, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    assert second.returncode == 0, second.stderr
    said, address = second.stdout.splitlines()[-2:]
    assert said == messages.table(course.lang, "cli")["running"]
    # The lesson may be another one: the course opens where the learner left off.
    server = re.compile(r"(.+)/doc/tree/.+\?(token=.+)")
    assert server.fullmatch(address).groups() == server.fullmatch(course.address).groups()
