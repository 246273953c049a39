"""What is kept at hand so that it need not be asked again: lost, it costs a query and nothing else."""

import logging
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.utils.connection import ConnectionProxy
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
shortcuts = ConnectionProxy(caches, "shortcuts")


class ShortcutCache(RedisCache):
    """Redis, and where Redis cannot be reached nothing is found and nothing kept.

    Limits and calls that may be made only once are not for this cache: they must not be forgotten in silence.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return self._without("get", error, default)

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        try:
            super().set(key, value, *args, **kwargs)
        except RedisError as error:
            self._without("set", error)

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        try:
            return super().add(key, value, *args, **kwargs)
        except RedisError as error:
            return bool(self._without("add", error, True))

    def delete(self, key: Any, version: int | None = None) -> bool:
        try:
            return super().delete(key, version)
        except RedisError as error:
            return bool(self._without("delete", error, False))

    def _without(self, verb: str, error: RedisError, answer: Any = None) -> Any:
        logger.warning("redis is away: %s of a shortcut (%s)", verb, type(error).__name__)
        return answer
