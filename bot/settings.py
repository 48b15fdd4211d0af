"""The environment (CONCILIA_*) as one frozen value; what is wrong is named, with its remedy."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator

from bot.model.responsible import Responsible
from bot.model.time import ROME

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds knowledge_base/, nlu/ and infopoints.yaml."""

TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
ELSEWHERE = ("CONCILIA_VECTOR_CACHE",)
"""Read by the training, which passes it on to Rasa."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is, for whoever may ask: the shell. The core is told."""

    fixed_today: date | None = None
    """CONCILIA_TODAY: a fixed date, for demonstrations and tests."""

    def now(self) -> datetime:
        """The moment, in UTC: leases and waits follow the real time even on a fixed day."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day in Italy."""
        return self.fixed_today or datetime.now(ROME).date()


class WrongSettings(Exception):
    """The environment cannot be used; the text names each variable, its trouble and the remedy."""


PREFIX = "CONCILIA_"
NOT_FOR_THE_PUBLIC = (
    "not ready for the public: nobody is named who is responsible for the data. "
    "Remedy: set CONCILIA_CONTROLLER and CONCILIA_CONTROLLER_CONTACT."
)


class Settings(BaseModel):
    """The variables by their names; what is given by hand comes before them. An empty one counts as not set."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    telegram_token: SecretStr | None = None
    """The bot's token, from @BotFather."""
    telegram_api_url: HttpUrl = HttpUrl("https://api.telegram.org")
    """The Bot API server: methods live at `<url>/bot<token>/<method>`."""
    telegram_bot: Annotated[str, Field(pattern=r"^@?[A-Za-z][A-Za-z0-9_]{4,31}$")] | None = None
    """The bot's public name, without which no link to it can be printed."""
    telegram_mode: Literal["polling", "webhook"] = "polling"
    webhook_url: HttpUrl | None = None
    """The public address that Telegram calls; needed in webhook mode."""
    webhook_listen: Annotated[str, Field(pattern=r"^[^:\s]+:\d{1,5}$")] = "127.0.0.1:8443"
    webhook_secret: SecretStr | None = None
    database_url: str | None = None
    """SQLAlchemy or plain `postgresql://` address; default a SQLite file in the home."""
    nlu_url: tuple[str, ...] = ()
    """Rasa servers run elsewhere, comma-separated; none: the bot starts its own."""
    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("concilia")))
    """State: database, trained model, logs."""
    today: date | None = None
    """A fixed date, for demonstrations and tests."""
    controller: Annotated[str, Field(max_length=120)] = ""
    """The name of who is responsible for the data (GDPR, art. 4)."""
    controller_contact: Annotated[str, Field(max_length=120)] = ""
    """Where people write about their data."""
    metrics_listen: Annotated[str, Field(pattern=r"^(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$")] | None = None
    """Where figures for Prometheus are shown: on this machine alone."""

    @model_validator(mode="before")
    @classmethod
    def _from_environment(cls, given: dict[str, object]) -> dict[str, object]:
        environment = {name.upper(): value for name, value in os.environ.items() if value}
        found = {
            name: environment[PREFIX + name.upper()]
            for name in cls.model_fields
            if PREFIX + name.upper() in environment
        }
        return {**found, **given}

    @field_validator("nlu_url", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        urls = tuple(url.strip().rstrip("/") for url in value.split(",") if url.strip())
        for url in urls:
            HttpUrl(url)  # refuses what is no address
        return urls

    @property
    def responsible(self) -> Responsible | None:
        """Who answers for the data; None as long as name or contact is missing: the service is not ready for the public."""
        name, contact = self.controller.strip(), self.controller_contact.strip()
        return Responsible(name, contact) if name and contact else None

    @property
    def needs_home(self) -> bool:
        """True if nothing works without the folder: the database stands in it."""
        return self.database_url is None

    @property
    def database(self) -> str:
        """The address with its asynchronous driver: aiosqlite or psycopg."""
        if self.database_url is None:
            return f"sqlite+aiosqlite:///{self.home / 'concilia.db'}"
        scheme, _, rest = self.database_url.partition("://")
        driver = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
        return f"{driver.get(scheme, scheme)}://{rest}"

    @property
    def token(self) -> str:
        """The Telegram token. Raises WrongSettings if there is none."""
        if self.telegram_token is None:
            raise WrongSettings(
                "CONCILIA_TELEGRAM_TOKEN is not set. Remedy: open a chat with @BotFather in Telegram, send /newbot, "
                "and run again with CONCILIA_TELEGRAM_TOKEN=<the token it gives you>."
            )
        token = self.telegram_token.get_secret_value().strip()
        if not TOKEN.fullmatch(token):
            raise WrongSettings(
                "CONCILIA_TELEGRAM_TOKEN is not a token: those look like 123456:ABC-DEF. Remedy: copy it again from "
                "@BotFather (/mybots, API Token)."
            )
        return token

    @property
    def bot_name(self) -> str:
        """The bot's name without @. Raises WrongSettings if nobody said it."""
        if self.telegram_bot is None:
            raise WrongSettings(
                "CONCILIA_TELEGRAM_BOT is not set: the link on a poster needs the bot's name. Remedy: run again with "
                "CONCILIA_TELEGRAM_BOT=<the name that @BotFather gave it, such as concilia_bot>."
            )
        return self.telegram_bot.removeprefix("@")


def read_settings() -> Settings:
    """The settings of this process. Raises WrongSettings with every wrong variable at once."""
    try:
        return Settings()
    except ValidationError as error:
        lines = []
        for detail in error.errors():
            variable = PREFIX + str(detail["loc"][0]).upper()
            lines.append(f"{variable} is wrong: {detail['msg']}. Remedy: mend or unset it (see docs/technicians.md).")
        raise WrongSettings("\n".join(lines)) from None


def misspelt() -> list[str]:
    """A sentence for each variable of the environment that means one of ours and is read by nobody."""
    from rapidfuzz import fuzz, process

    known = [*(f"CONCILIA_{name.upper()}" for name in Settings.model_fields), *ELSEWHERE]
    sentences = []
    for name in sorted(set(map(str.upper, os.environ)) - set(known)):
        if name.startswith("CONCILIA_"):
            bare = [each.removeprefix("CONCILIA_") for each in known]
            likely = process.extractOne(name.removeprefix("CONCILIA_"), bare, scorer=fuzz.WRatio, score_cutoff=75)
            meant = f"CONCILIA_{likely[0]}" if likely else ""
        elif likely := process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=90):
            meant = likely[0]
        else:
            continue
        remedy = f"Remedy: write {meant}." if meant else "Remedy: unset it (docs/technicians.md names those there are)."
        sentences.append(f"{name} is no setting: nobody reads it. {remedy}")
    return sentences


def content_cache() -> Path | None:
    """Where the content is kept ready to read; None with wrong settings, which are told by whoever needs them."""
    try:
        return read_settings().home / "cache"
    except WrongSettings:
        return None
