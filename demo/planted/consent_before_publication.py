from datetime import timedelta

from demo.planting import Planting

MICROSECOND = timedelta(microseconds=1)


def plant(planting: Planting) -> None:
    """Answers that name a version nobody could have read yet."""
    on = planting.on
    person = planting.person()
    published_at = planting.version("2.1")
    for purpose, state, early in (
        ("policy", "given", MICROSECOND),
        ("5.7", "refused", timedelta(hours=9)),
        ("policy", "requested", timedelta(days=3)),
    ):
        event = planting.consent(person, purpose, state, published_at - early, policy_version="2.1")
        planting.expect(event, on(published_at - early))

    planting.consent(person, "5.3", "refused", published_at, policy_version="2.1")
    planting.consent(person, "5.3", "refused", published_at - MICROSECOND, policy_version="8.8")
    planting.consent(person, "5.3", "refused", published_at - MICROSECOND, policy_version=None)
    planting.consent(planting.person(is_test=True), "5.3", "refused", published_at - MICROSECOND, policy_version="2.1")
