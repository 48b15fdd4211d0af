"""What must hold after every step of a walk, whatever was done."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from bot.dialogue import FLOWS
from bot.dialogue.flow import SOCIAL, Flow, named, same, step
from bot.dialogue.turn import Turn
from bot.dialogue.voucher.steps import ASKED_IN
from bot.model.conversation import Conversation
from bot.model.reply import Line
from bot.model.ticket import Draft, KeepDraft, OpenTicket, TellDesk
from bot.store.conversations import from_state, state_of
from tests.dialogue.walking import Step, Walker

LONGEST_LABEL = 64
"""Letters: what Telegram shows of a button."""
UNFILLED = re.compile(r"\{[a-z_]+\}")
WAY_ON = re.compile(r"/[a-z_]+|\bmessaggio\b|\bscriv|\bchied|\?|\btocca\b", re.IGNORECASE)
ALARM = re.compile(r"danger(_|$)")
GONE = frozenset({"act_dropped", "act_kept", "cancelled", "rights_erased"})
ENDED = {
    "richiedi-voucher": GONE | {"voucher_sent", "voucher_declined", "voucher_later", "rights_withdrawn"},
    "parla-operatore": GONE | {"handoff_sent", "handoff_declined", "rights_withdrawn"},
    "stato-pratica": GONE | {"ticket_written", "ticket_second_asked", "ticket_card", "handoff_passed_on"},
    "pianifica-congedo": GONE | {"plan_shared_gone"},
    "aderisci-rete": GONE | {"company_sent", "company_declined", "company_kept", "rights_withdrawn"},
    "accordi-convenzioni": GONE
    | {"deals_sent", "deals_declined", "deals_later", "deals_menu_firm", "rights_withdrawn"},
}
"""Texts that say what became of a form: sent, kept, deleted, handed on."""
HARMLESS = SOCIAL | {"pause", "repeat", "simpler", "why_do_you_ask", "not_what_i_asked"}
"""Acts that change no answer."""
FREE_TEXT = ("question", "write", "why")
"""Steps at which a question about anything is the answer."""
NOT_UNDERSTOOD = frozenset(
    {"not_understood", "not_understood_twice", "not_sure", "which_of_these", "off_topic", "old_button"}
)
OWN_QUESTION = re.compile(r"_ask_|_unclear$|_which|ticket_(write_now|second_why|too_long)|handoff_(no_|about_kept)")


class Rules:
    """What must hold after every step of one walk."""

    def __init__(self, walker: Walker) -> None:
        self.walker = walker
        self.danger_told = False
        self.summary_shown = False
        self.draft: Draft | None = None

    def broken_by(self, done: Step) -> Iterator[str]:
        self.danger_told |= bool(done.danger)
        yield from self._answered()
        yield from self._worded()
        yield from self._alarm(done)
        yield from self._sent(done)
        yield from self._kept()
        yield from self._way_back()
        yield from self._unchanged(done)
        yield from self._cancelled(done)
        yield from self._buttons(done)
        yield from self._gone_on(done)
        yield from self._done(done)
        yield from self._packed()
        self.draft = self.walker.records.draft

    @property
    def _lines(self) -> frozenset[str]:
        assert self.walker.decision
        parts = (part for message in self.walker.decision.messages for part in message.parts)
        return frozenset(part.key for part in parts if isinstance(part, Line))

    def _answered(self) -> Iterator[str]:
        """There is an answer with words, and a way on from it; only what a person has in hand is met with silence."""
        replies = self.walker.replies
        if not replies and not any(isinstance(each, TellDesk) for each in self.walker.effects):
            yield "no answer"
        if not all(reply.text.strip() for reply in replies):
            yield "an answer without words"
        asks = self._open(self.walker.conversation) is not None or self.walker.conversation.awaiting
        if replies and not self.walker.labels and not asks and not WAY_ON.search(replies[-1].text):
            yield "a dead end"

    def _worded(self) -> Iterator[str]:
        for text in (*(reply.text for reply in self.walker.replies), *self.walker.labels):
            if UNFILLED.search(text):
                yield f"a name is not filled: {text}"
        for label in self.walker.labels:
            if not 0 < len(label.strip()) <= LONGEST_LABEL:
                yield f"a label of {len(label)} letters: {label}"

    def _alarm(self, done: Step) -> Iterator[str]:
        assert self.walker.decision
        worry = self.walker.heard is not None and bool(self.walker.heard.worry)
        alarmed = any(map(ALARM.match, self._lines)) or self.walker.decision.outcome == "safety"
        if done.danger and "112" not in self.walker.replies[0].text:
            yield "danger without the numbers"
        if alarmed and not (self.danger_told or worry):
            yield "an alarm without danger"

    def _sent(self, done: Step) -> Iterator[str]:
        """One clear yes sends one request, and only what was shown."""
        opened = [each.ticket for each in self.walker.effects if isinstance(each, OpenTicket)]
        if len(opened) > 1:
            yield "two requests at once"
        for ticket in opened:
            if ticket.kind == "voucher":
                if not self.summary_shown:
                    yield "sent again, or without a summary"
                if not self._yes(done):
                    yield "sent without a clear yes"
            elif ticket.kind == "agreement":
                if not self.summary_shown:
                    yield "a convention was sent without a summary"
            elif step(self._turn(self.walker.before), "parla-operatore") != "question":
                yield "a question was sent that nobody had asked for"
            elif done.acts and not done.tells and len(done.text.split()) <= 3:
                yield "a few words that only say something were sent to a person"
        self.summary_shown = bool({"voucher_summary", "deals_summary"} & self._lines) or (
            self.summary_shown and not opened
        )

    def _yes(self, done: Step) -> bool:
        if done.does == "presses":
            return done.text.startswith("voucher send")
        shown = [each for each in self.walker.before.shown if each.verb == "voucher" and each.object.startswith("send")]
        return bool(shown) and (bool({"affirm", "confirm_send"} & {*done.acts}) or not done.acts)

    def _kept(self) -> Iterator[str]:
        """An open form is never lost without a word, nor is what waits."""
        before, after = self.walker.before, self.walker.conversation
        for state in (*before.waiting, self._asked(before)):
            still = any(same(state, other) for other in (after.flow, *after.waiting))
            if state and not still and not self._lines & ENDED.get(state["name"], GONE):
                yield f"{state['name']} is lost without a word"
            if state and not still and "act_kept" in self._lines and not self._waits(state["name"]):
                yield f"{state['name']} is said to be kept, and is not"

    def _waits(self, name: str) -> bool:
        flow = named(FLOWS, name)
        return flow is not None and flow.waits(self._turn(self.walker.conversation))

    def _asked(self, conversation: Conversation) -> dict[str, str]:
        flow = self._open(conversation)
        return dict(conversation.flow) if flow else {}

    def _way_back(self) -> Iterator[str]:
        """The way back stands in every message while a form is open, except where its own question is asked."""
        assert self.walker.decision
        flow = self._open(self.walker.conversation)
        if flow is None or self.walker.decision.outcome == "safety" or not self.walker.replies:
            return
        if self._way_back_to(flow.name):
            return
        buttons = {each.verb for each in self.walker.conversation.shown}
        asked = any(OWN_QUESTION.search(line) for line in self._lines) or buttons & {*flow.verbs, "consent"}
        begins = "ticket_ask_phone" in self._lines  # with the request that was just sent
        if not asked or not (self.walker.decision.topic == flow.name or begins):
            yield f"no way back to {flow.name}: {sorted(self._lines)}"

    def _unchanged(self, done: Step) -> Iterator[str]:
        """Small talk, a pause, a word that is not understood change no answer; nor does a question about something else."""
        before, after = self.walker.before, self.walker.conversation
        if done.does != "says" or done.text.startswith("/") or not before.flow:
            return
        heard = self.walker.heard
        aside = done.topic is not None and self.walker.knowledge.topics[done.topic].kind == "answer"
        aside = aside and heard is not None and heard.question and before.flow["step"] not in FREE_TEXT
        if not aside and not (len(done.acts) == 1 and done.acts[0] in HARMLESS and not done.tells):
            return
        if {"plan_trial", "plan_trial_other", "plan_noted"} & self._lines or (
            "plan_understood" in self._lines and aside
        ):
            return
        draft = self.walker.records.draft
        if _answers(after) != _answers(before) or (draft and draft.answers) != (self.draft and self.draft.answers):
            yield f"answers changed by {done.acts or 'a side question'}: {before.flow} {after.flow}"

    def _buttons(self, done: Step) -> Iterator[str]:
        """What is shown may be pressed, or typed by its whole label."""
        assert self.walker.decision
        shown = self.walker.before.shown
        pressed = done.does == "presses" and any(done.text == f"{each.verb} {each.object}" for each in shown)
        typed = done.does == "says" and not done.acts and any(done.text == each.label for each in shown)
        if (pressed or typed) and self._lines & NOT_UNDERSTOOD:
            yield f"a button that is shown is not understood: {done.text}"

    def _gone_on(self, done: Step) -> Iterator[str]:
        """Who wants to go on goes on with what is open, or with what waits."""
        assert self.walker.decision
        states = [state for state in (self.walker.before.flow, *self.walker.before.waiting) if state]
        if done.acts != ("resume",) or done.does != "says" or not states or done.topic:
            return
        if "handoff_passed_on" in self._lines:
            return  # a person has taken over: every word is for that person
        if self.walker.decision.topic != states[0]["name"]:
            yield f"did not go on with {states[0]['name']}: {sorted(self._lines)}"

    def _done(self, done: Step) -> Iterator[str]:
        """A few words that tell nothing have no effect beside the draft that is being written."""
        harmless = len(done.acts) == 1 and done.acts[0] in HARMLESS and not done.tells and not done.topic
        effects = [each for each in self.walker.effects if not isinstance(each, KeepDraft | TellDesk)]
        if done.does == "says" and harmless and effects:
            yield f"{done.acts} did {effects}"

    def _cancelled(self, done: Step) -> Iterator[str]:
        """Who wants to stop is asked once: keep or delete."""
        flow = self._open(self.walker.before)
        holds = flow and flow.holds(self._turn(self.walker.before))
        if done.acts == ("cancel",) and done.does == "says" and holds and "act_cancel" not in self._lines:
            yield "cancelled without asking"

    def _way_back_to(self, name: str | None) -> bool:
        return any(each.verb == "resume" and each.object == name for each in self.walker.conversation.shown)

    def _packed(self) -> Iterator[str]:
        """What is remembered is the same after the database kept it."""
        conversation = self.walker.conversation
        kept = json.loads(json.dumps(state_of(conversation)))
        if from_state(conversation.chat, kept, self.walker.now.date()) != _plain(conversation):
            yield "the conversation is another one after it was kept"

    def _open(self, conversation: Conversation) -> Flow | None:
        """The flow of which a question is open."""
        flow = named(FLOWS, conversation.flow.get("name"))
        return flow if flow and flow.resume and flow.asks(self._turn(conversation)) else None

    def _turn(self, conversation: Conversation) -> Turn:
        return Turn(self.walker.knowledge, conversation, self.walker.now.date(), records=self.walker.records)


def _answers(conversation: Conversation) -> dict[str, str]:
    return {
        name: value for name, value in conversation.flow.items() if name != "step" and not name.startswith(ASKED_IN)
    }


def _plain(conversation: Conversation) -> Conversation:
    """With the mappings that JSON gives."""
    return replace(conversation, flow=dict(conversation.flow), waiting=tuple(map(dict, conversation.waiting)))
