"""What the worker does: short shells that take ids and open an agency's scope. All state is in the database."""

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from agency.models import Agency
from comms.domain import (
    cover,
    daily,
    delivery,
    domain_checks,
    inbound,
    mailboxes,
    outcomes,
    posts,
    reminding,
    replanning,
    sending,
    silences,
    stages,
    summaries,
    unsent,
)
from comms.domain.delivery import Errand
from comms.models import AccountMail, OutboxMessage


def agencies(ids: set[int]) -> dict[int, Agency]:
    return Agency.objects.in_bulk(ids)


@shared_task
def deliver(agency_id: int, message_id: int) -> None:
    agency = Agency.objects.get(pk=agency_id)
    if sending.has_own(agency):
        deliver_own.apply_async((agency_id,), expires=60)
        return
    with delivery.open_line() as line:
        delivery.deliver(Errand(OutboxMessage, message_id, agency), line)


@shared_task
def deliver_own(agency_id: int) -> None:
    """In the queue of servers that agencies have named (CELERY_TASK_ROUTES): a slow one holds up no other mail."""
    delivery.deliver_own(Agency.objects.get(pk=agency_id))


@shared_task
def deliver_account_mail(mail_id: int) -> None:
    with delivery.open_line() as line:
        delivery.deliver(Errand(AccountMail, mail_id), line)


@shared_task
def report_outcome(agency_id: int, message_id: int) -> None:
    outcomes.report_outcome(Agency.objects.get(pk=agency_id), message_id)


@shared_task
def sweep_outbox() -> None:
    delivery.release_expired(200)
    delivery.deliver_due()
    for agency_id in sending.agencies_with_due():
        deliver_own.apply_async((agency_id,), expires=15)
    for errand in delivery.unreported(200):
        if errand.agency is not None:
            outcomes.report_outcome(errand.agency, errand.pk)


@shared_task(soft_time_limit=60, time_limit=75)
def deliver_post(agency_id: int, post_id: int) -> None:
    """In the queue of servers that agencies have named, and not for long, as with mailboxes."""
    posts.deliver(Agency.objects.get(pk=agency_id), post_id)


@shared_task
def sweep_posts() -> None:
    for agency_id, post_id in posts.due():
        deliver_post.apply_async((agency_id, post_id), expires=15)


@shared_task
def file_message(agency_id: int, message_id: int) -> None:
    inbound.file(Agency.objects.get(pk=agency_id), message_id)


@shared_task
def sweep_inbound() -> None:
    waiting = inbound.waiting()
    known = agencies({agency_id for agency_id, _message in waiting})
    for agency_id, message_id in waiting:
        inbound.file(known[agency_id], message_id)


@shared_task
def look_at_episode(agency_id: int, episode_id: int) -> None:
    stages.look_at(Agency.objects.get(pk=agency_id), episode_id)


@shared_task
def sweep_episodes() -> None:
    due = stages.due_episodes()
    known = agencies({agency_id for agency_id, _episode in due})
    for agency_id, episode_id in due:
        stages.look_at(known[agency_id], episode_id)


@shared_task
def cover_absence(agency_id: int, absence_id: int) -> None:
    cover.look_at(Agency.objects.get(pk=agency_id), absence_id)


@shared_task
def sweep_absences() -> None:
    due = cover.due()
    known = agencies({agency_id for agency_id, _absence in due})
    for agency_id, absence_id in due:
        cover.look_at(known[agency_id], absence_id)


@shared_task(soft_time_limit=60, time_limit=75)
def poll_mailbox(agency_id: int, mailbox_id: int) -> None:
    """In a queue of its own (CELERY_TASK_ROUTES), and not for long: a server can drip for ever."""
    agency = Agency.objects.get(pk=agency_id)
    try:
        mailboxes.poll(agency, mailbox_id)
    except SoftTimeLimitExceeded:
        mailboxes.give_up(agency, mailbox_id)


@shared_task
def sweep_mailboxes() -> None:
    """A slow server holds up only its own mailbox: each is polled by a task of its own."""
    for agency_id, mailbox_id in mailboxes.due():
        poll_mailbox.apply_async((agency_id, mailbox_id), expires=60)


@shared_task
def mail_notices(agency_id: int, member_id: int) -> None:
    daily.mail_to(Agency.objects.get(pk=agency_id), member_id)


@shared_task
def sweep_notices() -> None:
    replanning.replan_outdated()
    daily.remind_of_late()
    unsent.tell_owners()
    daily.mail_all_due()


@shared_task
def sweep_questions() -> None:
    due = reminding.due()
    known = agencies({agency_id for agency_id, _question in due})
    for agency_id, question_id in due:
        reminding.look_at(known[agency_id], question_id)


@shared_task
def sweep_summaries() -> None:
    due = summaries.due_for_silence()
    known = agencies({agency_id for agency_id, _summary in due})
    for agency_id, summary_id in due:
        silences.look_at(known[agency_id], summary_id)


@shared_task
def check_domain(agency_id: int, check_id: int) -> None:
    """Asks name servers, so never within a request."""
    domain_checks.look(Agency.objects.get(pk=agency_id), check_id)


@shared_task
def sweep_domain_checks() -> None:
    for agency_id, check_id in domain_checks.due():
        check_domain.apply_async((agency_id, check_id), expires=60)
