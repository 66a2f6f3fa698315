from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Accesses for no purpose, or for one that the policy does not know."""
    ago, on = planting.ago, planting.on
    person = planting.person()
    for days, purpose in ((82, None), (81, ""), (80, "5.11"), (79, "3.3.email"), (78, "marketing"), (77, "5.1 ")):
        planting.expect(planting.access(ago(days), user_id=person, purpose=purpose), on(ago(days)))
    # consent cannot be asked about for a purpose nobody knows
    unknown = planting.access(ago(76), user_id=person, purpose="6.1", legal_basis="consent")
    planting.expect(unknown, on(ago(76)))
    nobody = planting.access(ago(75), actor_role="service", subject_count=12, purpose=None)
    planting.expect(nobody, on(ago(75)))

    planting.access(ago(74), user_id=person, purpose="5.10")
    planting.access(ago(74), user_id=person, purpose=None, outcome="denied")
    planting.access(ago(74), user_id=planting.person(is_test=True), purpose=None)
