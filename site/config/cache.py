"""The cache: Redis, and the database for as long as Redis does not answer, so that sign-in never depends on it."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 30.0


class FallbackCache(RedisCache):
    """Redis with short time-outs; after a failure every call goes to the ``database`` cache for half a minute.

    allauth keeps its rate limits here. Losing a count for a moment is harmless, an error page at sign-in is not.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        params.setdefault("OPTIONS", {})
        params["OPTIONS"] |= {"socket_connect_timeout": 1, "socket_timeout": 1}
        super().__init__(server, params)
        self._down_until = 0.0

    def _or_database(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self._down_until:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except (RedisError, OSError) as error:
                self._down_until = time.monotonic() + PAUSE_SECONDS
                logger.warning(
                    "cache: Redis does not answer (%s); the database takes over",
                    type(error).__name__,
                )
        return getattr(caches["database"], name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._or_database("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._or_database("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._or_database("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._or_database("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._or_database("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._or_database("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._or_database("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._or_database("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._or_database("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._or_database("delete_many", *args, **kwargs)

    def clear(self) -> Any:
        return self._or_database("clear")
