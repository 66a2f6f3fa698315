from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Disclosures out of the country that the people did not agree to."""
    ago, on = planting.ago, planting.on
    for days, country in ((50, "TR"), (49, "US"), (48, "az")):
        planting.expect(planting.add("disclosures", disclosed_at=ago(days), country=country), on(ago(days)))
    suspected = planting.add(
        "disclosures", disclosed_at=ago(47), country="GE", ground="suspicion", case_no="S-78", authorised_by="Hüquq"
    )
    planting.expect(suspected, on(ago(47)))
    nameless = planting.add("disclosures", disclosed_at=ago(46), country="DE", ground=None)
    planting.expect(nameless, on(ago(46)))
    planting.expect(nameless, on(ago(46)), control="disclosure_without_ground")

    planting.add("disclosures", disclosed_at=ago(45), country="TR", ground="consent")
    planting.add("disclosures", disclosed_at=ago(45), country="")
    planting.add("disclosures", disclosed_at=ago(45), country="AZ")
