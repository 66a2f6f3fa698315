from demo.planting import Planting


def plant(planting: Planting) -> None:
    """People whose FIN or number is kept although nothing shows that it was needed to identify them."""
    ago, on = planting.ago, planting.on
    registered_at = ago(130)

    def holder(fin: str | None = "4ZX7CV2", id_number: str | None = None, is_test: bool = False) -> int:
        user_id = planting.person(registered_at=registered_at, is_test=is_test)
        planting.add("user_profiles", user_id=user_id, fin=fin, id_number=id_number, updated_at=registered_at)
        return user_id

    planting.expect(holder(), on(registered_at))

    # one of the two is enough, and one violation a person
    half = holder(id_number="1234567")
    planting.collected(half, "fin", registered_at)
    planting.expect(half, on(registered_at))
    planting.expect(holder(id_number="7654321"), on(registered_at))

    # denied, or for another purpose
    other = holder()
    planting.access(ago(100), user_id=other, category="fin", purpose="5.1", outcome="denied")
    planting.access(ago(100), user_id=other, category="fin", purpose="5.9")
    planting.expect(other, on(registered_at))

    # identified later
    later = holder(fin=None, id_number="2345678")
    planting.access(ago(60, "00:00"), user_id=later, category="id_number", purpose="3.2.3")
    planting.expect(later, on(registered_at), on(ago(60)))

    planting.collected(holder(), "fin", registered_at)
    holder(fin="")
    holder(is_test=True)
    series = planting.person(registered_at=registered_at)
    planting.add("user_profiles", user_id=series, id_series="AZE", updated_at=registered_at)
