from datetime import date, datetime, timedelta

from demo.planting import Planting
from policy.calendar import add_months

DAY = timedelta(days=1)


def plant(planting: Planting) -> None:
    """Categories with one row too old, or kept too long after its account was closed."""
    ago, at, on, today = planting.ago, planting.at, planting.on, planting.today
    person = planting.person()

    def months_ago(months: int) -> datetime:
        return at(add_months(today, -months))

    def past(counted_from: datetime, months: int) -> date:
        return add_months(on(counted_from), months) + DAY

    def left(closed_at: datetime) -> int:
        return planting.person(closed_at=closed_at, phone=None)

    viewed_at = ago(400)
    planting.add("page_views", user_id=person, viewed_at=viewed_at)
    planting.expect("page_sequence", past(viewed_at, 12))

    # carried over from the system before this one
    sent_at = months_ago(37)
    planting.add("support_messages", user_id=person, sent_at=sent_at)
    planting.expect("support_messages", past(sent_at, 36))

    # held until the hold was released
    paid_at = months_ago(61)
    planting.add("payments", user_id=person, paid_at=paid_at)
    planting.hold(person, "transactions", months_ago(20), released_at=ago(10))
    planting.expect("transactions", on(ago(10)))

    closed_at = ago(75)
    planting.person(closed_at=closed_at, phone="+994 00 900 00 01")
    planting.expect("phone", past(closed_at, 1))

    # held from a later day on
    closed_at = ago(90)
    late = left(closed_at)
    planting.add("user_profiles", user_id=late, fin="7QW8ER9", updated_at=closed_at)
    planting.collected(late, "fin", at(planting.first_day + timedelta(days=20)))
    planting.hold(late, "fin", ago(12), ground="investigation", legal_act="Cinayət-Prosessual Məcəllə 143")
    planting.expect("fin", past(closed_at, 1), on(ago(12)))

    # in time: on the last day, held all along, a test account's, an account that goes on
    last_day = today
    while add_months(last_day - DAY, 1) >= today:
        last_day -= DAY
    edge = left(at(last_day, "00:00"))
    planting.add("user_profiles", user_id=edge, first_name="Nərgiz", last_name="Quliyeva", updated_at=ago(200))
    held = left(ago(80))
    planting.add("user_profiles", user_id=held, email="nergiz.q@mail.example", updated_at=ago(200))
    planting.hold(held, "email", ago(85), ground="claim", legal_act="Mülki Məcəllə 373.2")
    test = planting.person(closed_at=ago(80), is_test=True, phone="+994 00 900 00 02")
    planting.add("user_profiles", user_id=test, gender="f", updated_at=ago(200))
    planting.add("user_profiles", user_id=person, gender="m", id_series="AA", updated_at=ago(600))
