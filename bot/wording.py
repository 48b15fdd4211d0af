"""Decision -> Reply: picks the text and fills it. What to say was decided before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bot.knowledge.figures import Filled, fill
from bot.knowledge.loader import Knowledge
from bot.knowledge.schema import Entry
from bot.knowledge.territory import Helpdesk
from bot.model import Audience, Button, Choice, Decision, EntryCard, HelpdeskCard, Line, Message, Part, Reply
from bot.rules.helpdesks import certain

SOURCES_ON_FIRST_SCREEN = 2
PHONES_SHOWN = 2
_NAME = re.compile(r"\{([a-z_]+)\}")


def word(knowledge: Knowledge, decision: Decision, today: date) -> tuple[Reply, ...]:
    """The replies to send, in order."""
    writer = Writer(knowledge, decision.conversation.audience, today)
    return tuple(writer.reply(message) for message in decision.messages)


class Writer:
    """Fills texts for one audience on one day."""

    def __init__(self, knowledge: Knowledge, audience: Audience | None, today: date) -> None:
        self._knowledge = knowledge
        self._words = knowledge.words["it"]
        self._audience = audience
        self._today = today

    def reply(self, message: Message) -> Reply:
        text = "\n\n".join(self._part(part) for part in message.parts)
        return Reply(text, tuple(tuple(self._button(choice) for choice in row) for row in message.choices))

    def text(self, key: str, values: Mapping[str, str] | None = None) -> str:
        """The text of a key, in the company's form if there is one and a company asks."""
        text = self._words.get(f"{key}.{self._audience}") or self._words[key]
        return _NAME.sub(lambda name: (values or {}).get(name[1], name[0]), text).strip()

    def _part(self, part: Part) -> str:
        match part:
            case Line(key, values):
                return self.text(key, values)
            case EntryCard(entry, details):
                return self._entry(self._knowledge.entries[entry], details)
            case HelpdeskCard(helpdesk):
                return self._helpdesk(self._knowledge.territory.helpdesks[helpdesk])

    def _button(self, choice: Choice) -> Button:
        label = (
            self.text(choice.label, choice.values)
            if choice.label
            else self._knowledge.topics[choice.action.object].title
        )
        return Button(label, choice.action)

    def _entry(self, entry: Entry, details: bool) -> str:
        filled = fill(entry.more or entry.answer if details else entry.answer, self._knowledge.figures, self._today)
        parts = [filled.text.strip(), self._provenance(entry, filled, all_sources=details or not entry.more)]
        if filled.unknown or not entry.current(self._today) or entry.review_by < self._today:
            parts.insert(0, self.text("to_confirm"))
        return "\n\n".join(parts)

    def _provenance(self, entry: Entry, filled: Filled, all_sources: bool) -> str:
        """Where it stands and when it was verified: the oldest day among the text and its figures."""
        shown = entry.sources if all_sources else entry.sources[:SOURCES_ON_FIRST_SCREEN]
        sources = "; ".join(shown)
        if len(shown) < len(entry.sources):
            sources += "; " + self.text("more_sources")
        day = min([entry.verified_on, *(period.verified_on for period in filled.periods)])
        return self.text("source", {"sources": sources}) + "\n" + self.text("verified", {"day": italian_day(day)})

    def _helpdesk(self, desk: Helpdesk) -> str:
        lines = [desk.name]
        if desk.address.street:
            place = ", ".join(filter(None, (desk.address.street, desk.address.cap, desk.address.locality_note)))
            lines.append(self.text("address", {"address": place}))
        lines += [self.text("phone", {"phone": phone.number}) for phone in desk.phones[:PHONES_SHOWN]]
        lines += [self.text("email", {"email": email}) for email in desk.emails[:1]]
        if desk.opening_hours:
            lines.append(self.text("hours", {"hours": italian_hours(desk.opening_hours)}))
        else:
            lines.append(self.text("hours_unknown"))
        if desk.appointment == "required":
            lines.append(self.text("by_appointment"))
        lines += [note for note in (desk.hours_note, self._alert(desk)) if note]
        if not certain(desk, self._today):
            lines.append(self.text("call_first" if desk.phones else "write_first"))
        lines.append(self.text("desk_source", {"source": desk.source, "day": italian_day(desk.checked_on)}))
        return "\n".join(lines)

    def _alert(self, desk: Helpdesk) -> str | None:
        alert = desk.alert
        return alert.text if alert and (alert.until is None or self._today <= alert.until) else None


def italian_day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


_HOURS = {
    "PH off": "chiuso nei giorni festivi",
    "Mo": "lun",
    "Tu": "mar",
    "We": "mer",
    "Th": "gio",
    "Fr": "ven",
    "Sa": "sab",
    "Su": "dom",
}


def italian_hours(rule: str) -> str:
    """`Mo,Th 09:00-12:00 "solo telefono"; PH off` -> `lun, gio 09:00-12:00 (solo telefono); chiuso nei giorni festivi`."""
    text = re.sub(r'"([^"]*)"', r"(\1)", rule)
    for english, italian in _HOURS.items():
        text = re.sub(rf"\b{english}\b", italian, text)
    return re.sub(r",(?=\S)", ", ", text)
