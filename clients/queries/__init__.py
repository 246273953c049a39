"""What screens and the API read of this room. Everything begins with what a member may see."""

from .person_card import person_card
from .reach import clients_of, contacts_of, people_of, seen_by, tasks_of

__all__ = ["clients_of", "contacts_of", "people_of", "person_card", "seen_by", "tasks_of"]
