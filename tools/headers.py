"""Writes `deploy/static`: what common static hosts say beside the pages (`python -m tools.headers`).

Each page has its policy with it. A host says it again, for what is no page, and adds what a page cannot say: who may
frame it, what devices it may use, and how long a browser keeps a file. It leaves scripts and styles to the pages, which
name their own by digest: those of a host whose file is older than the pages would stop them.
"""

from __future__ import annotations

import sys

from adempauze.sphinx_ext import host, policy
from tools import ROOT

FOLDER = ROOT / "deploy" / "static"
NAMED_BY_CONTENT = f"/_static/{host.FOLDER}/"
FOR_A_YEAR = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_FORBIDDEN = ("camera", "display-capture", "geolocation", "gyroscope", "microphone", "midi", "payment", "usb")
_ALLOWED = ("fullscreen", "screen-wake-lock")  # the breathing timer asks for them
_MADE = "Made by `make notebooks` (tools/headers.py)."

_NETLIFY = """\
# {made} For Netlify, Cloudflare Pages and others that read `_headers`: put it in the root of the site.
# They let browsers ask again for every other file, compress by themselves and find 404.html.
/*
{headers}
/*{kept}*
  Cache-Control: {year}
"""
_APACHE = """\
# {made} For Apache, with mod_headers and mod_rewrite: put it in the root of the site.
ErrorDocument 404 /404.html
AddType application/manifest+json .webmanifest
AddType application/wasm .wasm
<IfModule mod_headers.c>
{headers}
  Header always set Cache-Control "{again}"
  <If "%{{REQUEST_URI}} =~ m#{kept}#">
    Header always set Cache-Control "{year}"
  </If>
</IfModule>
# The compressed files that `make static` puts beside the others.
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteCond %{{HTTP:Accept-Encoding}} gzip
  RewriteCond %{{REQUEST_FILENAME}}.gz -f
  RewriteRule ^(.*)\\.(html|css|js|svg|json|xml|txt)$ $1.$2.gz [L,E=no-gzip:1]
{types}
  <FilesMatch "\\.(html|css|js|svg|json|xml|txt)\\.gz$">
    Header set Content-Encoding gzip
    Header append Vary Accept-Encoding
  </FilesMatch>
</IfModule>
"""
_NGINX = """\
# {made} For nginx: a file of its own in conf.d; fill in the name and the folder, and add your certificate.
map $uri $adempauze_cache {{
    default "{again}";
    ~{kept} "{year}";
}}

server {{
    listen 80;
    listen [::]:80;
    server_name course.example;
    root /var/www/adempauze;
    index index.html;
    charset utf-8;
    error_page 404 /404.html;
    gzip_static on; # the compressed files that `make static` puts beside the others
    gzip_vary on;

    include mime.types;
    types {{
        application/manifest+json webmanifest;
    }}

{headers}
    add_header Cache-Control $adempauze_cache always;
}}
"""
_COMPRESSED_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "json": "application/json",
    "xml": "application/xml",
    "txt": "text/plain",
}


def headers() -> dict[str, str]:
    """Return what a host says with every file, by name."""
    return {
        "Content-Security-Policy": policy.written({**policy.of_every_page(), "frame-ancestors": "'none'"}),
        "Referrer-Policy": policy.REFERRER,
        "Permissions-Policy": ", ".join(
            [*(f"{name}=()" for name in _FORBIDDEN), *(f"{name}=(self)" for name in _ALLOWED)]
        ),
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def host_files() -> dict[str, str]:
    """Return the text of each host's file by its name."""
    said = headers().items()
    words = {"made": _MADE, "kept": NAMED_BY_CONTENT, "year": FOR_A_YEAR, "again": ASK_AGAIN}
    types = "\n".join(
        f"  RewriteRule \\.{suffix}\\.gz$ - [T={kind}{';charset=utf-8' * kind.startswith('text/')}]"
        for suffix, kind in _COMPRESSED_TYPES.items()
    )
    return {
        "_headers": _NETLIFY.format(headers="\n".join(f"  {name}: {value}" for name, value in said), **words),
        ".htaccess": _APACHE.format(
            headers="\n".join(f'  Header always set {name} "{value}"' for name, value in said), types=types, **words
        ),
        "nginx.conf": _NGINX.format(
            headers="\n".join(f'    add_header {name} "{value}" always;' for name, value in said), **words
        ),
    }


def main() -> int:
    """Write the file of each host."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in host_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{FOLDER.relative_to(ROOT)}: {', '.join(host_files())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
