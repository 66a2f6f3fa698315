"""Pictures of every page in every language, theme and width, from a real server in a real Chromium. To be looked at.

They go to var/gallery; with `--readme`, the few that the README shows go to docs/images.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.visitor import CHROMIUM, FLAGS, settled, visit

ROOT = Path(__file__).parent.parent
LANGUAGES = ("az", "en", "ru")
THEMES = ("light", "dark")
WIDTHS = (1440, 390)
README = (("overview", "en", "light", 1440), ("requests", "en", "light", 1440), ("policy", "az", "dark", 1440))
TALLEST = 14_000


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 where no Chromium is found."""
    parser = argparse.ArgumentParser(prog="python -m tools.gallery", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "gallery")
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README, into docs/images")
    parser.add_argument("--pages", nargs="*", default=pages(), help="only these pages")
    options = parser.parse_args(arguments)
    if CHROMIUM is None:
        print("No Chromium here. Debian: apt-get install chromium-headless-shell.", file=sys.stderr)
        return 1
    folder = ROOT / "docs" / "images" if options.readme else options.folder
    folder.mkdir(parents=True, exist_ok=True)
    wanted = (
        README
        if options.readme
        else [(p, c, t, w) for p in options.pages for c in LANGUAGES for t in THEMES for w in WIDTHS]
    )
    with dashboard() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for page, language, theme, width in wanted:
            name = page if options.readme else f"{page}-{language}-{theme}-{width}"
            take(browser, f"{address}/{page}?lang={language}", theme, width, folder / f"{name}.png", not options.readme)
            print(name, flush=True)
        browser.close()
    print(f"{len(wanted)} pictures in {folder}")
    return 0


def pages() -> list[str]:
    """Each file of pages/ is one."""
    return sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__")


@contextmanager
def dashboard() -> Iterator[str]:
    """The address of the dashboard, served for a while on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "server", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=5)  # noqa: S310 - our own server
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


def take(browser: Browser, url: str, theme: str, width: int, file: Path, whole: bool) -> None:
    """One picture, once the page has come to rest; the whole page, or what a screen shows."""
    context = browser.new_context(
        viewport={"width": width, "height": 1000}, color_scheme="dark" if theme == "dark" else "light"
    )
    page = context.new_page()
    visit(page, url)
    page.wait_for_timeout(1200)  # figures draw themselves after the script has ended
    if whole:
        height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": width, "height": min(int(height) + 40, TALLEST)})
        settled(page)
        page.wait_for_timeout(800)
    page.screenshot(path=file)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
