from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Disclosures on no ground, or on a word that is none of the four."""
    ago, on = planting.ago, planting.on
    for days, ground in ((64, None), (63, ""), (62, "request"), (61, "Law")):
        planting.expect(planting.add("disclosures", disclosed_at=ago(days), ground=ground), on(ago(days)))
    planting.add("disclosures", disclosed_at=ago(60), ground="consent")
