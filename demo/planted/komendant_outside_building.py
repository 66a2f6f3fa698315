from typing import Any

from demo.planting import Planting, Row


def plant(planting: Planting) -> None:
    """Komendants who looked at people of another building."""
    ago, on = planting.ago, planting.on
    komendant = planting.person(role="komendant", building_id=2)
    test_komendant = planting.person(role="komendant", building_id=2, is_test=True)
    neighbour = planting.person(building_id=2)
    stranger = planting.person(building_id=1)

    def look(days: int, user_id: int, **values: Any) -> Row:
        usual = {"actor_id": komendant, "actor_role": "komendant", "system": "app"}
        return planting.access(ago(days), user_id=user_id, **(usual | values))

    for days, operation in ((57, "consult"), (56, "alter"), (55, "export")):
        planting.expect(look(days, stranger, operation=operation), on(ago(days)))
    # only the person looked at may be a test account
    planting.expect(look(54, stranger, actor_id=test_komendant), on(ago(54)))

    look(53, neighbour)
    look(53, stranger, outcome="denied")
    look(53, planting.person(role="partner", building_id=None))
    look(53, planting.person(building_id=1, closed_at=ago(52), status="erased"))
    look(53, stranger, actor_id=7_777_777_777)
    look(53, stranger, actor_role="staff")
    look(53, planting.person(building_id=1, is_test=True))
