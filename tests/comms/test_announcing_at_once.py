"""Two people announce the same meeting at the same moment: readers get one invitation."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from agency.models import Membership
from agency.tenancy.scope import within
from comms.domain import announcing
from comms.models import Announcement, Meeting, OutboxMessage
from tests.comms.meetings import planned
from tests.world import House

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_at_once_give_one(ours: House) -> None:
    with within(ours.agency):
        key = planned(ours).key

    def announce(by: Membership) -> bool:
        try:
            with within(ours.agency):
                announcing.announce(Meeting.objects.get(key=key), by=by, at=timezone.now())
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(announce, [ours.manager, ours.owner])) == [False, True]
    with within(ours.agency):
        assert Announcement.objects.count() == 1
        assert OutboxMessage.objects.count() == 3
