from datetime import datetime, timedelta

from demo.planting import Planting

MICROSECOND = timedelta(microseconds=1)


def plant(planting: Planting) -> None:
    """People who use the app without an answer to the version that is required."""
    ago, at, on = planting.ago, planting.at, planting.on
    registered_at = at(planting.first_day + timedelta(days=30))
    required_at = planting.version("2.0")

    def person(login_at: datetime | None, version: str | None = "1.0", is_test: bool = False) -> int:
        user_id = planting.person(policy=False, registered_at=registered_at, last_login_at=login_at, is_test=is_test)
        if version:
            answered_at = registered_at + timedelta(minutes=1)
            planting.consent(user_id, "policy", "given", answered_at, method="checkbox", policy_version=version)
        return user_id

    planting.expect(person(required_at + MICROSECOND), on(required_at))
    planting.expect(person(ago(17)), on(ago(17)))
    # never answered: every login since the first version is too much
    planting.expect(person(ago(16), version=None), on(ago(16)))
    asked = person(ago(15), version=None)
    planting.consent(asked, "policy", "requested", ago(15))
    planting.expect(asked, on(ago(15)))
    # accepted only afterwards
    late = person(ago(14))
    planting.consent(late, "policy", "given", ago(4), method="checkbox")
    planting.expect(late, on(ago(14)), on(ago(4)))
    # accepted a version that nobody knows
    unknown = person(ago(13))
    event = planting.consent(unknown, "policy", "given", ago(18), method="checkbox", policy_version="7.7")
    planting.expect(unknown, on(ago(13)))
    planting.expect(event, on(ago(18)), control="consent_record_incomplete")

    person(required_at)
    person(None, version=None)
    person(ago(12), is_test=True)
    minor = person(ago(11))
    planting.consent(minor, "policy", "given", ago(20), method="continued_use", policy_version="2.1")
