"""A page as Streamlit's own test client draws it, in this process: quicker than a browser, and without a screen."""

import re
from functools import cache

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import queries
from tests.served import ROOT
from ui.look import anchor

FRAME = str(ROOT / "server" / "frame.py")
PAGES = {
    "overview": "Overview",
    "requests": "Requests",
    "consent": "Consent",
    "inventory": "Inventory",
    "access": "Access and disclosures",
    "policy": "Policy and controls",
    "exports": "Exports",
    "loads": "Loads and data quality",
    "metrics": "Metrics and terms",
}
"""Each page by its address, and its title."""


def draw(page: str, params: dict[str, str], *, unfolded: bool = True) -> AppTest:
    """Unfolded with all that stands behind a title, but for the records of controls."""
    app = AppTest.from_file(FRAME, default_timeout=120)
    app._bidi_component_manager = _components()
    for query in map(queries.get, queries.names() if unfolded else ()):
        if not query.is_control:
            app.session_state[f"folded-{anchor(query.name)}"] = True
        app.session_state[f"folded-{query.topic}"] = True
    for key, value in params.items():
        app.query_params[key] = value
    app._page_hash = calc_hash(page)  # what Streamlit calls a page by
    return app.run()


@cache
def _components() -> BidiComponentManager:
    """None of the installed packages has any: looked for once, and not with every page, which takes twice its time."""
    found = BidiComponentManager()
    found.discover_and_register_components(start_file_watching=False)
    return found


def folded(app: AppTest) -> dict[str, bool]:
    """What stands behind a title, by its anchor: whether it is open."""
    named = [(re.search(r"-folded-(.*)", box.proto.id), box.proto.expanded) for box in app.expander]
    return {name[1]: is_open for name, is_open in named if name}


def unescaped(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown)


def said(app: AppTest) -> str:
    """Everything that a visitor can read, tables too."""
    texts = [
        element.value for kind in ("title", "header", "subheader", "markdown", "caption") for element in app.get(kind)
    ]
    texts += [alert.value for kind in ("error", "warning", "info") for alert in app.get(kind)]
    texts += [table.value.to_csv() for table in app.table]
    texts += [f"{metric.label} {metric.value}" for metric in app.metric]
    return unescaped("\n".join(texts))
