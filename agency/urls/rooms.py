"""Addresses of the agency's own pages, beneath its slug."""

from django.urls import path

from agency.views import absences, audit, front, hours, people, profile, search, second_factor, settings, today, tokens

urlpatterns = [
    path("", front.agency_front, name="agency_front"),
    path("today/", today.today, name="today"),
    path("at-hand/", today.at_hand, name="at_hand"),
    path("search/", search.search, name="search"),
    path("commands/", search.commands, name="commands"),
    path("me/", profile.my_settings, name="my_settings"),
    path("me/leaving/", profile.leave, name="leave"),
    path("me/second-factor/", second_factor.second_factor_needed, name="second_factor_needed"),
    path("away/", absences.my_absences, name="my_absences"),
    path("away/<str:key>/", absences.my_absence, name="my_absence"),
    path("away/<str:key>/withdrawal/", absences.my_absence_withdrawal, name="my_absence_withdrawal"),
    path("settings/", settings.settings, name="settings"),
    path("settings/hours/", hours.settings_hours, name="settings_hours"),
    path("settings/hours/closed-days/", hours.closed_days, name="closed_days"),
    path("settings/hours/closed-days/<str:key>/removal/", hours.closed_day_removal, name="closed_day_removal"),
    path("settings/hours/worked-days/", hours.worked_days, name="worked_days"),
    path("settings/hours/worked-days/<str:key>/removal/", hours.worked_day_removal, name="worked_day_removal"),
    path("settings/promise/", settings.settings_promise, name="settings_promise"),
    path("settings/people/", people.members, name="members"),
    path("settings/people/invitations/", people.invitations, name="invitations"),
    path("settings/people/invitations/<str:key>/mail/", people.invitation_mail, name="invitation_mail"),
    path(
        "settings/people/invitations/<str:key>/revocation/", people.invitation_revocation, name="invitation_revocation"
    ),
    path("settings/people/<str:key>/", people.member, name="member"),
    path("settings/people/<str:key>/deactivation/", people.member_deactivation, name="member_deactivation"),
    path("settings/people/<str:key>/away/", absences.member_absences, name="member_absences"),
    path("settings/people/<str:key>/away/<str:absence_key>/", absences.member_absence, name="member_absence"),
    path(
        "settings/people/<str:key>/away/<str:absence_key>/withdrawal/",
        absences.member_absence_withdrawal,
        name="member_absence_withdrawal",
    ),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<str:key>/revocation/", tokens.token_revocation, name="token_revocation"),
    path("settings/audit/", audit.audit, name="audit"),
    path("settings/audit.csv", audit.audit_csv, name="audit_csv"),
]
