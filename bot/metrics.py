"""Figures for Prometheus, on this machine alone: no person, chat or text stands in them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.settings import Settings, WrongSettings
from bot.store.database import may_pass
from bot.watch import Look, Watch

log = logging.getLogger(__name__)


def exposed(look: Look, now: datetime) -> bytes:
    """The figures in Prometheus's own text."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    pulse, around = look.pulse, look.around
    waiting = Gauge("concilia_messages", "Messages by what they wait for", ["state"], registry=registry)
    for state, count in (("unanswered", pulse.unanswered), ("unsent", pulse.unsent), ("given_up", pulse.given_up)):
        waiting.labels(state).set(count)
    oldest = Gauge("concilia_oldest_seconds", "How long the oldest of them waits", ["state"], registry=registry)
    for state, since in (("unanswered", pulse.unanswered_since), ("unsent", pulse.unsent_since)):
        oldest.labels(state).set((now - since).total_seconds() if since else 0)
    last = Gauge("concilia_last_timestamp_seconds", "The newest message, the newest reply", ["what"], registry=registry)
    for what, moment in (("update", pulse.last_update), ("sent", pulse.last_sent)):
        if moment:
            last.labels(what).set(moment.timestamp())
    Gauge("concilia_rasa_up", "1 if Rasa answers", registry=registry).set(around.rasa_away_since is None)
    if around.free_bytes is not None:
        Gauge("concilia_disk_free_bytes", "Free on the disk of the home", registry=registry).set(around.free_bytes)
    troubles = Gauge(
        "concilia_trouble", "1 for each trouble that coordinators are told of", ["name"], registry=registry
    )
    for trouble in look.troubles:
        troubles.labels(trouble.name).set(1)
    return generate_latest(registry)


class _Figures(RequestHandler):
    def initialize(self, watch: Watch) -> None:
        self._watch = watch

    async def get(self) -> None:
        try:
            look = await self._watch.look()
        except Exception as error:
            if not may_pass(error):
                raise
            self.send_error(503)
            return
        self.set_header("Content-Type", CONTENT_TYPE_PLAIN_0_0_4)
        self.write(exposed(look, self._watch.now()))


@asynccontextmanager
async def shown(settings: Settings, watch: Watch) -> AsyncIterator[None]:
    """`/metrics` on loopback, if CONCILIA_METRICS_LISTEN is set. Raises WrongSettings if the port cannot be used."""
    if settings.metrics_listen is None:
        yield
        return
    host, _, port = settings.metrics_listen.rpartition(":")
    server = HTTPServer(Application([("/metrics", _Figures, {"watch": watch})], log_function=lambda _: None))
    try:
        server.listen(int(port), host.strip("[]"))
    except OSError as error:
        raise WrongSettings(
            f"CONCILIA_METRICS_LISTEN={settings.metrics_listen} cannot be used ({error.strerror}). "
            "Remedy: stop the program on that port, or name another one."
        ) from None
    try:
        yield
    finally:
        server.stop()
        await server.close_all_connections()
