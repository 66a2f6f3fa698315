from datetime import timedelta

from demo.planting import Planting, Row

HOUR = timedelta(hours=1)


def plant(planting: Planting) -> None:
    """Erasures answered in part although no hold was ever placed."""
    ago, on = planting.ago, planting.on

    def partial(days: int, identified: bool = True) -> tuple[int, Row]:
        user_id = planting.person(closed_at=ago(days), status="erased")
        request = planting.request(
            "erasure",
            ago(days + 1),
            user_id=user_id if identified else None,
            closed_at=ago(days),
            decision="partly_fulfilled",
        )
        return user_id, request

    _, bare = partial(66)
    planting.expect(bare, on(ago(66)))
    _, unidentified = partial(64, identified=False)
    planting.expect(unidentified, on(ago(64)))
    # a hold that came too late for some days
    person, late = partial(62)
    planting.hold(person, "transactions", ago(55, "00:00"), late)
    planting.expect(late, on(ago(62)), on(ago(55)))
    # a hold for somebody else's request
    _, strange = partial(61)
    planting.hold(planting.person(), "transactions", ago(70), bare_of(planting))
    planting.expect(strange, on(ago(61)))

    # placed in time: for the person, for the request under another person's name, another category, released since
    person, _ = partial(60)
    planting.hold(person, "page_sequence", ago(60) - HOUR)
    _, request = partial(59)
    planting.hold(planting.person(), "transactions", ago(59) - HOUR, request)
    person, _ = partial(58)
    planting.hold(person, "transactions", ago(100), released_at=ago(90))
    _, request = partial(57, identified=False)
    planting.hold(planting.person(), "transactions", ago(57) - HOUR, request)
    test = planting.person(closed_at=ago(56), status="erased", is_test=True)
    planting.request("erasure", ago(57), user_id=test, closed_at=ago(56), decision="partly_fulfilled")


def bare_of(planting: Planting) -> Row:
    """A request of a person of their own, still open, that a hold may name."""
    return planting.request("erasure", planting.at(planting.workday(planting.today, -2)), user_id=planting.person())
