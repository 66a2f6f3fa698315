from datetime import timedelta

from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Incidents that are nobody's, closed ones too."""
    ago, on = planting.ago, planting.on
    for days, owner in ((78, None), (77, ""), (76, None)):
        discovered_at = ago(days)
        incident = planting.add(
            "incidents", discovered_at=discovered_at, contained_at=discovered_at + timedelta(hours=9), owner=owner
        )
        planting.expect(incident, on(discovered_at))
    planting.add("incidents", discovered_at=ago(75), contained_at=ago(74), owner="support")
