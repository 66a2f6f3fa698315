from datetime import timedelta

from demo.planting import Planting

HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)
LIMIT = 72 * HOUR


def plant(planting: Planting) -> None:
    """Incidents that stayed open for more than 72 hours after somebody noticed."""
    ago, on = planting.ago, planting.on

    contained_at = ago(90) + LIMIT + MICROSECOND
    late = planting.add("incidents", discovered_at=ago(90), contained_at=contained_at, closed_at=ago(80))
    planting.expect(late, on(ago(90) + LIMIT))
    never = planting.add("incidents", discovered_at=ago(30, "00:00"), severity="critical")
    planting.expect(never, on(ago(30, "00:00") + LIMIT))
    closed_late = planting.add("incidents", discovered_at=ago(60), closed_at=ago(50))
    planting.expect(closed_late, on(ago(60) + LIMIT))
    # closed within the limit and contained after it: the containment counts once it is known
    twice = planting.add("incidents", discovered_at=ago(40), closed_at=ago(38), contained_at=ago(35))
    planting.expect(twice, on(ago(35)))

    planting.add("incidents", discovered_at=ago(70), contained_at=ago(70) + LIMIT, closed_at=ago(60))
    planting.add("incidents", discovered_at=ago(65), closed_at=ago(63))
    planting.add("incidents", discovered_at=ago(2), severity="high")
