"""One human on a client's side: addresses, profile, and a place (contact) at one or several clients."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from agency.tenancy.base import TenantModel, key_is_unique

from .client import Client
from .profile import PersonalityType, ProfileFields


class Person(TenantModel, ProfileFields):
    portal_wall = "agency"
    portal_columns = ("name", "user_id", "language", "zone", "detail_level", "tone")

    name = models.CharField(_("name"), max_length=120)
    salutation = models.CharField(
        _("how we address them"), max_length=120, blank=True, help_text=_("For example: Dear Ms Nair")
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    personality_type = models.CharField(_("personality type"), max_length=12, choices=PersonalityType, blank=True)
    triggers = models.TextField(_("what sets them off"), blank=True, max_length=1000)
    ways = models.TextField(_("notes on how to speak with them"), blank=True, max_length=2000)
    do = models.TextField(
        _("do, with them"),
        blank=True,
        max_length=800,
        help_text=_("One a line. These stand before their type’s."),
    )
    dont = models.TextField(_("don’t, with them"), blank=True, max_length=800, help_text=_("One a line."))
    not_for_them = models.JSONField(
        default=list, editable=False, help_text=_("Marks of lines of the playbook that are not said of them.")
    )
    boundaries = models.TextField(_("boundaries"), blank=True, max_length=1000, help_text=_("One a line."))
    calls_from = models.TimeField(_("calls from"), null=True, blank=True, help_text=_("In their own time zone."))
    calls_until = models.TimeField(_("calls until"), null=True, blank=True)
    personal_note = models.TextField(
        _("for a good word"), blank=True, max_length=2000, help_text=_("Never leaves the agency.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="persons", null=True, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            key_is_unique("person"),
            models.UniqueConstraint(fields=["agency", "user"], name="person_once_per_user"),
        ]
        indexes = [models.Index(fields=["agency", "name"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name


class PersonAddress(TenantModel):
    """An e-mail address of a person. Mail from it is matched to them."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    email = models.EmailField(_("e-mail address"))
    first = models.BooleanField(_("write to this one"), default=True)
    bounced_at = models.DateTimeField(null=True, blank=True, editable=False)
    away_until = models.DateField(null=True, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            key_is_unique("person_address"),
            models.UniqueConstraint(models.F("agency"), Lower("email"), name="person_address_once"),
            models.UniqueConstraint(
                fields=["agency", "person"], condition=models.Q(first=True), name="person_address_one_first"
            ),
        ]

    def __str__(self) -> str:
        return self.email


class Contact(TenantModel):
    """A person's place at one client."""

    portal_wall = "client"
    portal_columns = ("client_id", "person_id", "role", "decision_maker", "portal_access", "ended_at", "last_visit_at")

    client = models.ForeignKey(Client, models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    role = models.CharField(_("role"), max_length=80, blank=True)
    decision_maker = models.BooleanField(_("decides"), default=False)
    decides_about = models.CharField(_("decides about"), max_length=300, blank=True)
    portal_access = models.BooleanField(_("may open the portal"), default=False)
    gets_summaries = models.BooleanField(_("gets the summaries"), default=True)
    gets_reports = models.BooleanField(_("gets the monthly report"), default=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_visit_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(TenantModel.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            key_is_unique("contact"),
            models.UniqueConstraint(fields=["agency", "client", "person"], name="contact_once"),
        ]
        indexes = [models.Index(fields=["agency", "person"], name="contact_by_person")]

    def __str__(self) -> str:
        return self.person.name


class PortalInvitation(TenantModel):
    """Opens the portal for one contact: sent to one address, expires, ties the person to whoever signs in with it."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    token_digest = models.CharField(max_length=64, editable=False)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name = _("portal invitation")
        verbose_name_plural = _("portal invitations")
        constraints = [
            key_is_unique("portal_invitation"),
            models.UniqueConstraint(fields=["agency", "token_digest"], name="portal_invitation_token"),
        ]
