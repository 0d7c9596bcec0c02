"""The values for Zero to JupyterHub are ones that the chart knows, and close what should be closed."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from adempauze import __version__
from tools import ROOT

FOLDER = ROOT / "deploy" / "kubernetes"
SCHEMA = json.loads((FOLDER / "schema" / "values.schema.json").read_text(encoding="utf-8"))
REGIONS = sorted(FOLDER.glob("region-*.yaml"))


def _read(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")))


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Lay one file of values over another, as Helm does."""
    result = deepcopy(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = _merged(result[key], value) if both else value
    return result


def _complaints(values: dict[str, Any]) -> list[str]:
    """Return what the chart would refuse. The chart's own defaults fill in what it requires."""
    errors = Draft7Validator(SCHEMA).iter_errors(values)
    return [f"{list(each.absolute_path)}: {each.message}" for each in errors if each.validator != "required"]


@pytest.mark.parametrize("name", ["values.yaml", *(path.name for path in REGIONS)])
def test_the_chart_knows_every_value(name: str) -> None:
    assert _complaints(_merged(_read("values.yaml"), _read(name))) == []


@pytest.mark.parametrize(
    "wrong",
    [{"singleuser": {"mem": {"limit": "1G"}}}, {"cull": {"timeout": "long"}}, {"hub": {"db": {"type": "x"}}}],
)
def test_the_schema_finds_what_is_wrong(wrong: dict[str, Any]) -> None:
    assert _complaints(_merged(_read("values.yaml"), wrong))


def test_nothing_goes_out_but_the_names_of_the_cluster() -> None:
    policy = _read("values.yaml")["singleuser"]["networkPolicy"]
    assert policy["enabled"] and policy["egress"] == []
    known = SCHEMA["properties"]["singleuser"]["properties"]["networkPolicy"]["properties"]
    allowed = known["egressAllowRules"]["properties"]
    assert policy["egressAllowRules"] == {name: name == "dnsPortsKubeSystemNamespace" for name in allowed}


def test_nobody_is_an_administrator_and_each_has_a_volume() -> None:
    values = _read("values.yaml")
    assert values["hub"]["config"]["Authenticator"]["admin_users"] == []
    assert values["singleuser"]["storage"]["type"] == "dynamic"
    assert values["hub"]["shutdownOnLogout"] and values["cull"]["enabled"]


def test_the_image_is_of_this_version() -> None:
    tag = _read("values.yaml")["singleuser"]["image"]["tag"]
    assert tag == __version__
    assert f"adempauze:{tag}" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_a_region_has_names_of_its_own() -> None:
    base, region = _read("values.yaml"), _merged(_read("values.yaml"), _read(REGIONS[0].name))
    assert base["proxy"]["https"]["hosts"] != region["proxy"]["https"]["hosts"]
    (host,) = region["proxy"]["https"]["hosts"]
    assert host in region["hub"]["config"]["GenericOAuthenticator"]["oauth_callback_url"]
