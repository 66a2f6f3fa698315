from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Nothing is planted: section 4 of the policy does not name these columns, and the app fills them."""
    for column in ("chat_messages.body", "chat_messages.building_id", "users.building_id"):
        planting.expect(column, planting.first_day)
