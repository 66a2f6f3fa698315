"""What the theme cannot say: aligned numbers, quiet tables, print. No data ever enters this text."""

import streamlit as st

COLUMNS = 16  # the widest answer that is drawn as a table


def put_style() -> None:
    st.html(f"<style>{STYLE}</style>")


def table_key(name: str, to_the_right: list[bool], on_one_line: list[bool]) -> str:
    """The key of a table's container; its `-rN-` and `-lN-` parts tell the style about column N."""
    right = "".join(f"-r{place}-" for place, right in enumerate(to_the_right[:COLUMNS], start=1) if right)
    line = "".join(f"-l{place}-" for place, line in enumerate(on_one_line[:COLUMNS], start=1) if line)
    return f"table-{name.replace('.', '-')}{right}{line}"


_RIGHT = ",".join(
    f'[class*="-r{place}-"] {cell}:nth-child({place})' for place in range(1, COLUMNS + 1) for cell in ("td", "th")
)
_ON_ONE_LINE = ",".join(f'[class*="-l{place}-"] td:nth-child({place}) p' for place in range(1, COLUMNS + 1))

STYLE = f"""
[data-testid="stMainBlockContainer"] {{ max-width: 1280px; padding-top: 2.2rem; padding-bottom: 4rem; }}
[data-testid="stTable"] table, [data-testid="stMetricValue"], [data-testid="stMetricDelta"] {{
  font-variant-numeric: tabular-nums; }}
[data-testid="stTable"] {{ overflow-x: auto; }}
[data-testid="stTable"] td, [data-testid="stTable"] th {{ vertical-align: top; padding: 0.38rem 0.7rem; }}
[data-testid="stTable"] th p {{ font-weight: 600; font-size: 0.82rem; }}
[data-testid="stTable"] td p {{ font-size: 0.9rem; overflow-wrap: anywhere; }}
{_RIGHT} {{ text-align: right !important; }}
{_ON_ONE_LINE} {{ white-space: nowrap; overflow-wrap: normal; }}
[data-testid="stMetricLabel"] p, [data-testid="stMetricDelta"], [data-testid="stMetricDelta"] * {{
  white-space: normal; }}
[class*="st-key-card"] {{ height: 100%; }}
[class*="st-key-card"] [data-testid="stMetricValue"] > div {{ white-space: normal; }}
[class*="st-key-banner"] p {{ font-size: 0.85rem; }}
[class*="st-key-foot"] {{ margin-bottom: 1.4rem; }}
[class*="st-key-foot"] p, [class*="st-key-foot"] a {{ font-size: 0.82rem; }}
[class*="st-key-state"] p {{ font-size: 0.92rem; }}
@media (max-width: 640px) {{
  [data-testid="stMainBlockContainer"] {{ padding: 3.6rem 1rem 3rem; }}
}}
@media (prefers-reduced-motion: reduce) {{ * {{ animation: none !important; transition: none !important; }} }}
@media print {{
  [data-testid="stSidebar"], [data-testid="stHeader"], [class*="st-key-foot"] button,
  [class*="st-key-foot"] a, [class*="st-key-tools"] {{ display: none !important; }}
  [data-testid="stMain"], [data-testid="stAppViewContainer"] {{
    overflow: visible !important; position: static !important; }}
}}
"""
