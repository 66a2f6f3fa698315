from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Nothing is planted: section 9.1 of the policy's text leaves these blank."""
    for field in planting.policy.text.blank_contacts():
        planting.expect(field, planting.first_day)
