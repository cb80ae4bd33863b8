"""The site for the rush, as gunicorn serves it. With NAIVE=1 the lock is taken out: the negative control."""

import os
import time

from config.wsgi import application

__all__ = ["application"]

if os.environ.get("NAIVE"):
    from django.db.models import F

    from consultation.conference.actions import signing_up
    from consultation.conference.models import Conference
    from consultation.conference.views import public

    def read_without_lock(conference_id):
        return Conference.objects.get(pk=conference_id)

    def number_of_its_own(conference):
        """Numbers stay apart, so that what is seen is the overselling and not a clash of numbers."""
        time.sleep(0.05)
        Conference.objects.filter(pk=conference.pk).update(arrivals=F("arrivals") + 1)
        return time.time_ns() // 1000 % 2_000_000_000

    signing_up.lock = read_without_lock
    signing_up.next_number = number_of_its_own
    public.sign_up = signing_up.sign_up.__wrapped__
