from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Nothing is planted: the policy's data has no rule for these."""
    ruled = {rule.category for rule in planting.policy.retention}
    for category in planting.policy.categories:
        if category.category not in ruled:
            planting.expect(category.category, planting.first_day)
