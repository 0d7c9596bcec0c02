"""Measures what a phone loads for a lesson page with an empty cache: requests and compressed bytes (budget: 150 kB)."""

from __future__ import annotations

import gzip

from playwright.sync_api import Browser, Response, sync_playwright

from tools import ROOT
from tools.browser.chromium import launch_chromium
from tools.browser.serving import serve

BUDGET = 150_000
HOST_BUDGET = 5_000
_COMPRESSED_ALREADY = (".png", ".webp", ".jpg", ".woff2")


def compressed(response: Response) -> int:
    """Return the bytes of a response's body as a host that compresses would send it."""
    body = response.body()
    return len(body) if response.url.endswith(_COMPRESSED_ALREADY) else len(gzip.compress(body, 9))


def weigh(page_names: list[str]) -> dict[str, list[tuple[str, int]]]:
    """Return (address, compressed bytes) of everything that each page of the built book loads."""
    with sync_playwright() as playwright, launch_chromium(playwright) as browser, serve(ROOT / "_build/html") as site:
        return {name: _weigh_one(browser, site, name) for name in page_names}


def _weigh_one(browser: Browser, site: str, name: str) -> list[tuple[str, int]]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(f"{site}/{name}", wait_until="networkidle")
    weights = [(response.url.removeprefix(site), compressed(response)) for response in responses]
    page.close()
    return weights


def main() -> None:
    """Print the weight of every lesson, and of each part of lesson 04."""
    site = ROOT / "_build/html"
    weights = weigh([str(path.relative_to(site)) for path in sorted(site.glob("en/notebooks/en/*.html"))])
    for name, parts in weights.items():
        print(f"{sum(size for _, size in parts):>8,} bytes in {len(parts):>2} requests  {name}")
    print(f"budget {BUDGET:,}; parts of lesson 04:")
    for address, size in sorted(weights["en/notebooks/en/04-breathing.html"], key=lambda part: -part[1]):
        print(f"  {size:>8,}  {address}{f' (the widget host: budget {HOST_BUDGET:,})' if '/host.' in address else ''}")


if __name__ == "__main__":
    main()
