from demo.planting import Planting


def plant(planting: Planting) -> None:
    """FIN, series or number used for something other than identification, security or the law."""
    ago, on = planting.ago, planting.on
    person = planting.person()
    for days, category, purpose in ((88, "fin", "5.4"), (87, "id_series", "5.10"), (86, "id_number", "3.2.2")):
        event = planting.access(ago(days), user_id=person, category=category, purpose=purpose)
        planting.expect(event, on(ago(days)))
    for days, empty in ((85, None), (84, "")):
        event = planting.access(ago(days), user_id=person, category="fin", purpose=empty)
        planting.expect(event, on(ago(days)))
        planting.expect(event, on(ago(days)), control="unknown_purpose")

    for purpose in ("3.2.3", "3.2.4", "5.1", "5.2", "5.9"):
        planting.access(ago(83), user_id=person, category="fin", purpose=purpose)
    planting.access(ago(83), user_id=person, category="fin", purpose="5.4", outcome="denied")
    planting.access(ago(83), user_id=person, category="gender", purpose="5.4")
    planting.access(ago(83), user_id=planting.person(is_test=True), category="fin", purpose="5.4")
