"""The form of an agency's playbook: each part begins with what holds now."""

from typing import Any

from clients.effective_playbook import LISTS, PARTS, as_text
from clients.forms.fields import ModelFields
from clients.models import AgencyPlaybook
from clients.playbooks import Playbook

ROWS = {"essence": 2, **dict.fromkeys(LISTS, 6)}
USUAL_ROWS = 4


class PlaybookForm(ModelFields):
    """`book` is what holds now: a part that is the shipped one stands there in the language of the page."""

    model = AgencyPlaybook
    names = PARTS

    def __init__(self, data: Any = None, *, book: Playbook) -> None:
        super().__init__(data, row=AgencyPlaybook(type=book.type, **{name: as_text(book, name) for name in PARTS}))
        for name in PARTS:
            self.fields[name].widget.attrs |= {"rows": ROWS.get(name, USUAL_ROWS), "dir": "auto"}

    def texts(self) -> dict[str, str]:
        """What domain.playbooks.change takes."""
        return {name: self.cleaned_data[name] for name in PARTS if name in self.cleaned_data}
