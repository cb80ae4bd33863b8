"""The WSGI door, for gunicorn."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from consultation.jobs.nudge import prepare  # noqa: E402  (after the applications are there)

# Beside the first requests, since it takes a second that none of them should wait.
threading.Thread(target=prepare, daemon=True).start()
