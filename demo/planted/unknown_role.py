from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Members of the population whose role is none of the policy's three."""
    on = planting.on
    registered_at = planting.ago(120)
    for role in ("guest", "Resident", ""):
        planting.expect(planting.person(role=role, registered_at=registered_at), on(registered_at))
    left_at = planting.ago(30)
    left = planting.person(role="tenant", registered_at=registered_at, closed_at=left_at)
    planting.expect(left, on(registered_at), on(left_at))

    planting.person(role="tester", is_test=True)
    planting.person(role="partner", building_id=None)
