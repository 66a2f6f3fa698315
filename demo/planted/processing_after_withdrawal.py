from datetime import timedelta

from demo.planting import Planting

MICROSECOND = timedelta(microseconds=1)


def plant(planting: Planting) -> None:
    """Consent-based processing after the policy or the purpose's own scope was withdrawn."""
    withdrawn_at = planting.ago(40)
    day = planting.on(withdrawn_at)

    person = planting.person()
    planting.consent(person, "policy", "withdrawn", withdrawn_at)
    planting.access(withdrawn_at - MICROSECOND, user_id=person, legal_basis="consent")
    planting.access(withdrawn_at, user_id=person, legal_basis="consent")
    late = planting.access(withdrawn_at + MICROSECOND, user_id=person, legal_basis="consent")
    planting.expect(late, day)
    later = planting.access(planting.ago(39, "23:59:59"), user_id=person, legal_basis="consent", purpose="3.2.1")
    planting.expect(later, day + timedelta(days=1))
    # not examined: another basis, a request behind it, denied, about nobody
    planting.access(planting.ago(38), user_id=person, legal_basis="contract")
    planting.access(planting.ago(38), user_id=person, legal_basis="consent", outcome="denied")
    planting.access(planting.ago(38), subject_count=40, legal_basis="consent", actor_role="service")
    request = planting.request("access", planting.ago(38), user_id=person, closed_at=planting.ago(37))
    planting.access(planting.ago(37), user_id=person, legal_basis="consent", request_id=request.mark)

    scope = planting.person()
    planting.consent(scope, "5.3", "given", planting.ago(90))
    planting.consent(scope, "5.3", "withdrawn", planting.ago(30))
    planting.access(planting.ago(60), user_id=scope, legal_basis="consent", purpose="5.3", category="device")
    found = planting.access(planting.ago(10), user_id=scope, legal_basis="consent", purpose="5.3", category="device")
    planting.expect(found, planting.on(planting.ago(10)))
    # the policy itself still stands
    planting.access(planting.ago(10), user_id=scope, legal_basis="consent", purpose="5.4")

    channels = planting.person()
    planting.consent(channels, "3.3.email", "given", planting.ago(90))
    planting.consent(channels, "3.3.sms", "given", planting.ago(90))
    planting.consent(channels, "3.3.email", "withdrawn", planting.ago(50))
    planting.access(planting.ago(45), user_id=channels, legal_basis="consent", purpose="3.3", category="email")
    planting.consent(channels, "3.3.sms", "refused", planting.ago(35))
    found = planting.access(planting.ago(20), user_id=channels, legal_basis="consent", purpose="3.3", category="email")
    planting.expect(found, planting.on(planting.ago(20)))

    offers = planting.person()
    planting.consent(offers, "5.7", "given", planting.ago(90))
    planting.consent(offers, "policy", "withdrawn", planting.ago(25))
    found = planting.access(planting.ago(5), user_id=offers, legal_basis="consent", purpose="5.7", category="email")
    planting.expect(found, planting.on(planting.ago(5)))

    # at the same instant the lawful reading wins, whichever event was stored first
    again = planting.person()
    planting.consent(again, "policy", "withdrawn", planting.ago(33))
    planting.consent(again, "policy", "given", planting.ago(15), method="checkbox")
    planting.access(planting.ago(15), user_id=again, legal_basis="consent")
    found = planting.access(planting.ago(15) - MICROSECOND, user_id=again, legal_basis="consent")
    planting.expect(found, planting.on(planting.ago(15)))

    both = planting.person()
    planting.consent(both, "policy", "given", planting.ago(12), method="checkbox")
    planting.consent(both, "policy", "withdrawn", planting.ago(12), recorded_at=planting.ago(12, "12:00:05"))
    planting.access(planting.ago(12), user_id=both, legal_basis="consent")
    found = planting.access(planting.ago(11), user_id=both, legal_basis="consent")
    planting.expect(found, planting.on(planting.ago(11)))

    test = planting.person(is_test=True)
    planting.consent(test, "policy", "withdrawn", planting.ago(30))
    planting.access(planting.ago(10), user_id=test, legal_basis="consent")
