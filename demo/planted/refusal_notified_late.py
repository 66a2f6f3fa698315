from datetime import date, timedelta

from demo.planting import Planting

DAY = timedelta(days=1)


def plant(planting: Planting) -> None:
    """Refusals that reached the person after the fifth working day, or never."""
    at, workday = planting.at, planting.workday
    person = planting.person()
    received_on = workday(planting.today, -52)
    limit_on = workday(received_on, 5)

    def refused(type: str, closed_on: date, told_on: date | None, clock: str = "12:00", user_id: int = person) -> None:
        late = told_on is None or told_on > limit_on
        request = planting.request(
            type,
            at(received_on),
            user_id=user_id,
            closed_at=at(closed_on, "13:00"),
            decision="refused",
            refusal_ground="Sorğu əsassızdır",
            refusal_notified_at=at(told_on, clock) if told_on else None,
        )
        if late and user_id == person:
            planting.expect(request, max(closed_on, limit_on + DAY))

    refused("access", workday(received_on, 3), limit_on + DAY, "00:00")
    refused("erasure", workday(received_on, 7), workday(received_on, 7))
    refused("objection", workday(received_on, 2), None)

    refused("access", workday(received_on, 7), limit_on, "23:59:59.999999")
    refused("access", workday(received_on, 1), workday(received_on, 1))
    refused("access", workday(received_on, 3), None, user_id=planting.person(is_test=True))
