from datetime import timedelta

from demo.planting import Planting

DAY = timedelta(days=1)


def plant(planting: Planting) -> None:
    """Requests that stay open after their due day; the day itself is still in time."""
    at, workday = planting.at, planting.workday
    person = planting.person()
    today = planting.working_days.roll(planting.today)

    received_on = planting.received_for(workday(today, -9))
    waiting = planting.request("access", at(received_on), user_id=person)
    planting.expect(waiting, workday(received_on, 7) + DAY)

    # a status closes nothing
    received_on = planting.received_for(workday(today, -2))
    answered = planting.request("correction", at(received_on, "23:59:59"), user_id=person)
    planting.status(answered, "fulfilled", at(workday(received_on, 3)))
    planting.expect(answered, workday(received_on, 7) + DAY)

    received_on = planting.received_for(workday(today, -40))
    late_on = workday(received_on, 11)
    closed = planting.request("information", at(received_on), user_id=person, closed_at=at(late_on))
    planting.expect(closed, workday(received_on, 7) + DAY, late_on)
    planting.expect(closed, late_on, control="request_closed_late")

    # the extension was announced a day late, so it does not count
    received_on = planting.received_for(workday(today, -3))
    unheard = planting.request(
        "objection",
        at(received_on),
        user_id=person,
        third_party_consulted=True,
        extension_notified_at=at(workday(received_on, 7) + DAY, "00:00"),
    )
    planting.expect(unheard, workday(received_on, 7) + DAY)

    # announced in time, but nobody else was asked
    received_on = planting.received_for(workday(today, -1))
    alone = planting.request(
        "restriction", at(received_on), user_id=person, extension_notified_at=at(workday(received_on, 6))
    )
    planting.expect(alone, workday(received_on, 7) + DAY)

    received_on = planting.received_for(workday(today, -12))
    extended = planting.request(
        "portability",
        at(received_on),
        user_id=person,
        third_party_consulted=True,
        extension_notified_at=at(workday(received_on, 7), "23:59:59"),
    )
    planting.status(extended, "extended", at(workday(received_on, 7), "23:59:59"))
    planting.expect(extended, workday(received_on, 14) + DAY)

    withdrawal = planting.request("withdrawal", at(workday(planting.today, -1), "09:00"), user_id=person)
    planting.expect(withdrawal, workday(planting.today, -1) + DAY)

    # due today, closed in the last second of the due day, extended, received after midnight, a test account's
    planting.request("complaint", at(planting.received_for(today)), user_id=person)
    received_on = planting.received_for(workday(today, -20))
    planting.request(
        "access", at(received_on), user_id=person, closed_at=at(workday(received_on, 7), "23:59:59.999999")
    )
    received_on = planting.received_for(workday(today, -2))
    planting.request(
        "access",
        at(received_on),
        user_id=person,
        third_party_consulted=True,
        extension_notified_at=at(workday(received_on, 2)),
    )
    planting.request("complaint", at(planting.received_for(today), "00:00"), user_id=person)
    planting.request("access", at(workday(today, -60)), user_id=planting.person(is_test=True))
