"""A cache that is never the reason why a page fails."""

import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _forgiving(name, answer):
    """The cache's method `name`, answering `answer(*args, **kwargs)` when Redis is away."""

    def method(self, *args, **kwargs):
        try:
            return getattr(super(ForgivingRedisCache, self), name)(*args, **kwargs)
        except RedisError as error:
            logger.warning("cache is away", extra={"operation": name, "reason": type(error).__name__})
            return answer(*args, **kwargs)

    method.__name__ = name
    return method


def _default(key, default=None, version=None):
    return default


class OwnKeysRedisCache(RedisCache):
    """Clears its own keys only: the same Redis database may carry tasks and sockets, which Django's FLUSHDB would take along."""

    def _clear_own(self):
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*", count=1000):
            client.delete(key)
        return True


class ForgivingRedisCache(OwnKeysRedisCache):
    """Django's Redis cache, which reads as empty and forgets what it is told while Redis can't be reached.

    Rate limits count in this cache: while Redis is away they let requests pass (`add` says that the key is new, `incr`
    that it was the first), so that an outage of the cache never locks people out.
    """

    get = _forgiving("get", _default)
    get_many = _forgiving("get_many", lambda *args, **kwargs: {})
    set = _forgiving("set", lambda *args, **kwargs: None)
    set_many = _forgiving("set_many", lambda data, *args, **kwargs: list(data))
    add = _forgiving("add", lambda *args, **kwargs: True)
    incr = _forgiving("incr", lambda key, delta=1, version=None: delta)
    delete = _forgiving("delete", lambda *args, **kwargs: False)
    delete_many = _forgiving("delete_many", lambda *args, **kwargs: None)
    touch = _forgiving("touch", lambda *args, **kwargs: False)
    has_key = _forgiving("has_key", lambda *args, **kwargs: False)
    clear = _forgiving("_clear_own", lambda *args, **kwargs: False)
