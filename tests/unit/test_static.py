"""The site is laid out for a static host with compressed texts and the headers that hosts read from it."""

from __future__ import annotations

import gzip
from pathlib import Path

from tools.headers import host_files
from tools.static import lay_out


def test_each_text_has_a_compressed_twin_and_nothing_else_has(tmp_path: Path) -> None:
    site, folder = tmp_path / "site", tmp_path / "static"
    site.mkdir()
    text, picture = b"<p>breathe</p>" * 200, bytes(range(256)) * 10
    for name, content in {"index.html": text, "small.css": b"a {}", "mark.webp": picture}.items():
        (site / name).write_bytes(content)
    before, after = lay_out(site, folder)
    assert sorted(file.name for file in folder.glob("*.gz")) == ["index.html.gz"]
    assert gzip.decompress((folder / "index.html.gz").read_bytes()) == text
    assert (before, after) == (len(text), (folder / "index.html.gz").stat().st_size)


def test_the_same_site_gives_the_same_files(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_bytes(b"<p>breathe</p>" * 200)
    for name in ("one", "two"):
        lay_out(site, tmp_path / name)
    one, two = ((tmp_path / name / "index.html.gz").read_bytes() for name in ("one", "two"))
    assert one == two


def test_hosts_find_their_headers_in_the_root_of_the_site(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    lay_out(site, tmp_path / "static")
    for name in ("_headers", ".htaccess"):
        assert (tmp_path / "static" / name).read_text(encoding="utf-8") == host_files()[name]
