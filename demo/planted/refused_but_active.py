from datetime import datetime, timedelta

from demo.planting import Planting

HOUR = timedelta(hours=1)


def plant(planting: Planting) -> None:
    """People who refused the policy and came in again."""
    ago, on = planting.ago, planting.on

    def refusing(login_at: datetime | None, closed_at: datetime | None = None, is_test: bool = False) -> int:
        user_id = planting.person(
            policy=False, registered_at=ago(160), last_login_at=login_at, closed_at=closed_at, is_test=is_test
        )
        planting.consent(user_id, "policy", "given", ago(159), method="checkbox")
        planting.consent(user_id, "policy", "refused", ago(70), method="checkbox")
        return user_id

    planting.expect(refusing(ago(70) + timedelta(microseconds=1)), on(ago(70)))
    planting.expect(refusing(ago(9)), on(ago(9)))
    planting.expect(refusing(ago(30), closed_at=ago(10)), on(ago(30)), on(ago(10)))
    back = refusing(ago(40))
    planting.consent(back, "policy", "given", ago(25), method="checkbox")
    planting.expect(back, on(ago(40)), on(ago(25)))

    refusing(ago(70))
    refusing(ago(71))
    refusing(None)
    refusing(ago(5), is_test=True)
    withdrawn = refusing(ago(5))
    planting.consent(withdrawn, "policy", "withdrawn", ago(69))
