"""What followed from the calls of the large world: the log of decisions, what clients told us, and what was quoted."""

import random
from collections.abc import Sequence
from datetime import timedelta

from agency.keys import digest
from bench.spoken import BATCH, Call
from comms.models import Citation, Decision, Insight, InsightLink, Topic

QUOTED = 10
"""Of one client in so many a decision was quoted."""


def decide(calls: Sequence[Call], dice: random.Random) -> None:
    """The log of decisions, each fifth in an earlier one's place, and what was told beside them."""
    first: list[Decision] = []
    later: list[Decision] = []
    before: dict[int, list[Decision]] = {}
    for each in sorted(calls, key=lambda one: one.row.at):
        free = before.setdefault(each.row.client_id, [])
        for topic in each.topics:
            if topic.decision and free and dice.random() < 0.2:
                later.append(decision(each, topic, free.pop(dice.randrange(len(free)))))
            elif topic.decision:
                first.append(decision(each, topic))
                free.append(first[-1])
    for rows in before.values():
        for row in rows[-1:]:
            row.revisit_on = row.decided_on + timedelta(days=90)
    Decision.objects.bulk_create(first, batch_size=BATCH)
    Decision.objects.bulk_create(later, batch_size=BATCH)
    of_topic = {row.topic_id: row for row in [*first, *later]}
    told = [insight(each, topic) for each in calls for topic in each.topics if topic.insight]
    Insight.objects.bulk_create(told, batch_size=BATCH)
    InsightLink.objects.bulk_create(
        [
            InsightLink(client=row.client, insight=row, decision=of_topic[row.topic_id])
            for row in told
            if row.topic_id in of_topic
        ],
        batch_size=BATCH,
    )
    Citation.objects.bulk_create([citation(rows[-1]) for rows in list(before.values())[::QUOTED] if rows])


def decision(of: Call, topic: Topic, supersedes: Decision | None = None) -> Decision:
    return Decision(
        client=of.row.client, interaction=of.row, topic=topic, what=topic.decision, why=topic.reason,
        decided_by=of.contact, decided_on=of.row.at.date(), recorded_at=of.row.at + timedelta(hours=1),
        supersedes=supersedes,
    )  # fmt: skip


def insight(of: Call, topic: Topic) -> Insight:
    return Insight(
        client=of.row.client, contact=of.contact, text=topic.insight, heard_on=of.row.at.date(), interaction=of.row,
        topic=topic, noted_by=of.row.member, noted_at=of.row.at + timedelta(hours=1), shown=of.row.pk % 3 == 0,
    )  # fmt: skip


def citation(of: Decision) -> Citation:
    at = of.recorded_at + timedelta(days=1)
    return Citation(
        client=of.client, contact=of.decided_by, member=of.client.lead, kind="decision", object_id=of.pk,
        words=of.what, made_at=at, token_digest=digest(of.key), expires_at=at + timedelta(days=365),
    )  # fmt: skip
