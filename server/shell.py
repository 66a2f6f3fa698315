"""The empty page that Streamlit's front end fills: in the language of the visitor, under the dashboard's name and icon.

Streamlit wrote it for an English reader, with a font that no page here uses and an address that is not served. What
changes afterwards in an open page, SCRIPT follows; and it goes to the part of a page that an address names.
"""

import re
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

import streamlit

import settings
from errors import DashboardError
from language import DEFAULT, LANGUAGES, Language
from ui.style import STYLE

# A change of language changes the title of the page, and the address says which language it is. A part is gone to when
# it is there, and unfolded, and again while what is above it still grows; whoever moves meanwhile is left alone.
# Back leads to where one went on from, not to the top of a long page.
# Streamlit opens the links of a text in another window: one that leads to a page of ours goes on in this one, as back
# and forward do.
SCRIPT = """const root = document.documentElement, {unnamed, languages} = document.currentScript.dataset;
const follow = () => {
  const asked = new URLSearchParams(location.search).get("lang");
  root.lang = languages.split(" ").includes(asked) ? asked : unnamed;
};
new MutationObserver(follow).observe(document.querySelector("title"), {childList: true});

const part = address => {
  const url = new URL(address, location);
  return url.hash.slice(1) || url.searchParams.get("part");
};
const find = name => document.getElementById(name) ?? document.querySelector(`.st-key-folded-${CSS.escape(name)}`);
const MOVES = ["wheel", "touchmove", "keydown", "pointerdown"];
const main = () => document.querySelector("[data-testid=stMain]");
let seeking = 0;
const leave = () => { clearInterval(seeking); MOVES.forEach(move => removeEventListener(move, leave, true)); };
const seek = (name, from) => {
  leave();
  if (!name && !from) return;
  let still = 0, before = null, ticks = 0, unfolded = false;
  seeking = setInterval(() => {
    const there = from ? main() : find(name);
    if (there) {
      if (from) there.scrollTop = from;
      else {
        if (!unfolded) there.querySelector("details:not([open]) > summary")?.click();
        unfolded = true;
        there.scrollIntoView();
      }
      const top = main().scrollTop;
      still = top === before && (!from || Math.abs(top - from) < 2) ? still + 1 : 0;
      before = top;
    }
    if (still > 20 || ++ticks > 200) leave();
  }, 100);
  MOVES.forEach(move => addEventListener(move, leave, {capture: true, passive: true}));
};
seek(part(location));
addEventListener("popstate", event => {
  const from = event.state?.from;
  seek(from === undefined ? part(location) : null, from);
});
addEventListener("click", () => history.replaceState({...history.state, from: main()?.scrollTop}, ""), true);
addEventListener("click", event => {
  const link = event.target.closest?.("a[href]:not([data-testid^=stBaseLinkButton])");  // those buttons are for files
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const asked = link.getAttribute("href");
  if (asked.startsWith("#")) seek(part(asked));
  if (!asked.startsWith("/")) return;
  event.preventDefault();
  history.pushState({}, "", asked);
  dispatchEvent(new PopStateEvent("popstate"));
});
"""
STYLE_VERSION = sha256(STYLE.encode()).hexdigest()[:12]  # so that a browser may keep the style for ever


def language_of(asked: str | None) -> str:
    """The address decides; without it, the setting."""
    if asked in LANGUAGES:
        return str(asked)
    try:
        return settings.load().language
    except DashboardError:
        return DEFAULT


@cache
def no_page(code: str) -> str:
    """What an address that is nobody's says: Streamlit would say it in English, over another page."""
    words = Language(code)
    name, said, back = (
        escape(words.text(text)) for text in ("Privacy dashboard", "There is no page under this address.", "Overview")
    )
    return (
        f'<!doctype html><html lang="{code}"><head><meta charset="utf-8">'
        '<meta name="color-scheme" content="light dark">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{name}</title>'
        f'<link rel="icon" href="/icon.png"><link rel="stylesheet" href="/style.css?{STYLE_VERSION}"></head>'
        f'<body class="no-page"><h1>{name}</h1><p>{said}</p><p><a href="/?lang={code}">{back}</a></p></body></html>'
    )


@cache
def page(code: str, unnamed: str) -> str:
    """The page in a language; `unnamed` is the one of an address that names none.

    What is not found in Streamlit's page stays as it is, which a test of the pinned version notices.
    """
    words = Language(code)
    script = f'<script src="/shell.js" data-unnamed="{unnamed}" data-languages="{" ".join(LANGUAGES)}"></script>'
    written = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    for pattern, instead in (
        (r'<html lang="en">', f'<html lang="{code}">'),
        (r"<title>.*?</title>", f"<title>{escape(words.text('Privacy dashboard'))}</title>{script}"),
        (r'(href|src)="\./', r'\1="/'),
        (r'href="/favicon\.png"', 'href="/icon.png"'),
        (r'<link\s+rel="preload"[^>]*as="font"[^>]*>', ""),
        (r'<!--(?:(?!-->).)*-->\s*<link rel="service-desc"[^>]*>', ""),
        (
            r"<noscript>.*?</noscript>",
            f"<noscript><p>{escape(words.text('This page needs JavaScript.'))}</p></noscript>",
        ),
        # After Streamlit's own, so that it prevails.
        (r"</body>", f'<link rel="stylesheet" href="/style.css?{STYLE_VERSION}"></body>'),
    ):
        written = re.sub(pattern, instead, written, flags=re.DOTALL)
    return written
