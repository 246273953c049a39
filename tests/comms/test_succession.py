"""Who goes leaves nothing that would be told to nobody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agency.domain import members
from agency.models import Event, Membership
from agency.tenancy.scope import within
from agency.today import rows_at
from comms import today_unsent
from comms.domain import calls, daily, requests, succession
from comms.left_open import held_by
from comms.models import Episode, Mailbox, Notice, Request
from reports import overview_page
from reports.queries import overview
from tests.comms.mailroom import HOUR, let_pass, sweep, the_episode, written_by
from tests.comms.test_calls import notes
from tests.world import House


def counts(member: Membership) -> list[int]:
    return [holding.count for holding in held_by(member)]


def test_running_clocks_assigned_requests_and_triage_pass_to_the_successor(ours: House) -> None:
    late = written_by(ours, ours.contact, subject="Forgotten")
    let_pass(ours, 25 * HOUR)
    sweep(ours)
    assert the_episode(ours).next_check_at is None, "no sweep would hand it over"
    other = written_by(ours, ours.other_contact)
    at = timezone.now()
    with within(ours.agency):
        requests.assign(other, ours.manager, by=ours.owner, at=at)
        mailbox = Mailbox.objects.create(address="hello@northlight.example", triage=ours.manager)
        assert counts(ours.manager) == [1, 1, 0, 1, 0]
        assert [holding.words for holding in held_by(ours.manager) if holding.count] == [
            "1 unanswered request",
            "1 assigned request",
            "mail of unknown senders in 1 mailbox",
        ]
        with pytest.raises(members.StillHolds):
            members.deactivate(ours.manager, by=ours.owner, at=at)
        members.deactivate(ours.manager, by=ours.owner, at=at, to=ours.backup)
        assert counts(ours.manager) == [0, 0, 0, 0, 0]
        mailbox.refresh_from_db()
        assert mailbox.triage == ours.backup
        assert Episode.objects.get(request=late).responsible == ours.backup
        assert Request.objects.get(pk=other.pk).assignee == ours.backup
        told = Notice.objects.filter(member=ours.backup, kind__in=["clock.handed_over", "request.assigned"])
        assert told.count() == 2


def test_calls_that_are_not_in_writing_are_written_by_the_successor(ours: House) -> None:
    with within(ours.agency):
        draft = calls.log_call(ours.client, notes(ours), by=ours.manager, at=timezone.now())
        assert counts(ours.manager) == [0, 0, 1, 0, 0]
        members.deactivate(ours.manager, by=ours.owner, at=timezone.now(), to=ours.backup)
        draft.refresh_from_db()
        assert draft.written_by == ours.backup
        assert [row.row_id for row in rows_at(today_unsent.unsent(ours.backup, timezone.now()))] == [
            f"summary-{draft.key}"
        ]
        assert Event.objects.filter(verb="summary.handed_over").count() == 1


def test_a_promise_that_is_broken_stays_with_whoever_was_responsible(ours: House) -> None:
    """The target may lie later, after a weekend; who goes, goes with their record, and the agency keeps it."""
    written_by(ours, ours.contact, subject="Forgotten")
    let_pass(ours, 25 * HOUR)
    sweep(ours)
    at = timezone.now()
    with within(ours.agency):
        Episode.objects.update(target_at=at + 9 * HOUR)
        assert Episode.objects.get().promise == Episode.Promise.BROKEN
        members.deactivate(ours.manager, by=ours.owner, at=at, to=ours.backup)
        assert Episode.objects.get().rated == ours.manager
        found = {span.member: span for span in overview.spans(at)}
        assert (found[Membership.objects.get(pk=ours.manager.pk)].kept.broken, found[ours.backup].kept.broken) == (1, 0)
        rows = {row["name"]: row["gone"] for row in overview_page.rows(list(found.values()), ours.agency)}
        assert rows[str(ours.manager.user)] is True
    page = Client()
    page.force_login(ours.owner.user, backend="django.contrib.auth.backends.ModelBackend")
    assert "has left" in page.get(reverse("overview", args=[ours.agency.slug])).content.decode()


def test_what_is_settled_stays_with_whoever_settled_it(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        Episode.objects.update(closed_at=timezone.now())
        requests.assign(request, ours.manager, by=ours.owner, at=timezone.now())
        requests.close(request, by=ours.manager, at=timezone.now())
        assert counts(ours.manager) == [0, 0, 0, 0, 0]
        succession.hand_over_everything(ours.manager, ours.backup, ours.owner, timezone.now())
        assert Episode.objects.get().responsible == ours.manager
        assert Request.objects.get().assignee == ours.manager


def test_what_is_late_of_somebody_who_has_gone_is_told_to_the_next(ours: House) -> None:
    written_by(ours, ours.contact, subject="Forgotten")
    let_pass(ours, 25 * HOUR)
    sweep(ours)
    with within(ours.agency):
        Membership.objects.filter(pk=ours.manager.pk).update(deactivated_at=timezone.now() - timedelta(hours=1))
    assert daily.remind_of_late() == 1
    with within(ours.agency):
        (late,) = Notice.objects.filter(kind="clock.late")
        assert late.member == ours.backup
        assert "Forgotten" in late.facts["subjects"]
