"""Agreeing to a notice before anything is kept."""

from __future__ import annotations

from bot.dialogue.turn import Turn, choice, row, say
from bot.knowledge.notices import Notice, Subject, notice
from bot.model.reply import Choice, Line, Message
from bot.model.ticket import GiveConsent

DECLINED = "no"


def current(turn: Turn, subject: Subject) -> Notice:
    return notice(turn.knowledge.notices, subject, turn.today)


def agreed(turn: Turn, subject: Subject) -> bool:
    """To the notice of today: a new version is asked for again."""
    return turn.records.consents.get(subject) == current(turn, subject).version


def ask(turn: Turn, subject: Subject, *rows: tuple[Choice, ...]) -> Message:
    """The notice with its two buttons, then other ways. The button names the version: what was read is what is agreed to."""
    shown, language = current(turn, subject), turn.conversation.language
    parts = [Line("text", {"text": shown.said_in(language)})]
    if language != "it" and language in shown.text:
        parts.append(Line("official_italian"))
    yes = choice("consent", f"{subject} {shown.version}", "consent_yes", means="yes")
    no = choice("consent", f"{subject} {DECLINED}", "consent_no", means="no")
    return Message(tuple(parts), (row(yes), row(no), *rows))


def again(turn: Turn, subject: Subject, *rows: tuple[Choice, ...]) -> Message:
    """Nothing is asked or kept before the notice above is answered: its buttons once more, without the notice."""
    buttons = ask(turn, subject).choices
    return say("act_notice_first", *buttons, *rows)


def given(turn: Turn, subject: Subject, version: str) -> tuple[GiveConsent, ...]:
    """The effect of pressing the button; nothing if the notice has changed since it was shown."""
    return (GiveConsent(subject, version),) if version == current(turn, subject).version else ()
