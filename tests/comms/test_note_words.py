"""What the automatic note says: honest about what came, about being automatic, and about who answers by when."""

import re

from django.utils import timezone

from agency.tenancy.scope import within
from comms import note_words
from comms.domain import clocks, episodes
from comms.models import Episode
from tests.world import House


def note_of(house: House, *subjects: str, last_by: str = "") -> str:
    """The plain text of one note about threads with these subjects."""
    now = timezone.now()
    with within(house.agency):
        for subject in subjects:
            episodes.open_request(contact=house.contact, subject=subject, text="Secret words", at=now)
        found = list(Episode.objects.select_related("request__contact__person", "responsible__user").order_by("pk"))
        if last_by == "backup":
            found[-1].responsible = house.backup
        return note_words.letter(found, house.contact, hours=clocks.hours_at(house.agency, now), at=now).text


def test_one_message_is_one_sentence(ours: House) -> None:
    text = note_of(ours, "Prices")
    assert re.search("We received: “Prices”, today [0-9:]{5}[.]", text)
    assert "This note is automatic" in text
    assert re.search(r"Ida Brandt will answer you by .+ \(\w+ time\)[.]", text)
    assert "Secret words" not in text


def test_very_many_are_counted(ours: House) -> None:
    text = note_of(ours, *(f"Thread {number}" for number in range(1, 14)))
    assert text.count("- “Thread") == note_words.MOST_NAMED == 10
    assert "- and 3 more" in text
    assert "your messages have arrived" in text


def test_all_who_answer_are_named(ours: House) -> None:
    text = note_of(ours, "Prices", "Photos", last_by="backup")
    assert "- “Photos”, today" in text
    assert "Ida Brandt and Daniel Whitlock will answer you by" in text


def test_a_foreign_subject_stays_whole_among_arabic_words(ours: House) -> None:
    with within(ours.agency):
        person = ours.contact.person
        person.language = "ar"
        person.save()
    assert "«\N{FIRST STRONG ISOLATE}Prices (new)\N{POP DIRECTIONAL ISOLATE}»" in note_of(ours, "Prices (new)")
