from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Profiles with an address that bounces or a FIN that cannot be one."""
    ago, on = planting.ago, planting.on
    registered_at = ago(110)

    def person(fin: str | None = None, bounced: bool = False, days_gone: int = 0, is_test: bool = False) -> int:
        user_id = planting.person(
            registered_at=registered_at, closed_at=ago(days_gone) if days_gone else None, is_test=is_test
        )
        planting.add("user_profiles", user_id=user_id, fin=fin, email_bounced=bounced, updated_at=registered_at)
        if fin:
            planting.collected(user_id, "fin", registered_at)
        return user_id

    planting.expect(person(bounced=True), on(registered_at))
    planting.expect(person(fin="5AB-12C"), on(registered_at))
    planting.expect(person(fin="5AB12CDE"), on(registered_at))
    # seven letters, but not all of them Latin
    planting.expect(person(fin="5ƏB12CD"), on(registered_at))
    planting.expect(person(fin="5AB12C", bounced=True, days_gone=15), on(registered_at), on(ago(15)))

    person(fin="5ab12cd")
    person(fin="")
    person(bounced=True, is_test=True)
