"""In which language the assistant speaks."""

from __future__ import annotations

from bot.dialogue.flow import Flow
from bot.dialogue.talk import help_menu
from bot.dialogue.turn import Turn, choice, row
from bot.model.decision import Decision
from bot.model.reply import Line, Message
from bot.understanding.language import FEWEST_WORDS, SCRIPTS

ORDER = ("it", "en", "ro", "es", "fr", "ar", "uk", "sq", "zh")
"""As the buttons of /lingua show them."""


def heard(turn: Turn) -> Turn:
    """Follows the person into the language they write.

    A language chosen with /lingua stays until the next /lingua, whatever is written: many write in Italian and
    read more easily in their own language. Danger alone is always answered in the language it is told in.
    """
    language = turn.understanding.language
    if language is None or (turn.conversation.language_chosen and not turn.understanding.danger):
        return turn
    few = len(turn.said.split()) == FEWEST_WORDS and language not in SCRIPTS
    if few and turn.conversation.last_topic and not turn.understanding.danger:
        return turn  # "l'80% ce l'ho?": three words in the middle of a conversation are no change of language
    return turn.remembering(language=language)


def choose(turn: Turn) -> Decision:
    """Every language by its own name: who cannot read this one still finds theirs."""
    words = turn.knowledge.words
    rows = [
        row(choice("language", language, "text", {"text": words[language]["this_language"]}))
        for language in ORDER
        if "this_language" in words.get(language, {})
    ]
    return turn.decide("social", Message((Line("choose_language"),), tuple(rows)), topic="cosa-sai-fare")


def chosen(turn: Turn, language: str) -> Decision:
    """The person pressed a language: everything is said in it from now on."""
    return help_menu(turn.remembering(language=language, language_chosen=True), "language_chosen")


def _press(turn: Turn, code: str) -> Decision | None:
    return chosen(turn, code) if code in turn.knowledge.words else None


FLOW = Flow(name="language", commands={"lingua": choose, "language": choose}, verbs={"language": _press})
