"""Charts: a frame and words in, a figure and its finding out. Nothing here asks, draws or remembers.

The title of a chart is what it shows for these figures, in a sentence. Grey is fine, the accent needs action, and no
meaning rests on colour alone: marks carry their number or their word.
"""

from ui.charts import access, consent, controls, inventory, requests
from ui.charts.chart import Chart

CHARTS: dict[str, Chart] = {
    "consent.states": Chart(consent.states, more=("consent.coverage",)),
    "consent.coverage": Chart(consent.coverage),
    "consent.by_role": Chart(consent.coverage),
    "consent.trend": Chart(consent.trend, pick="purpose", more=("policy.versions",)),
    "consent.by_version": Chart(consent.by_version),
    "consent.withdrawals": Chart(consent.withdrawals),
    "consent.history": Chart(consent.history),
    "requests.ageing": Chart(requests.ageing),
    "requests.calendar": Chart(requests.calendar, more=("policy.calendar",)),
    "requests.flow": Chart(requests.flow),
    "requests.by_month": Chart(requests.by_month),
    "requests.closed": Chart(requests.closed),
    "inventory.matrix": Chart(inventory.matrix),
    "access.daily": Chart(access.daily),
    "access.actors": Chart(access.actors),
    "access.hours": Chart(access.hours, pick="actor_role"),
    "overview.new_by_month": Chart(controls.new_by_month),
    "controls.trend": Chart(controls.trend, pick="control", together=True),
}
