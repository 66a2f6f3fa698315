"""What the theme cannot say: aligned numbers, quiet tables, print. No data ever enters this text."""

COLUMNS = 16  # the widest answer that is drawn as a table
SIDEBAR = 310  # pixels: the longest name of a page fits in every language


def table_key(name: str, to_the_right: list[bool], on_one_line: list[bool]) -> str:
    """The key of a table's container; its `-rN-` and `-lN-` parts tell the style about column N."""
    right = "".join(f"-r{place}-" for place, right in enumerate(to_the_right[:COLUMNS], start=1) if right)
    line = "".join(f"-l{place}-" for place, line in enumerate(on_one_line[:COLUMNS], start=1) if line)
    return f"table-{name.replace('.', '-')}{right}{line}"


_NOT_ON_PAPER = ",".join(
    f'[data-testid="{part}"]'
    for part in (
        *("stSidebar", "stHeader", "stElementToolbar", "stIFrame", "stTooltipIcon"),
        *("stSelectbox", "stTextInput", "stCheckbox", "stButton", "stLinkButton", "stPopover", "stPagination"),
    )
)
# On paper: black on white, nothing to click, nothing cut. Charts keep the size of the screen, so they are made smaller.
PRINT = """
@media print {
  @page { size: A4; margin: 14mm 12mm; }
  NOT_ON_PAPER, [data-testid="stElementContainer"]:has(> NOT_ON_PAPER),
  [class*="st-key-tools"] { display: none !important; }
  html, body, #root, #root > div, [data-testid="stApp"], [data-testid="stAppViewContainer"], [data-testid="stMain"] {
    height: auto !important; overflow: visible !important; position: static !important; display: block !important; }
  html, body, #root, #root > div { background: #fff !important; color-scheme: only light !important; }
  [data-testid="stMainBlockContainer"] { padding: 0 !important; max-width: none; zoom: 0.76; }
  [data-testid="stApp"], [data-testid="stApp"] * {
    color: #000 !important; background: transparent !important; border-color: #b5babf !important;
    color-scheme: only light !important; }
  :is([data-testid="stVerticalBlock"], [data-testid="stLayoutWrapper"], [data-testid="stElementContainer"],
    [data-testid="stTable"]):not([data-testid="stColumn"] *,
      :has(> [data-testid="stHorizontalBlock"], > NOT_ON_PAPER)) {
    display: block !important; }
  [data-testid="stVerticalBlock"]:not([data-testid="stColumn"] *) > * { margin-bottom: 0.7rem; }
  [data-testid="stPlotlyChart"] { zoom: 0.78; }
  [data-testid="stElementContainer"]:has([data-testid="stPlotlyChart"]) { height: auto !important; }
  [data-testid="stPlotlyChart"] text { fill: #000 !important; stroke: #fff; stroke-width: 3px; paint-order: stroke; }
  [data-testid="stTable"], [data-testid="stTable"] div { overflow: visible !important; mask-image: none !important; }
  [data-testid="stTable"] table { display: table !important; width: 100%; }
  [data-testid="stTable"] td, [data-testid="stTable"] th { padding: 0.25rem 0.45rem; }
  [data-testid="stTable"] td p, [data-testid="stTable"] th p { font-size: 0.8rem; }
  [data-testid="stTable"] td a { text-decoration: none; }
  [data-testid="stMarkdown"] :is(a[href^="/"], [role="img"]:has(+ a[href^="/"])) { display: none; }
  [data-testid="stMarkdown"] blockquote { border-left: 2px solid #b5babf !important; }
  [data-testid="stElementContainer"]:has([data-testid="stHeading"], [data-testid="stCaptionContainer"]),
  [data-testid="stElementContainer"]:has(+ * [data-testid="stPlotlyChart"]) { break-after: avoid; }
  tr, [class*="st-key-card"], [class*="st-key-clause"], [data-testid="stMetric"], [data-testid="stPlotlyChart"],
  [data-testid="stHorizontalBlock"], [data-testid="stCaptionContainer"], p { break-inside: avoid; }
}
""".replace("NOT_ON_PAPER", f":is({_NOT_ON_PAPER})")

_RIGHT = ",".join(
    f'[class*="-r{place}-"] {cell}:nth-child({place})' for place in range(1, COLUMNS + 1) for cell in ("td", "th")
)
_ON_ONE_LINE = ",".join(f'[class*="-l{place}-"] td:nth-child({place}) p' for place in range(1, COLUMNS + 1))

STYLE = f"""
[data-testid="stMainBlockContainer"] {{ max-width: 1440px; padding: 2.2rem 2.8rem 4rem; }}
[data-testid="stTable"] table, [data-testid="stMetricValue"], [data-testid="stMetricDelta"] {{
  font-variant-numeric: tabular-nums; }}
[data-testid="stTable"] {{ overflow-x: auto; }}
/* A table that goes on to the right fades there, until it is scrolled to its end. One that fits does not scroll. */
@property --fade {{ syntax: "<length>"; inherits: false; initial-value: 0px; }}
@keyframes goes-on {{ from {{ --fade: 1.4rem; }} to {{ --fade: 0px; }} }}
@supports (animation-timeline: scroll()) {{
  [data-testid="stTable"] > div {{
    animation: goes-on linear both !important; animation-timeline: scroll(self inline) !important;
    mask-image: linear-gradient(to right, #000 calc(100% - var(--fade)), transparent); }}
}}
[data-testid="stTable"] td, [data-testid="stTable"] th {{ vertical-align: top; padding: 0.38rem 0.45rem; }}
[data-testid="stTable"] th {{ font-size: 0.82rem; }}
[data-testid="stTable"] th p {{ font-weight: 600; }}
/* The words beside an icon begin below one another. */
[data-testid="stTable"] td p:has([role="img"]) {{ position: relative; padding-left: 1.35em; min-width: 6.2rem; }}
[data-testid="stTable"] td [role="img"] {{ position: absolute; left: 0; top: 0.08em; }}
{_RIGHT} {{ text-align: right !important; }}
{_ON_ONE_LINE} {{ white-space: nowrap; }}
[data-testid="stHeaderActionElements"] {{ display: none; }}
[data-testid="stCaptionContainer"] {{ opacity: 0.78; }}
[data-testid="stMarkdownContainer"] blockquote {{ opacity: 1; color: inherit; }}
:is([data-testid="stMetricLabel"], [data-testid="stMetricDelta"], [data-testid="stMetricDeltaDescription"]),
:is([data-testid="stMetricLabel"], [data-testid="stMetricDelta"], [data-testid="stMetricDeltaDescription"]) * {{
  white-space: normal !important; }}
[class*="st-key-card"] {{ height: 100%; }}
/* An arrow stays with its link, which it would not as a box; the number of a request stays whole. */
[data-testid="stMain"] [role="img"]:has(+ a) {{ display: inline !important; }}
[data-testid="stMarkdown"] a[href*="request_id="] {{ white-space: nowrap; }}
/* The link of a card stands at its foot. */
[class*="st-key-card"] > :last-child, [class*="st-key-card"] > :last-child :is(div:has(p)) {{
  display: flex; flex-direction: column; flex-grow: 1; }}
[class*="st-key-card"] p:last-child:has(> a) {{ margin-top: auto; }}
[class*="st-key-card"] [data-testid="stMetricValue"] > div {{ white-space: normal; text-overflow: clip; }}
[class*="st-key-card"] :is(p, [data-testid="stMetricDeltaDescription"], [data-testid="stMetricDeltaDescription"] *) {{
  overflow-wrap: break-word; word-break: normal; }}
[class*="st-key-card"] :has(> [data-testid="stMetricDeltaDescription"]) {{ flex-wrap: wrap; row-gap: 0; }}
@media (max-width: 1100px) {{
  [data-testid="stHorizontalBlock"]:has([class*="st-key-card"]) {{ flex-wrap: wrap; }}
  [data-testid="stHorizontalBlock"]:has([class*="st-key-card"]) > [data-testid="stColumn"] {{
    flex: 1 1 calc(50% - 1rem); min-width: calc(50% - 1rem); }}
}}
:is([data-testid="stPageLink-NavLink"], [data-testid="stMarkdown"] a, [data-testid="stLinkButton"] a):focus-visible {{
  outline: 2px solid currentColor; outline-offset: 2px; }}
[data-testid="stPageLink-NavLink"] {{ line-height: 1.4; padding-block: 0.28rem; }}
[data-testid="stPageLink-NavLink"] :is(span, p) {{ white-space: normal; }}
[class*="st-key-banner"] p {{ font-size: 0.85rem; }}
[data-testid="stPopoverBody"] pre, [data-testid="stPopoverBody"] pre * {{
  white-space: pre-wrap !important; overflow-wrap: anywhere; }}
[class*="st-key-folded"] {{ scroll-margin-top: 4rem; }}
[class*="st-key-foot"] {{ margin-bottom: 1.4rem; }}
[class*="st-key-foot"] p, [class*="st-key-foot"] a {{ font-size: 0.82rem; }}
[class*="st-key-state"] p {{ font-size: 0.92rem; }}
@media (min-width: 769px) {{
  [class*="st-key-menu"] {{ display: none; }}
  /* Its place is kept for the sidebar that comes a moment later. */
  [data-testid="stAppViewContainer"]:not(:has([data-testid="stSidebar"])) {{ padding-left: {SIDEBAR}px; }}
}}
@media (max-width: 768px) {{
  .st-key-pages {{ display: none; }}
  [class*="st-key-menu"] {{ position: fixed; top: 0.5rem; left: 3.4rem; z-index: 999991; width: auto; }}
}}
@media (max-width: 640px) {{
  [data-testid="stMainBlockContainer"] {{ padding: 3.6rem 1rem 3rem; }}
  [class*="st-key-banner"] {{ gap: 0.2rem; }}
  [class*="st-key-foot"] {{ gap: 0 0.9rem; }}
  [data-testid="stTable"] td, [data-testid="stTable"] th {{ padding: 0.38rem 0.3rem; font-size: 0.8rem; }}
  [data-testid="stTable"] th {{ font-size: 0.75rem; }}
  /* Wider than its cell: the table has them. */
  [class*="st-key-chart-inventory-matrix"] .heatmaplayer text {{ display: none; }}
  [class*="st-key-card"] {{ padding: 0.7rem 0.9rem; gap: 0.1rem; }}
  [class*="st-key-table-requests-case"] td:nth-child(3) {{ min-width: 8rem; }}
  [class*="st-key-table-controls-"] td:nth-child(2) {{ min-width: 9rem; }}
  :is([class*="st-key-table-overview-clauses"], [class*="st-key-table-controls-results"]) td:first-child {{
    min-width: 9rem; }}
  /* Columns that are out of sight do not make the lines of those in sight tall. */
  [class*="st-key-table-"] td:nth-child(n+4) {{ min-width: 7rem; }}
  [data-testid="stHorizontalBlock"]:has([class*="st-key-card"]) > [data-testid="stColumn"] {{ min-width: 100%; }}
}}
/* A page that is opened has no height for a moment: what was scrolled for another page is forgotten. */
[class*="st-key-place-"] {{ animation: arrive 50ms !important; }}
@keyframes arrive {{ from, to {{ max-height: 0; overflow: clip; }} }}
@media (prefers-reduced-motion: reduce) {{ * {{ animation: none !important; transition: none !important; }} }}
.no-page {{ max-width: 40rem; margin: 4rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; }}
.no-page h1 {{ font-size: 1.5rem; }}
{PRINT}
"""
