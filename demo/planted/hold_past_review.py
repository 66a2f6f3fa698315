from datetime import timedelta

from demo.planting import Planting

DAY = timedelta(days=1)


def plant(planting: Planting) -> None:
    """Holds in force after the day on which they were to be looked at again."""
    ago, on, today = planting.ago, planting.on, planting.today
    person = planting.person()
    for review_on in (today - 90 * DAY, today - 30 * DAY, today - DAY):
        hold = planting.hold(person, "preferences", ago(150), review_on=review_on)
        planting.expect(hold, review_on + DAY)
    # looked at late, then released
    hold = planting.hold(person, "device", ago(149), review_on=today - 60 * DAY, released_at=ago(20))
    planting.expect(hold, today - 59 * DAY, on(ago(20)))
    # was due before it was even placed
    hold = planting.hold(person, "browser", ago(148), review_on=today - 300 * DAY)
    planting.expect(hold, on(ago(148)))

    planting.hold(person, "email", ago(147), review_on=today)
    planting.hold(person, "email", ago(146), review_on=today - 40 * DAY, released_at=ago(39, "23:59:59"))
    planting.hold(planting.person(is_test=True), "email", ago(145), review_on=today - 40 * DAY)
