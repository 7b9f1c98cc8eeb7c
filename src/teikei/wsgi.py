"""What a WSGI server loads: `gunicorn teikei.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teikei.settings")

application = get_wsgi_application()
