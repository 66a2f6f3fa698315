from datetime import timedelta

from demo.planting import Planting

DAY = timedelta(days=1)


def plant(planting: Planting) -> None:
    """Requests closed after their due day, be it by a second; while they were open they were overdue."""
    at, workday = planting.at, planting.workday
    person = planting.person()

    def late(type: str, days_ago: int, closed_after: int, **values: object) -> None:
        received_on = workday(planting.today, -days_ago)
        closed_on = workday(received_on, closed_after)
        request = planting.request(type, at(received_on), user_id=person, closed_at=at(closed_on), **values)
        due_on = workday(received_on, 0 if type == "withdrawal" else 7)
        planting.expect(request, closed_on)
        planting.expect(request, due_on + DAY, closed_on, control="request_overdue")

    late("information", 60, 8)
    late("complaint", 55, 20, decision="duplicate")
    late("withdrawal", 50, 1)
    # an extension nobody was told of in time
    received_on = workday(planting.today, -45)
    late("objection", 45, 12, third_party_consulted=True, extension_notified_at=at(workday(received_on, 8), "09:00"))
    # in the first instant of the day after the due day
    received_on = workday(planting.today, -40)
    due_on = workday(received_on, 7)
    request = planting.request("access", at(received_on), user_id=person, closed_at=at(due_on + DAY, "00:00"))
    planting.expect(request, due_on + DAY)

    # in time: on the last day of an extension, a withdrawal of a day off answered on the next working day
    received_on = workday(planting.today, -35)
    planting.request(
        "access",
        at(received_on),
        user_id=person,
        third_party_consulted=True,
        extension_notified_at=at(workday(received_on, 7), "23:59"),
        closed_at=at(workday(received_on, 14), "23:59:59.999999"),
    )
    day_off = workday(planting.today, -30)
    while planting.working_days.is_working(day_off):
        day_off -= DAY
    planting.request(
        "withdrawal", at(day_off), user_id=person, closed_at=at(planting.working_days.roll(day_off), "23:59:59")
    )
    # a test account's
    received_on = workday(planting.today, -33)
    planting.request(
        "access", at(received_on), user_id=planting.person(is_test=True), closed_at=at(workday(received_on, 9))
    )
