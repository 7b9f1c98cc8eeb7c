"""What a WSGI server loads: `gunicorn teikei.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "teikei.settings")

application = get_wsgi_application()

from teikei.registry.queries.index import load_ahead  # noqa: E402 (models can be imported only now)

load_ahead()
