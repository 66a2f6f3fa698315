from datetime import timedelta

from demo.planting import FIRST_PLANTED_USER, Planting

MICROSECOND = timedelta(microseconds=1)


def plant(planting: Planting) -> None:
    """Consent-based processing that nobody agreed to and nobody withdrew."""
    ago, on = planting.ago, planting.on

    def found(user_id: int, days: int, purpose: str = "5.4", category: str = "phone") -> None:
        event = planting.access(ago(days), user_id=user_id, legal_basis="consent", purpose=purpose, category=category)
        planting.expect(event, on(ago(days)))

    found(planting.person(policy=False), 44)

    refusing = planting.person(policy=False)
    planting.consent(refusing, "policy", "requested", ago(60))
    planting.consent(refusing, "policy", "refused", ago(59), method="checkbox")
    found(refusing, 43)

    without_scope = planting.person()
    found(without_scope, 42, "5.3", "device")
    found(without_scope, 41, "3.3", "email")
    planting.consent(without_scope, "5.7", "refused", ago(60))
    found(without_scope, 40, "5.7", "email")

    # an instant too early
    early = planting.person()
    planting.consent(early, "5.3", "given", ago(39))
    event = planting.access(
        ago(39) - MICROSECOND, user_id=early, legal_basis="consent", purpose="5.3", category="device"
    )
    planting.expect(event, on(ago(39)))
    planting.access(ago(39), user_id=early, legal_basis="consent", purpose="5.3", category="device")

    # an id that points to nothing is not a test account
    found(FIRST_PLANTED_USER + 900_000_000, 38)

    # one channel is enough; other bases, denials and requests are not examined; nor are test accounts
    channel = planting.person()
    planting.consent(channel, "3.3.phone", "given", ago(90))
    planting.access(ago(37), user_id=channel, legal_basis="consent", purpose="3.3")
    stranger = planting.person(policy=False)
    planting.access(ago(37), user_id=stranger, legal_basis="law")
    planting.access(ago(37), user_id=stranger, legal_basis="consent", outcome="denied")
    planting.access(ago(37), user_id=stranger, legal_basis="consent", request_id="ACC-2020-0001")
    planting.access(ago(37), user_id=planting.person(policy=False, is_test=True), legal_basis="consent")
