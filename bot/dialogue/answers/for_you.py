"""Which line worked out for this person stands before which answer, and which missing fact an answer asks for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.dialogue.answers.fallback import ANSWER_AT
from bot.dialogue.turn import Turn, choice, row
from bot.knowledge.leave import leave_rules
from bot.model.entities import Hours, Money
from bot.model.person import Child, Person
from bot.model.reply import Choice
from bot.rules.calendar import months_later
from bot.rules.for_you import ForYou, Known, company, hours, notice, pay, rights, time_left

Work = Callable[[Known], ForYou | None]

NONE = (time_left.excluded, time_left.no_hours)
HOURS = (*NONE, hours.hours_a_day)
LEFT = (time_left.excluded, time_left.months_left)
TOPICS: dict[str, tuple[Work, ...]] = {
    "ore-cosa": NONE,
    "ore-esclusi": NONE,
    "ore-quante": HOURS,
    "ore-part-time": HOURS,
    "ore-contratto": HOURS,
    "ore-azienda": HOURS,
    "ore-calcolo": (*NONE, hours.day_of_leave, hours.hours_a_day),
    "ore-pubblico": (hours.day_of_leave, pay.rate),
    "ore-preavviso": (*NONE, notice.of_hours),
    "ore-domanda": (*NONE, rights.public_application),
    "ore-cumulo": (hours.same_day,),
    "congedo-durata": LEFT,
    "congedo-padre": LEFT,
    "congedo-solo": LEFT,
    "congedo-gemelli": LEFT,
    "congedo-eta": (time_left.excluded, time_left.last_day),
    "congedo-adozione": (time_left.last_day,),
    "congedo-indennita": (time_left.excluded, pay.rate),
    "congedo-autonomi": (time_left.last_day, time_left.months_left, pay.rate),
    "congedo-preavviso": (time_left.excluded, notice.of_days),
    "congedo-domanda": (time_left.excluded, rights.public_application),
    "malattia-figlio": (rights.sick_child,),
    "lavoro-agile": (rights.smart_working,),
    "lavoro-agile-azienda": (rights.smart_working,),
    "lavoro-notturno": (rights.night,),
    "paternita": (rights.paternity,),
    "allattamento": (rights.rests,),
    "legge-104": (rights.carer_part_time,),
    "certificazione-parita": (company.parity,),
    "rientro": (company.replacement,),
    "premi-risultato": (company.bonus,),
}
"""Topic -> what its answer can work out; the first that can be said is."""
AS_TOPIC = frozenset(
    {
        *(
            "ore-quante/straordinari",
            "ore-quante/minuti",
            "ore-quante/sei-giorni",
            "ore-part-time/quante-ore",
            "ore-part-time/verticale",
        ),
        *("ore-part-time/part-time-azienda", "ore-calcolo/ore-di-un-giorno", "ore-contratto/cosa-dice-il-mio"),
        *("ore-preavviso/quanti-giorni", "ore-preavviso/quindici-giorni", "ore-preavviso/piano-mensile"),
        *("ore-preavviso/quanti-giorni-azienda", "ore-pubblico/trenta-giorni", "ore-cumulo/legge-104"),
        *("ore-cumulo/ferie-e-permessi", "ore-cumulo/permessi-azienda", "ore-pubblico/dove-domanda"),
        *("ore-esclusi/colf-badante", "ore-esclusi/partita-iva", "ore-esclusi/gestione-separata"),
        *("congedo-durata/restano-al-papa", "congedo-durata/restano-alla-mamma", "congedo-durata/disabilita-tre-anni"),
        *("congedo-durata/colf-badanti", "congedo-solo/residuo-genitore-solo", "congedo-gemelli/totale-mamma"),
        *("congedo-eta/giorno-del-compleanno", "congedo-eta/gia-dodici-tredici", "congedo-eta/azienda-dice-dodici"),
        *("congedo-eta/gia-dodici-tredici-azienda", "congedo-adozione/figlio-grande"),
        *("congedo-autonomi/gestione-separata-eta", "congedo-autonomi/artigiana-o-commerciante"),
        *(
            "congedo-indennita/quanti-mesi-80",
            "congedo-indennita/nato-prima-del-2023",
            "congedo-indennita/dopo-i-sei-anni",
        ),
        *("congedo-indennita/primi-30-giorni-pubblico", "congedo-indennita/conto-stipendio"),
        *("congedo-preavviso/giorni-del-contratto", "congedo-domanda/pubblico-e-scuola"),
        *("malattia-figlio/sotto-i-tre-anni", "malattia-figlio/dieci-giorni", "malattia-figlio/oltre-14-anni"),
        *(
            "malattia-figlio/pubblico-30-giorni",
            "allattamento/part-time",
            "allattamento/gemelli",
            "allattamento/fine-un-anno",
        ),
        *("allattamento/straordinario-orario-vero", "paternita/gemelli", "paternita/autonomo"),
        *("legge-104/part-time-verticale", "legge-104/ore-part-time-azienda"),
    }
)
"""Particular questions before which the lines of their topic stand."""
POINTS: dict[str, tuple[Work, ...]] = {
    "congedo-eta/sesto-compleanno": (pay.rate,),
    "congedo-adozione/ottanta-adozione": (time_left.last_day,),
    "ore-calcolo/quanto-resta": LEFT,
    "ore-cosa/eta-figlio": (time_left.excluded, time_left.last_day),
    "ore-pubblico/mesi-all-80-pubblico": (pay.rate,),
    "ore-azienda/sostituta-azienda": (company.replacement,),
    "maternita/sostituta-azienda": (company.replacement,),
}
"""The same, with lines of their own."""
ASKED = {
    "ore-quante": ("weekly_hours", "agreement"),
    "ore-part-time": ("weekly_hours", "agreement"),
    "ore-calcolo": ("weekly_hours", "agreement"),
    "ore-contratto": ("agreement",),
    "ore-preavviso": ("agreement",),
    "congedo-durata": ("role",),
    "congedo-eta": ("child",),
    "congedo-indennita": ("child", "work"),
    "malattia-figlio": ("child",),
    "lavoro-agile": ("child",),
    "lavoro-notturno": ("child",),
    "allattamento": ("weekly_hours",),
}
"""Topic -> facts that change its answer, in the order in which they are asked for."""
ANSWERS = {
    "weekly_hours": ("40/5", "36/5", "30/5", "20/5"),
    "agreement": ("terziario-commercio", "metalmeccanici", "studi-professionali", "funzioni-locali"),
    "work": ("private_employee", "public_employee", "self_employed"),
    "role": ("mother", "father"),
    "child": ("0-2", "3-5", "6-11", "12-13"),
}
"""Missing fact -> the answers on its buttons."""
PUBLIC = frozenset({"ore-pubblico", "ente-locale"})
"""Topics of public work."""


def line(turn: Turn, topic: str, point: str | None) -> ForYou | None:
    """The first sentence for this person, or None."""
    works = TOPICS.get(topic, ()) if point is None or point in AS_TOPIC else POINTS.get(point, ())
    known = _known(turn)
    return next((found for work in works if (found := work(known)) is not None), None)


def one_answer(turn: Turn) -> str | None:
    """The likeliest topic, where no topic is sure and the likely ones come to the same line for this person.

    They are one answer then, and their confidences add up: "30 ore su 5 giorni, quante ne posso fare?" may be about hours a
    day or about part-time. Topics of public work are none for who works in a company.
    """
    none_of_ours = PUBLIC if _works_in_a_company(turn) else frozenset()
    guesses = [guess for guess in turn.understanding.ranking if guess.topic not in none_of_ours]
    first = line(turn, guesses[0].topic, None) if guesses else None
    if first is None:
        return None
    same = sum(guess.confidence for guess in guesses if line(turn, guess.topic, None) == first)
    return guesses[0].topic if same >= ANSWER_AT * sum(guess.confidence for guess in guesses) else None


def _works_in_a_company(turn: Turn) -> bool:
    person, agreements = turn.person, turn.knowledge.agreements.by_id
    named = agreements.get(person.agreement or "")
    return (person.work or (named.work if named else None)) == "private_employee"


def missing(turn: Turn, topic: str, point: str | None, told: ForYou | None) -> str | None:
    """The fact to ask for: it changes the answer, is not known, and was not asked for before."""
    if turn.about is not None or turn.conversation.language != "it" or (told and told.says == "no"):
        return None
    if turn.audience != "worker" or (point is not None and point not in AS_TOPIC):
        return None
    person, asked = turn.person, turn.conversation.asked
    wanted = next((name for name in ASKED.get(topic, ()) if not _has(person, name)), None)
    return None if wanted in asked else wanted


def changes(turn: Turn) -> bool:
    """Whether what the message tells is a fact on which the answer given last hangs."""
    needed = set(ASKED.get(turn.conversation.last_topic or "", ()))
    needed |= {"days_per_week", "part_time"} if "weekly_hours" in needed else set()
    return bool(needed & turn.told)


def buttons(missing: str, topic: str, point: str | None) -> tuple[Choice, ...]:
    """One row of answers to the question for a missing fact."""
    return row(
        *(choice("told", f"{missing}={value} {point or topic}", f"you_button_{_key(missing, value)}")
          for value in ANSWERS[missing])
    )  # fmt: skip


def with_answer(turn: Turn, said: str) -> Turn | None:
    """The turn after such a button: the record knows it. None if the button is of another version."""
    name, _, value = said.partition("=")
    if value not in ANSWERS.get(name, ()):
        return None
    person, today = turn.conversation.person.recent(turn.today), turn.today
    if name == "weekly_hours":
        hours, days = map(float, value.split("/"))
        person = person.knowing("button", today, weekly_hours=hours, days_per_week=days)
    elif name == "child":
        youngest, oldest = map(int, value.split("-"))
        born = Child(months_later(today, -12 * (oldest + 1)) + timedelta(days=1), months_later(today, -12 * youngest))
        person = person.knowing("button", today, child=born)
    else:
        person = person.knowing("button", today, **{name: value})
        if name == "agreement" and value == "funzioni-locali" and person.work is None:
            person = person.knowing("button", today, work="public_employee")
    return turn.remembering(person=person)


def _known(turn: Turn) -> Known:
    return Known(turn.person, leave_rules(turn.knowledge), turn.today, _wish(turn), _euro(turn))


def _euro(turn: Turn) -> float | None:
    """The amount that the message names."""
    amounts = (found.amount for found in turn.understanding.entities.amounts)
    named = {one.euro for one in amounts if isinstance(one, Money)}
    return named.pop() if len(named) == 1 else None


def _wish(turn: Turn) -> float | None:
    """Hours of leave that the message asks for: the only ones that are neither of a day nor of a week of work."""
    workday = turn.understanding.entities.leave.workday
    amounts = (found.amount for found in turn.understanding.entities.amounts)
    wished = {
        one.hours
        for one in amounts
        if isinstance(one, Hours) and one.per in (None, "day") and one.hours != workday and one.hours < SHORT
    }
    return wished.pop() if len(wished) == 1 else None


SHORT = 10.0
"""Fewer hours than this are of a day."""


def _has(person: Person, name: str) -> bool:
    if name == "child":
        return person.child.born_last is not None or bool(person.child.adopted)
    if name == "weekly_hours" and person.part_time is not None:
        return True
    return getattr(person, name) is not None


def _key(missing: str, value: str) -> str:
    return f"{missing}_{value}".replace("/", "_").replace("-", "_")
