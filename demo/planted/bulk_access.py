from typing import Any

from demo.planting import SERVICE, Planting


def plant(planting: Planting) -> None:
    """Operations on more than a thousand people with no request behind them."""
    ago, on = planting.ago, planting.on

    def bulk(days: int, people: int, violates: bool, **values: Any) -> None:
        usual = {"actor_id": SERVICE, "actor_role": "service", "operation": "export", "category": "device"}
        event = planting.access(ago(days), subject_count=people, **(usual | values))
        if violates:
            planting.expect(event, on(ago(days)))

    bulk(36, 1001, True)
    bulk(35, 250_000, True, actor_role="staff")
    bulk(34, 1500, True, outcome="denied")
    bulk(33, 2000, True, request_id="")

    bulk(32, 1000, False)
    bulk(31, 1001, False, request_id="INF-2020-0001")
    bulk(31, 5000, False, user_id=planting.person(is_test=True))
