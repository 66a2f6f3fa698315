from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Holds in force that do not say why, by which act, or until when."""
    ago, on = planting.ago, planting.on
    person = planting.person()
    for days, missing in (
        (140, {"ground": None}),
        (139, {"legal_act": ""}),
        (138, {"review_on": None}),
        (137, {"ground": "", "legal_act": None, "review_on": None}),
    ):
        planting.expect(planting.hold(person, "page_sequence", ago(days), **missing), on(ago(days)))
    released = planting.hold(person, "device", ago(136), legal_act=None, released_at=ago(50, "00:00"))
    planting.expect(released, on(ago(136)), on(ago(50)))

    planting.hold(person, "email", ago(135))
    planting.hold(planting.person(is_test=True), "email", ago(135), ground=None)
