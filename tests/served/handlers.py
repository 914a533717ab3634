"""What happens when a bell rings: it is written down, and the page of the member who rang is told."""

import time

from accounts.events import event, subscribe
from accounts.live import nudge
from accounts.models import Setting


@event("served.rang")
class Rang:
    """A member rang bell `number`; writing it down takes `seconds`."""

    member_id: str
    number: int
    seconds: float


@subscribe(Rang)
def write_down(happened, row):
    time.sleep(happened.seconds)
    Setting.objects.create(key=f"rang-{happened.number}", value=happened.member_id)  # a second time would fail
    nudge(f"member:{happened.member_id}")
