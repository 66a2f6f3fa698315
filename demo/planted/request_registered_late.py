from datetime import timedelta

from demo.planting import Planting

DAY = timedelta(days=1)


def plant(planting: Planting) -> None:
    """Requests typed in later than the next working day."""
    at, workday = planting.at, planting.workday
    person = planting.person()

    received_on = workday(planting.today, -70)
    for registered_at in (
        at(workday(received_on, 1) + DAY, "00:00"),
        at(workday(received_on, 2), "09:00"),
        at(workday(received_on, 5), "17:00"),
    ):
        request = planting.request(
            "information",
            at(received_on),
            user_id=person,
            channel="paper",
            registered_at=registered_at,
            closed_at=at(workday(received_on, 7)),
        )
        planting.expect(request, workday(received_on, 1) + DAY)

    # on the last day that counts, and a test account's
    for user_id, registered_at in (
        (person, at(workday(received_on, 1), "23:59:59.999999")),
        (planting.person(is_test=True), at(workday(received_on, 6))),
    ):
        planting.request(
            "information",
            at(received_on),
            user_id=user_id,
            channel="paper",
            registered_at=registered_at,
            closed_at=at(workday(received_on, 7)),
        )
