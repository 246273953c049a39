from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AgencyConfig(AppConfig):
    name = "agency"
    verbose_name = _("Agency")

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed

        from agency import checks, registrations  # noqa: F401
        from agency.accounts import forget_unproven_password
        from agency.forms import refusals
        from agency.tenancy import walls

        post_migrate.connect(walls.build, sender=self, dispatch_uid="tenancy walls")
        email_confirmed.connect(forget_unproven_password, dispatch_uid="unproven password")
        registrations.register()
        refusals.register()
