"""What the agency room tells the house about itself."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agency import absences, registry, today
from agency.commands import Command, commands
from agency.demo.founding import found_agencies
from agency.domain import tokens
from agency.models import Absence, Agency, ApiToken, ClosedDay, Invitation, Membership, WorkedDay
from agency.registry import FirstStep, NavEntry

VERBS = {
    "agency.founded": _("founded the agency"),
    "agency.changed": _("changed the settings"),
    "closed_day.added": _("added a closed day"),
    "closed_day.removed": _("removed a closed day"),
    "absence.entered": _("entered an absence"),
    "absence.changed": _("changed an absence"),
    "absence.ended": _("ended an absence early"),
    "absence.withdrawn": _("took an absence back"),
    "worked_day.added": _("said that a public holiday is worked"),
    "worked_day.removed": _("said that a public holiday is free again"),
    "member.invited": _("invited somebody"),
    "member.joined": _("joined the agency"),
    "member.changed": _("changed role or limit of a member"),
    "member.deactivated": _("deactivated a member"),
    "member.reactivated": _("let a former member in again"),
    "invitation.sent_again": _("sent an invitation again"),
    "invitation.revoked": _("revoked an invitation"),
    "profile.changed": _("changed their own settings"),
    "token.created": _("made an API token"),
    "token.revoked": _("revoked an API token"),
}


COMMANDS = (
    Command(label=_("Invite somebody"), icon="plus", url_name="members", verb="member.invite", also=_("colleagues")),
    Command(label=_("Enter an absence"), icon="calendar", url_name="my_absences", also=_("holiday, ill")),
    Command(label=_("Your settings"), icon="user", url_name="my_settings", also=_("language, time zone, theme")),
    Command(label=_("Light or dark"), icon="moon", does="theme", also=_("theme")),
    Command(label=_("Sign out"), icon="sign-out", url_name="account_logout", posts=True, in_agency=False),
)


def first_steps(agency: Agency) -> Iterator[FirstStep]:
    """When somebody is there, and who: an agency of one need not invite anybody."""
    yield FirstStep(
        10,
        _("When somebody is there"),
        _("Working hours and public holidays: every clock counts them."),
        _("Set the hours"),
        reverse("settings_hours", args=[agency.slug]),
        done=agency.calendar_version > 1,
        needed=False,
    )
    yield FirstStep(
        40,
        _("Who works with you"),
        _("Each client has a lead and a backup. An invitation holds for a week."),
        _("Invite colleagues"),
        reverse("members", args=[agency.slug]),
        done=Membership.objects.count() > 1 or Invitation.objects.exists(),
        needed=False,
    )


def register() -> None:
    registry.first_steps.append(first_steps)
    registry.verb_words.update(VERBS)
    registry.call_by("name", ApiToken, ClosedDay, WorkedDay)
    registry.call_by("email", Invitation)
    registry.call_by("user__name", Membership)
    registry.call_by("member__user__name", Absence)
    registry.nav_places["away"] = "settings"
    registry.today_rail.append(absences.rail)
    registry.demo_stories.append((10, found_agencies))
    registry.holdings.append(tokens.held_by)
    registry.hand_overs.append(tokens.hand_over)
    registry.nav_entries += [
        NavEntry("today", _("Today"), "today", "today", 10, "member.self", count=today.count, go="t"),
        NavEntry("settings", _("Settings"), "settings", "settings", 90, "agency.settings", phone=False, go="s"),
    ]
    commands.extend(COMMANDS)
