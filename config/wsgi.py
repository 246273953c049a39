import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.starting import refuse_unsafe, settle  # noqa: E402 - the settings must stand first

refuse_unsafe()
settle()
