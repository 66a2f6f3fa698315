from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Grants without a method or without a version that is known."""
    ago, on = planting.ago, planting.on
    person = planting.person()
    for days, purpose, values in (
        (99, "5.7", {"method": None}),
        (98, "3.3.sms", {"method": ""}),
        (97, "5.3", {"policy_version": None}),
        (96, "3.3.email", {"policy_version": ""}),
        (95, "3.3.phone", {"policy_version": "9.9"}),
        (94, "policy", {"method": ""}),
    ):
        planting.expect(planting.consent(person, purpose, "given", ago(days), **values), on(ago(days)))

    planting.consent(person, "5.7", "withdrawn", ago(93), method=None, policy_version=None)
    planting.consent(person, "5.3", "refused", ago(92), method="", policy_version="9.9")
    planting.consent(person, "policy", "requested", ago(91), policy_version=None)
    planting.consent(person, "policy", "given", ago(90), method="continued_use", actor=None)
    planting.consent(planting.person(is_test=True), "5.7", "given", ago(89), method=None)
