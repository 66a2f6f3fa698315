from typing import Any

from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Disclosures said to be demanded by law, without the act, the article or the letter."""
    ago, on = planting.ago, planting.on
    complete: dict[str, Any] = {
        "recipient": "Dövlət Vergi Xidməti",
        "recipient_type": "state_body",
        "ground": "law",
        "legal_act": "Vergi Məcəlləsi",
        "article": "23.1",
        "letter_no": "№ 17/4",
    }
    for days, missing in (
        (59, {"legal_act": None}),
        (58, {"article": ""}),
        (57, {"letter_no": None}),
        (56, {"legal_act": "", "article": "", "letter_no": ""}),
    ):
        planting.expect(planting.add("disclosures", disclosed_at=ago(days), **(complete | missing)), on(ago(days)))
    # the letter's day, its case and who signed are not asked for here
    planting.add("disclosures", disclosed_at=ago(55), **complete)
