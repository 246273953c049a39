"""The operator's pages: accounts and agencies, for superusers. No agency's rows are shown here."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agency.models import Agency, User

admin.site.site_header = admin.site.site_title = _("Rapport: accounts")
admin.site.index_title = _("Accounts and agencies")
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class ForSuperusers(admin.ModelAdmin):
    """Nobody else, whatever permissions they were given. Nothing is added or deleted here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ForSuperusers):
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    ordering = ("email",)
    fields = ("email", "name", "is_active", "is_staff", "is_superuser", "last_login", "date_joined")
    readonly_fields = ("email", "last_login", "date_joined")


@admin.register(Agency)
class AgencyAdmin(ForSuperusers):
    list_display = ("name", "slug", "created_at", "closed_at")
    search_fields = ("name", "slug")
    ordering = ("name",)
    fields = ("name", "slug", "created_at", "closed_at")
    readonly_fields = ("slug", "created_at", "closed_at")
    actions = ("close", "open_again")

    @admin.action(description=_("Close: nobody can open it, nothing is deleted"))
    def close(self, request: HttpRequest, agencies: QuerySet[Agency]) -> None:
        agencies.filter(closed_at=None).update(closed_at=timezone.now())

    @admin.action(description=_("Open again"))
    def open_again(self, request: HttpRequest, agencies: QuerySet[Agency]) -> None:
        agencies.update(closed_at=None)
