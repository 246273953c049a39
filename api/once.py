"""Idempotency-Key: the same call sent twice is done once, and answered twice.

The answer of the first call is kept for an hour, by agency and token. It is kept when the call's transaction has ended
well, never before; when the cache goes away meanwhile, it is given and not kept. Mail has a constant key of its own
beyond that hour: see `derived_key`.
"""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from redis.exceptions import RedisError
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from agency.keys import ALPHABET, KEY_LENGTH
from agency.models import ApiToken
from api.problems import StillAtIt

logger = logging.getLogger(__name__)
HEADER = "Idempotency-Key"
FORM = re.compile(r"[\x21-\x7e]{1,100}")
KEPT, AT_IT = timedelta(hours=1), timedelta(minutes=1)


class Reused(ValidationError):
    status_code = 422

    def __init__(self) -> None:
        super().__init__({HEADER: [_("This key was used for another call before.")]}, code="key_reused")


@contextmanager
def or_not(otherwise: str) -> Iterator[None]:
    """What the cache is told of a call that has ended: when it cannot be told, that is written down and no more."""
    try:
        yield
    except (RedisError, OSError) as error:
        logger.warning("the cache is away: %s (%s)", otherwise, type(error).__name__)


@dataclass(frozen=True)
class Call:
    """One call with its key. `said` is everything that makes it this call: method, address and body."""

    token: ApiToken
    key: str
    said: str

    @classmethod
    def read(cls, request: Any) -> "Call | None":
        """None without the header. Raises ValidationError for one that is no key, an empty one too."""
        key = request.headers.get(HEADER)
        if key is None:
            return None
        if not FORM.fullmatch(key):
            raise ValidationError({HEADER: [_("One to a hundred visible letters, please.")]})
        said = json.dumps([request.method, request.path, request.data], sort_keys=True, default=str)
        return cls(request.auth, key, sha256(said.encode("utf-8", "surrogatepass")).hexdigest())

    @property
    def place(self) -> str:
        return f"once:{self.token.agency_id}:{self.token.pk}:{sha256(self.key.encode()).hexdigest()}"

    def answered_before(self) -> HttpResponse | None:
        """The first answer, or None: then the call is ours to make. Raises StillAtIt, Reused."""
        if cache.add(self.place, {"said": self.said}, AT_IT.total_seconds()):
            return None
        kept = cache.get(self.place) or {}
        if kept.get("said", self.said) != self.said:
            raise Reused
        if "status" not in kept:
            raise StillAtIt
        headers = {"Idempotency-Replayed": "true"}
        return HttpResponse(kept["body"], status=kept["status"], content_type="application/json", headers=headers)

    def answered(self, response: Response) -> None:
        """Keeps the answer once the transaction has ended well. What was done stays done when it cannot be kept."""
        body = JSONRenderer().render(response.data)
        kept = {"said": self.said, "status": response.status_code, "body": body}

        def keep() -> None:
            with or_not("the answer of a call is not kept"):
                cache.set(self.place, kept, KEPT.total_seconds())

        transaction.on_commit(keep)

    def failed(self) -> None:
        """The call was refused: it may be made again with the same key."""
        with or_not("the mark of a refused call stays for a minute"):
            cache.delete(self.place)

    @property
    def derived_key(self) -> str:
        """A row's key that this call, made again, would make again."""
        bits = int.from_bytes(sha256(f"{self.token.key}:{self.key}:{self.said}".encode()).digest()[:8], "big")
        return "".join(ALPHABET[(bits >> shift) & 31] for shift in range(0, 5 * KEY_LENGTH, 5))
