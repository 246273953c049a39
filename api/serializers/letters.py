"""A letter that answers nothing."""

from rest_framework import serializers

from api.fields import Choice, Moment, Text
from api.serializers.base import Body
from api.serializers.requests import FileBody
from comms.domain import draft_files
from comms.domain.episodes import SUBJECT_LIMIT
from comms.forms.composer import LONGEST


class LetterBody(Body):
    subject = Text(max_length=SUBJECT_LIMIT)
    text = Text(max_length=LONGEST, help_text="With greeting and closing, as it is to be read.")
    attachments = serializers.ListField(
        child=FileBody(),
        required=False,
        max_length=draft_files.MOST,
        help_text="A file may have 10 MB, all together 18 MB.",
    )
    leaves = Choice(
        choices=[
            ("now", "after 20 seconds"),
            ("morning", "in the reader’s next morning"),
            ("chosen", "at `leaves_at`"),
        ],
        required=False,
    )
    leaves_at = Moment(required=False, help_text="With `leaves` chosen: when it leaves.")
