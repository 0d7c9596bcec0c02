"""Pictures of the book's pages become lighter and stay the same."""

from __future__ import annotations

from pathlib import Path

from matplotlib import pyplot as plt
from PIL import Image, ImageChops

from adempauze.sphinx_ext.pictures import as_webp


def test_a_picture_becomes_lighter_and_each_pixel_stays(tmp_path: Path) -> None:
    source = tmp_path / "figure.png"
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.plot([0, 2, 1])
    figure.savefig(source, dpi=150)
    plt.close(figure)
    name, size = as_webp(source, tmp_path / "pictures")
    made = tmp_path / "pictures" / name
    assert (name, size) == ("figure.webp", (450, 300))
    assert made.stat().st_size < 0.7 * source.stat().st_size
    with Image.open(source) as before, Image.open(made) as after:
        assert ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox() is None
