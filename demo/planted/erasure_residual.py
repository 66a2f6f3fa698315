from datetime import datetime, timedelta
from typing import Any

from demo.planting import Planting, Row


def plant(planting: Planting) -> None:
    """Erasures reported as fulfilled although rows are left that no hold covers."""
    on = planting.on

    closed_at = planting.ago(60)
    person, request = erased(planting, closed_at)
    planting.add(
        "user_devices", user_id=person, first_seen_at=planting.ago(300), last_seen_at=closed_at - timedelta(days=9)
    )
    planting.expect(request, on(closed_at))

    closed_at = planting.ago(20)
    person, request = erased(planting, closed_at)
    planting.add("user_profiles", user_id=person, email="gizli.sakin@poct.example", updated_at=planting.ago(300))
    planting.expect(request, on(closed_at))

    # covered until the hold was released
    closed_at = planting.ago(90)
    person, request = erased(planting, closed_at)
    planting.add("payments", user_id=person, paid_at=planting.ago(200))
    planting.hold(
        person, "transactions", closed_at - timedelta(hours=1), request, released_at=planting.ago(14, "23:59")
    )
    planting.expect(request, on(planting.ago(14)))

    # covered only once the hold was placed
    closed_at = planting.ago(80)
    person, request = erased(planting, closed_at)
    planting.add("payments", user_id=person, paid_at=planting.ago(210))
    planting.hold(person, "transactions", planting.ago(70, "00:00"), request)
    planting.expect(request, on(closed_at), on(planting.ago(70)))

    # a hold on something else
    closed_at = planting.ago(50)
    person, request = erased(planting, closed_at)
    planting.add("support_messages", user_id=person, sent_at=planting.ago(150))
    planting.hold(person, "transactions", closed_at - timedelta(hours=1), request)
    planting.expect(request, on(closed_at))

    # nothing to find: covered, without a value, with nothing left, in part, refused, open, nobody's, a test account's
    person, request = erased(planting, planting.ago(45))
    planting.add("payments", user_id=person, paid_at=planting.ago(220))
    planting.hold(person, "transactions", planting.ago(45, "11:00"), request)
    person, request = erased(planting, planting.ago(44))
    planting.add("user_profiles", user_id=person, email="", first_name=None, updated_at=planting.ago(300))
    planting.add("support_messages", user_id=person, body="", sent_at=planting.ago(200))
    erased(planting, planting.ago(43))
    person, request = erased(planting, planting.ago(42), decision="partly_fulfilled")
    planting.add("payments", user_id=person, paid_at=planting.ago(230))
    planting.hold(person, "transactions", planting.ago(42, "11:00"), request)
    person = planting.person()
    planting.add("payments", user_id=person, paid_at=planting.ago(240))
    received_at = planting.at(planting.workday(planting.today, -30))
    planting.request(
        "erasure",
        received_at,
        user_id=person,
        decision="refused",
        refusal_ground="Məhkəmə işi gedir",
        refusal_notified_at=received_at + timedelta(hours=5),
        closed_at=received_at + timedelta(hours=6),
    )
    person = planting.person()
    planting.add("payments", user_id=person, paid_at=planting.ago(250))
    planting.request("erasure", planting.at(planting.workday(planting.today, -3)), user_id=person)
    planting.request("erasure", received_at, closed_at=received_at + timedelta(hours=3))
    person, request = erased(planting, planting.ago(41), is_test=True)
    planting.add("payments", user_id=person, paid_at=planting.ago(260))


def erased(planting: Planting, closed_at: datetime, is_test: bool = False, **values: Any) -> tuple[int, Row]:
    """A person whose account was erased, and the request for it, closed on the day after it came."""
    person = planting.person(closed_at=closed_at, status="erased", is_test=is_test)
    request = planting.request("erasure", closed_at - timedelta(days=1), user_id=person, closed_at=closed_at, **values)
    return person, request
