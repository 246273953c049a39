"""Who goes leaves nothing that would be told to nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agency.domain import members
from agency.models import Membership
from agency.tenancy.scope import within
from comms.domain import daily, requests, succession
from comms.left_open import held_by
from comms.models import Episode, Mailbox, Notice, Request
from tests.comms.mailroom import HOUR, let_pass, sweep, the_episode, written_by
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
        assert counts(ours.manager) == [1, 1, 1]
        assert [holding.words for holding in held_by(ours.manager)] == [
            "1 unanswered request",
            "1 assigned request",
            "mail of unknown senders in 1 mailbox",
        ]
        with pytest.raises(members.StillHolds):
            members.deactivate(ours.manager, by=ours.owner, at=at)
        members.deactivate(ours.manager, by=ours.owner, at=at, to=ours.backup)
        assert counts(ours.manager) == [0, 0, 0]
        mailbox.refresh_from_db()
        assert mailbox.triage == ours.backup
        assert Episode.objects.get(request=late).responsible == ours.backup
        assert Request.objects.get(pk=other.pk).assignee == ours.backup
        told = Notice.objects.filter(member=ours.backup, kind__in=["clock.handed_over", "request.assigned"])
        assert told.count() == 2


def test_what_is_settled_stays_with_whoever_settled_it(ours: House) -> None:
    request = written_by(ours, ours.contact)
    with within(ours.agency):
        Episode.objects.update(closed_at=timezone.now())
        requests.assign(request, ours.manager, by=ours.owner, at=timezone.now())
        requests.close(request, by=ours.manager, at=timezone.now())
        assert counts(ours.manager) == [0, 0, 0]
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
