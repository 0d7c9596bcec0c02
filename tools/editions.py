"""The two editions of the book, both derived from the one `_config.yml` and `_toc.yml` at the root."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from adempauze import messages


class EditionError(ValueError):
    """The root files do not say what an edition needs."""


def config_for(config: dict[str, Any], lang: str, address: str = "") -> dict[str, Any]:
    """Return the configuration of one edition; beside it, the site at `address` has its twin, data and pictures."""
    sphinx = config["sphinx"]
    twin = f"../{messages.twin(lang)}"
    own = {"language": lang, "adempauze_twin": twin, "adempauze_data": "../data", "adempauze_cards": "../cards"}
    settings = sphinx["config"] | own
    if address:
        settings["html_baseurl"] = f"{address.rstrip('/')}/{lang}/"
    return config | {"sphinx": sphinx | {"config": settings}}


def toc_for(toc: dict[str, Any], lang: str) -> dict[str, Any]:
    """Return the table of contents of one edition: the same pages, with captions in its language.

    Raises `EditionError` for a caption that the message tables do not have.
    """
    captions = dict(zip(messages.table("en", "book").values(), messages.table(lang, "book").values(), strict=True))

    def localise(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: localise(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [localise(item) for item in value]
        if key in ("file", "root"):
            return value.replace("/en/", f"/{lang}/")
        if key == "caption":
            if value not in captions:
                raise EditionError(f"_toc.yml: the caption {value!r} is not in section [book] of the messages.")
            return captions[value]
        return value

    localised: dict[str, Any] = localise(toc)
    return localised


def write_edition(root: Path, lang: str, folder: Path, address: str = "") -> tuple[Path, Path]:
    """Write the derived configuration and table of contents into `folder`; return both paths."""
    config = config_for(_read(root / "_config.yml"), lang, address)
    toc = toc_for(_read(root / "_toc.yml"), lang)
    return _write(folder / "_config.yml", config), _write(folder / "_toc.yml", toc)


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _write(path: Path, content: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
