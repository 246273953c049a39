from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AgencyConfig(AppConfig):
    name = "agency"
    verbose_name = _("Agency")

    def ready(self) -> None:
        from agency import checks  # noqa: F401
        from agency.tenancy import walls

        post_migrate.connect(walls.build, dispatch_uid="tenancy walls")
