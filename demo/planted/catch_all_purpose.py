from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Everything done under 5.8, agreed to or not."""
    ago, on = planting.ago, planting.on
    person = planting.person()
    planting.consent(person, "5.8", "given", ago(120))
    for days, legal_basis in ((68, "contract"), (67, "consent"), (66, None)):
        event = planting.access(ago(days), user_id=person, purpose="5.8", legal_basis=legal_basis)
        planting.expect(event, on(ago(days)))

    planting.access(ago(65), user_id=person, purpose="5.8", outcome="denied")
    planting.access(ago(65), user_id=person, purpose="5.7")
    planting.access(ago(65), user_id=planting.person(is_test=True), purpose="5.8")
