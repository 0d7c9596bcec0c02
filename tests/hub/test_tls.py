"""A hub on a network speaks TLS alone, with a certificate of its own, and its cookies never travel without."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest
import requests

from tools.hub_group import running_hub


def test_who_comes_in_over_tls_stays_on_tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = tmp_path / "both.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"]
    files = ["-keyout", certificate, "-out", tmp_path / "certificate.pem"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files], check=True)
    certificate.write_text(certificate.read_text() + (tmp_path / "certificate.pem").read_text())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "certificate.pem"))
    with tempfile.TemporaryDirectory(prefix="hub-") as folder:
        Path(folder).chmod(0o711)
        with running_hub(Path(folder), certificate) as hub:
            learner = hub.learner("tess").enter()
            # The number against forged forms opens nothing by itself, and the learner's server does not mark its own.
            plain = [each for each in learner.browser.cookies if not each.secure]
            assert [(each.name, each.path) for each in plain] == [("_xsrf", "/user/tess/")]
            bare = hub.address.replace("https:", "http:")
            with pytest.raises(requests.RequestException):
                requests.get(f"{bare}/hub/login", timeout=10).raise_for_status()
