from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Research whose output names people."""
    ago, on = planting.ago, planting.on
    person = planting.person()
    research = {"purpose": "5.3", "system": "analytics"}
    for days, operation, category in ((73, "export", "email"), (72, "disclose", "phone"), (71, "export", "last_name")):
        event = planting.access(ago(days), user_id=person, operation=operation, category=category, **research)
        planting.expect(event, on(ago(days)))
    # whole lists too
    event = planting.access(
        ago(70), actor_role="service", subject_count=400, operation="export", category="first_name", **research
    )
    planting.expect(event, on(ago(70)))

    planting.access(ago(69), user_id=person, operation="combine", category="email", **research)
    planting.access(ago(69), user_id=person, operation="export", category="device", **research)
    planting.access(ago(69), user_id=person, operation="export", category="email", purpose="5.5")
    planting.access(ago(69), user_id=person, operation="export", category="email", outcome="denied", **research)
