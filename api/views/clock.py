"""How the clocks of a request ran."""

from api.operations import operation
from api.serializers.clock import ClocksAnswer
from api.views.requests import RequestView
from comms.models import Request
from comms.queries.clock_history import ClockHistory, histories


class Clock(RequestView):
    verbs = {"GET": "request.read"}

    @operation("How the clocks of a request ran", gives=ClocksAnswer)
    def get(self, request: Request) -> list[ClockHistory]:
        """Each with its stages, who was told, what answered it, and what is still to come."""
        told, _older = histories(request)
        return told
