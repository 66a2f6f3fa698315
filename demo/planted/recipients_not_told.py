from datetime import date, timedelta

from demo.planting import Planting

DAY = timedelta(days=1)


def plant(planting: Planting) -> None:
    """Corrections, restrictions and erasures of which earlier recipients heard too late or never."""
    at, workday = planting.at, planting.workday
    person = planting.person()
    received_on = workday(planting.today, -48)
    closed_on = workday(received_on, 5)
    limit_on = workday(closed_on, 3)

    def told(type: str, day: date | None, clock: str = "12:00", **values: object) -> None:
        request = planting.request(
            type,
            at(received_on),
            closed_at=at(closed_on),
            recipients_notified_at=at(day, clock) if day else None,
            **({"user_id": person, "recipients_to_notify": True} | values),
        )
        if not values:
            planting.expect(request, limit_on + DAY)

    told("correction", limit_on + DAY, "00:00")
    told("restriction", workday(limit_on, 4))
    told("correction", None)
    # an erasure that left nothing behind, and was still not passed on
    gone = planting.person(closed_at=at(closed_on), status="erased")
    request = planting.request(
        "erasure", at(received_on), user_id=gone, closed_at=at(closed_on), recipients_to_notify=True
    )
    planting.expect(request, limit_on + DAY)

    told("correction", limit_on, "23:59:59.999999", decision="fulfilled")
    told("restriction", None, recipients_to_notify=False)
    told("objection", None, decision="fulfilled")
    told(
        "correction", None, decision="refused", refusal_ground="Məlumat düzgündür",
        refusal_notified_at=at(closed_on),
    )  # fmt: skip
    told("correction", None, user_id=planting.person(is_test=True))
