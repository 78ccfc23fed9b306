"""The web server's door."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuandong.config.settings")
application = get_wsgi_application()

from nuandong.config import memory, references  # noqa: E402  needs the settings' local folder

references.check()
memory.settle()
