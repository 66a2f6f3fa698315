from datetime import datetime, timedelta

from demo.planting import Planting

MICROSECOND = timedelta(microseconds=1)


def plant(planting: Planting) -> None:
    """Messages over a channel, or with an offer, that the person had not agreed to at that moment."""
    ago, on = planting.ago, planting.on

    def message(user_id: int, sent_at: datetime, violates: bool, **values: object) -> None:
        row = planting.add("contact_messages", user_id=user_id, sent_at=sent_at, **values)
        if violates:
            planting.expect(row, on(sent_at))

    person = planting.person()
    planting.consent(person, "3.3.email", "given", ago(100))
    message(person, ago(48), True, channel="sms")
    # not delivered is sent all the same
    message(person, ago(47), True, channel="phone", delivered=False)
    message(person, ago(46), True, kind="promotional")
    message(person, ago(46), False)
    planting.consent(person, "5.7", "given", ago(45))
    message(person, ago(45) - MICROSECOND, True, kind="promotional")
    message(person, ago(45), False, kind="promotional")
    planting.consent(person, "3.3.email", "withdrawn", ago(44))
    message(person, ago(44), False)
    message(person, ago(44) + MICROSECOND, True)

    # whoever withdraws from the policy withdraws from its messages
    leaving = planting.person()
    planting.consent(leaving, "3.3.sms", "given", ago(100))
    planting.consent(leaving, "policy", "withdrawn", ago(43))
    message(leaving, ago(43), False, channel="sms")
    message(leaving, ago(20), True, channel="sms", kind="notice")

    message(planting.person(is_test=True), ago(42), False)
