from datetime import timedelta

from demo.planting import Planting


def plant(planting: Planting) -> None:
    """Versions in force before they were shown, without the hash of their text, or with another's."""

    def version(name: str, days: int, effective: int = 0, text_sha256: str | None = None) -> None:
        published_at = planting.at(planting.first_day + timedelta(days=days))
        planting.add(
            "policy_versions",
            version=name,
            published_at=published_at,
            effective_at=published_at + timedelta(days=effective),
            change_kind="minor",
            text_sha256=text_sha256,
        )

    def day(number: int) -> object:
        return planting.first_day + timedelta(days=number)

    version("1.2", 260, effective=-5, text_sha256="12" * 32)
    planting.expect("1.2", planting.first_day + timedelta(days=255))
    version("1.3", 320)
    planting.expect("1.3", planting.first_day + timedelta(days=320))
    version("1.4", 340, text_sha256="")
    planting.expect("1.4", planting.first_day + timedelta(days=340))
    # two share a text: neither was wrong until the second appeared
    version("2.2", 640, text_sha256="22" * 32)
    version("2.3", 690, text_sha256="22" * 32)
    planting.expect("2.2", planting.first_day + timedelta(days=690))
    planting.expect("2.3", planting.first_day + timedelta(days=690))

    version("1.5", 350, effective=3, text_sha256="15" * 32)
