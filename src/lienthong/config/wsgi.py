"""The WSGI entry: pages are served over WSGI, which costs a synchronous Django page least."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
application = get_wsgi_application()
