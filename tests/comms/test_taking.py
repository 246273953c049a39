"""What becomes of an expert's answer (practice M8)."""

import pytest
from django.utils import timezone

from agency.tenancy.scope import within
from comms import asked_today
from comms.domain import questions, taking
from comms.domain.questions import Settled
from tests.comms.mailroom import written_by
from tests.comms.test_questions import ask, inside
from tests.world import House

pytestmark = pytest.mark.django_db


def test_an_answer_is_put_aside_and_taken_up_again(ours: House) -> None:
    request, now = written_by(ours, ours.contact), timezone.now()
    with within(ours.agency):
        question = ask(ours, inside(ours), request)
        with pytest.raises(Settled):
            taking.put_aside(question, by=ours.manager, at=now)
        questions.answer(question, by=ours.specialist, at=now, text="Yes.", way="page")
        assert taking.put_aside(question, by=ours.manager, at=now).used_at == now
        assert not list(asked_today.answered(ours.manager, now))
        assert taking.put_aside(question, by=ours.manager, at=now, undo=True).used_at is None
        assert len(list(asked_today.answered(ours.manager, now))) == 1
