from typing import Any

from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Disclosures on suspicion without the case or without who allowed them."""
    ago, on = planting.ago, planting.on
    complete: dict[str, Any] = {
        "recipient": "Baş Kiber Təhlükəsizlik İdarəsi",
        "recipient_type": "law_enforcement",
        "ground": "suspicion",
        "case_no": "S-77",
        "authorised_by": "Hüquq şöbəsinin rəhbəri",
    }
    for days, missing in (
        (54, {"case_no": None}),
        (53, {"authorised_by": ""}),
        (52, {"case_no": "", "authorised_by": None}),
    ):
        planting.expect(planting.add("disclosures", disclosed_at=ago(days), **(complete | missing)), on(ago(days)))
    planting.add("disclosures", disclosed_at=ago(51), **complete)
