"""The needs survey, filled in by buttons: resumable, anonymous from the moment it is sent, once a person.

Until it is sent what was answered stands in the conversation, as in every form; `private` keeps what is typed in it out of the
rest of what is remembered. With the sending it goes from there into counts, and nothing of the two can be joined again.
"""

from __future__ import annotations

import json
from dataclasses import replace

from bot.dialogue import flow as flows
from bot.dialogue.flow import Flow
from bot.dialogue.turn import WAYS_ON, Turn, choice, row, say, show
from bot.knowledge.surveys import SKIPPED, Question, Questionnaire
from bot.model.conversation import Means
from bot.model.decision import Decision
from bot.model.reply import Choice, Line, Message, Paper
from bot.model.survey import SendAnswers, Survey, SurveySeen
from bot.model.time import italian_day
from bot.rules import surveys as rules
from bot.rules.anonymity import at_least

TOPIC = "compila-questionario"
VERB = "survey"
LINK, KEY = "indagine_", "rapporto_"
READY = "ready"
"""The step after the last question."""
ANSWER = "a_"
"""How the names of answers begin in the state of the flow."""
MEANS: dict[str, Means] = {"si": "yes", "no": "no"}
CHOSEN = "✔ "


def start(turn: Turn) -> Decision:
    """Goes on with the one under way; else what the survey is, or why there is none to answer."""
    seen = turn.records.survey
    if seen is None or seen.as_firm or _sheet(turn) is None:
        return _quiet(turn, Message((Line("survey_none"),), WAYS_ON))
    survey = seen.survey
    if refused := _refused(turn, seen):
        return refused
    if _state(turn):
        return resume(turn)
    values = {
        "title": _title(turn),
        "questions": str(len(_the_sheet(turn).questions)),
        "day": italian_day(survey.closes_on),
    }
    about = (Line("survey_of_firm", {"firm": survey.firm_name}),) if survey.firm else ()
    begin = row(_button(f"begin {survey.code}", "survey_button_begin"))
    return _quiet(turn, Message((*about, Line("survey_intro", values)), (begin,)))


def opened(turn: Turn, word: str) -> Decision | None:
    """A link of who answers, or of the firm."""
    seen = turn.records.survey
    if word.startswith(KEY):
        return _firm(turn, seen) if seen and seen.as_firm else _quiet(turn, say("survey_firm_no_link", *WAYS_ON))
    if not word.startswith(LINK):
        return None
    return start(turn) if seen and not seen.as_firm else _quiet(turn, say("survey_no_link", *WAYS_ON))


def press(turn: Turn, said: str) -> Decision | None:
    seen, (verb, *words) = turn.records.survey, said.split()
    if verb == "firm":
        return _firm(turn, seen, words[1:] == ["report"]) if seen and seen.as_firm else None
    sheet = _sheet(turn)
    if seen is None or sheet is None or seen.as_firm:
        return _quiet(turn, Message((Line("survey_none"),), WAYS_ON))
    if refused := _refused(turn, seen):
        return refused
    if verb == "begin":
        return resume(turn) if _state(turn) else _ask_next(_with(turn, {}))
    if not _state(turn):
        return None
    question = sheet.question(words[0] if words else None)
    match verb:
        case "set" if question and rules.valid(sheet, question, words[1:]):
            return _ask_next(_with(turn, {**_answers(turn), question.id: tuple(words[1:])}))
        case "pick" if question and len(words) > 1:
            return _picked(turn, question, words[1])
        case "done" if question:
            return _ask_next(_with(turn, {question.id: (SKIPPED,), **_answers(turn)}))
        case "back":
            return _back(turn)
        case "send":
            return _sent(turn, seen.survey)
    return None


def resume(turn: Turn) -> Decision:
    """The open question again."""
    sheet = _sheet(turn)
    if sheet is None or turn.records.survey is None:
        return _quiet(flows.ended(turn, TOPIC), Message((Line("survey_none"),), WAYS_ON))
    if refused := _refused(turn, turn.records.survey):
        return refused
    question = sheet.question(flows.step(turn, TOPIC))
    return _ask(turn, question) if question else _ask_next(turn)


def unclear(turn: Turn) -> Decision | None:
    """Words that are no option: the question again, with how to answer."""
    if not asks(turn):
        return None
    again = resume(turn)
    first, *others = again.messages
    return replace(again, messages=(replace(first, parts=(Line("survey_unclear"), *first.parts)), *others))


def skip(turn: Turn) -> Decision | None:
    step = flows.step(turn, TOPIC)
    return press(turn, f"set {step} {SKIPPED}") if step and step != READY else None


def asks(turn: Turn) -> bool:
    return bool(_state(turn))


# --- the questions ---


def _ask_next(turn: Turn) -> Decision:
    question = rules.next_open(_the_sheet(turn), _answers(turn))
    if question:
        return _ask(turn, question)
    turn = flows.at_step(turn, TOPIC, READY, **_kept(turn))
    rows = (row(_button("send", "survey_button_send", means="yes")), row(_button("back", "survey_button_back")))
    return _quiet(turn, say("survey_ready", *rows))


def _ask(turn: Turn, question: Question, chosen: tuple[str, ...] = ()) -> Decision:
    sheet, language, answers = _the_sheet(turn), turn.conversation.language, _answers(turn)
    turn = flows.at_step(turn, TOPIC, question.id, **_kept(turn))
    asked = rules.way(sheet, answers)
    values = {"number": str(asked.index(question) + 1) if question in asked else "1", "of": str(len(asked)),
              "text": sheet.asked(question, language)}  # fmt: skip
    verb = "pick" if question.kind == "many" else "set"
    rows = []
    for option in sheet.options(question):
        label = (CHOSEN if option.id in chosen else "") + sheet.label(question, option, language)
        rows.append(row(_button(f"{verb} {question.id} {option.id}", text=label, means=MEANS.get(option.id, ""))))
    if chosen:
        rows.append(row(_button(f"done {question.id}", "survey_button_done")))
    else:
        rows.append(row(_button(f"set {question.id} {SKIPPED}", "survey_button_skip")))
    if rules.one_before(sheet, answers, question.id):
        rows.append(row(_button("back", "survey_button_back")))
    return _quiet(turn, say("survey_question", *rows, **values))


def _picked(turn: Turn, question: Question, option: str) -> Decision:
    """One of several is chosen, or no longer; the question stays open until "Fatto"."""
    sheet = _the_sheet(turn)
    before = tuple(one for one in _answers(turn).get(question.id, ()) if one != SKIPPED)
    chosen = tuple(one for one in before if one != option) if option in before else (*before, option)
    if chosen and not rules.valid(sheet, question, chosen):
        again = _ask(turn, question, before)
        first = again.messages[0]
        most = Line("survey_most", {"most": str(question.most)})
        return replace(again, messages=(replace(first, parts=(most, *first.parts)),))
    answers = {**_answers(turn), question.id: chosen}
    if not chosen:
        del answers[question.id]
    return _ask(_with(turn, answers), question, chosen)


def _back(turn: Turn) -> Decision:
    """The question before; what was answered to it is open again."""
    answers = dict(_answers(turn))
    question = rules.one_before(_the_sheet(turn), answers, flows.step(turn, TOPIC))
    if question is None:
        return resume(turn)
    answers.pop(question.id, None)
    return _ask(_with(turn, answers), question)


def _sent(turn: Turn, survey: Survey) -> Decision:
    sheet = _the_sheet(turn)
    if open_one := rules.next_open(sheet, _answers(turn)):
        return _ask(turn, open_one)
    answers = rules.clean(sheet, _answers(turn))
    rows = (row(show("ore-cosa")), row(show("cosa-sai-fare")))
    thanks = _quiet(flows.ended(turn, TOPIC), say("survey_thanks", *rows))
    return replace(thanks, effects=(SendAnswers(survey.code, answers),))


def _refused(turn: Turn, seen: SurveySeen) -> Decision | None:
    """Why this chat cannot answer this survey; nothing of what it began is kept."""
    survey, key = seen.survey, ""
    if seen.answered:
        key = "survey_answered"
    elif survey.over(turn.today):
        key = "survey_over"
    elif not survey.open_on(turn.today):
        key = "survey_not_open"
    elif survey.full:
        key = "survey_full"
    if not key:
        return None
    return _quiet(flows.ended(turn, TOPIC), say(key, *WAYS_ON, day=italian_day(survey.opens_on)))


# --- the firm ---


def _firm(turn: Turn, seen: SurveySeen, report: bool = False) -> Decision:
    """How many have answered, in steps while it is open; afterwards the report, where enough have."""
    survey = seen.survey
    over = survey.over(turn.today)
    replies = survey.replies if over else at_least(survey.replies)
    values = {"firm": survey.firm_name, "first": italian_day(survey.opens_on), "last": italian_day(survey.closes_on),
              "replies": str(replies), "people": str(survey.invited), "enough": str(rules.ENOUGH)}  # fmt: skip
    if not over:
        return _quiet(turn, say("survey_firm_open", row(_button(f"firm {survey.key}", "survey_firm_again")), **values))
    sheet = _sheet(turn)
    results = rules.report(sheet, survey, seen.before) if sheet else None
    if results is None:
        return _quiet(turn, say("survey_firm_few", row(show("fabbisogno")), row(show("trova-sportello")), **values))
    if not report:
        return _quiet(
            turn, say("survey_firm_done", row(_button(f"firm {survey.key} report", "survey_firm_report")), **values)
        )
    data = json.dumps(rules.as_data(survey, results))
    papers = (Paper("survey_report_pdf", data), Paper("survey_report_html", data))
    ways = (row(show("modello-organizzativo")), row(show("buone-prassi")))
    return _quiet(turn, Message((Line("survey_firm_here", values),), ways, papers))


# --- pieces ---


def _state(turn: Turn) -> flows.State:
    """The flow, where it is under way and of the survey that was looked up."""
    state, seen = turn.conversation.flow, turn.records.survey
    mine = state.get("name") == TOPIC and seen is not None and state.get("survey") == seen.survey.code
    return state if mine else {}


def _answers(turn: Turn) -> dict[str, tuple[str, ...]]:
    return {
        name.removeprefix(ANSWER): tuple(said.split()) for name, said in _state(turn).items() if name.startswith(ANSWER)
    }


def _kept(turn: Turn) -> dict[str, str]:
    return {name: value for name, value in _state(turn).items() if name == "survey" or name.startswith(ANSWER)}


def _with(turn: Turn, answers: dict[str, tuple[str, ...]]) -> Turn:
    seen = turn.records.survey
    told = {f"{ANSWER}{question}": " ".join(options) for question, options in answers.items()}
    return flows.at_step(turn, TOPIC, READY, survey=seen.survey.code if seen else "", **told)


def _sheet(turn: Turn) -> Questionnaire | None:
    seen = turn.records.survey
    return turn.knowledge.questionnaires.get(seen.survey.questionnaire) if seen else None


def _the_sheet(turn: Turn) -> Questionnaire:
    sheet = _sheet(turn)
    assert sheet is not None  # every caller has looked
    return sheet


def _title(turn: Turn) -> str:
    sheet = _the_sheet(turn)
    return sheet.said("title", sheet.title, turn.conversation.language)


def _button(said: str, label: str = "text", text: str = "", means: Means = "") -> Choice:
    return choice(VERB, said, label, {"text": text} if text else None, means)


def _quiet(turn: Turn, message: Message) -> Decision:
    """Nothing of a survey is counted as it goes on: what is counted is what was sent."""
    return replace(turn.decide("action", message, topic=TOPIC), events=())


FLOW = Flow(
    name=TOPIC,
    topics={TOPIC: start},
    verbs={VERB: press},
    unclear=unclear,
    skip=skip,
    change=lambda turn: _back(turn) if _state(turn) else None,
    asks=asks,
    holds=lambda turn: bool(_answers(turn)),
    resume=resume,
    open=opened,
    private=True,
)
