from datetime import timedelta
from typing import Any

from demo.planting import Planting

DAY = timedelta(days=1)


def plant(planting: Planting) -> None:
    """Emergency access that nobody looked at within three working days."""
    ago, at, workday = planting.ago, planting.at, planting.workday
    person = planting.person()
    occurred_at = ago(46)
    limit_on = workday(planting.on(occurred_at), 3)

    def emergency(late: bool, **values: Any) -> None:
        event = planting.access(occurred_at, **({"user_id": person, "break_glass": True, "purpose": "3.2.3"} | values))
        if late:
            planting.expect(event, limit_on + DAY)

    emergency(True)
    emergency(True, reviewed_at=at(limit_on + DAY, "00:00"))
    emergency(True, reviewed_at=at(workday(limit_on, 6)))
    emergency(True, outcome="denied")
    emergency(True, user_id=None, subject_count=3)

    emergency(False, reviewed_at=at(limit_on, "23:59:59.999999"))
    emergency(False, break_glass=False)
    emergency(False, user_id=planting.person(is_test=True))
    # there is still time
    planting.access(at(workday(planting.today, -1)), user_id=person, break_glass=True, purpose="3.2.3")
