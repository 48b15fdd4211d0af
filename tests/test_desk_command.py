"""The desk without Telegram: invitations, the queue in the terminal, the trail, the demonstration."""

from __future__ import annotations

import io
import re
import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot.commands.audit import NoCode, checked_code
from bot.commands.audit import read as read_trail
from bot.commands.audit import show as show_trail
from bot.commands.demo import fill, what_to_try
from bot.commands.desk import DeskTerminal, NoDesk, chat_of, join, who
from bot.commands.operators import WrongArgument, checked_helpdesks, checked_name, new_invitation, remove, seen
from bot.commands.operators import invite as make_invitation
from bot.commands.operators import show as show_operators
from bot.knowledge.examples import with_examples
from bot.knowledge.loader import Knowledge
from bot.model.ticket import Operator
from bot.settings import ROOT, Clock
from bot.store import operators, tickets
from tests.desk.conftest import CITIZEN, FAR, HERE, Desk
from tests.desk.conftest import desk as desk  # noqa: PLC0414  # pytest looks for fixtures under their names here
from tests.desk.conftest import lexical_reader as lexical_reader  # noqa: PLC0414
from tests.test_cli import concilia

ANNA, BRUNO = "terminal:anna", "terminal:bruno"


@dataclass
class Screen:
    """An operator's terminal whose lines can be read."""

    desk: Desk
    chat: str
    written: io.StringIO = field(default_factory=io.StringIO)
    terminal: DeskTerminal = field(init=False)

    def __post_init__(self) -> None:
        self.terminal = DeskTerminal(self.desk.assistant, Console(file=self.written, width=10_000), self.chat)

    async def says(self, line: str) -> str:
        self.written.seek(0)
        self.written.truncate()
        await self.terminal.say(line)
        await self.desk.deliver()
        return self.written.getvalue()


@pytest.fixture
async def anna(desk: Desk) -> Screen:
    await desk.operator("Anna", ANNA, [HERE])
    return Screen(desk, ANNA)


async def test_the_whole_life_of_a_case_in_the_terminal(desk: Desk, anna: Screen) -> None:
    code = await desk.open("Ho diritto al voucher?")
    assert code in await anna.says("coda")
    assert "Ho diritto al voucher?" in await anna.says(f"scheda {code}")
    await anna.says(f"prendi {code}")
    assert (await desk.ticket(code)).status == "taken"
    await anna.says(f"rispondi {code} Sì, passa giovedì.")
    await anna.says(f"nota {code} parla con la collega")
    assert "Sì, passa giovedì." in desk.told(CITIZEN)
    assert "la collega" not in desk.told(CITIZEN)
    await anna.says(f"chiudi {code} risolta Appuntamento fissato")
    closed = await desk.ticket(code)
    assert (closed.status, closed.outcome, closed.reason) == ("closed", "answered", "Appuntamento fissato")
    actions = [line.action for line in await desk.trail(code)]
    assert [one for one in actions if one in ("read", "take", "answer", "note", "close")] == [
        *("read", "take", "answer", "note", "close")
    ]


async def test_what_the_citizen_writes_reaches_the_terminal_of_who_has_the_case(desk: Desk, anna: Screen) -> None:
    code = await desk.open()
    await anna.says(f"prendi {code}")
    await desk.write(CITIZEN, "E per il secondo figlio?")
    assert "E per il secondo figlio?" in await anna.says("coda")


async def test_a_number_presses_a_button_and_a_stroke_before_a_command_does_no_harm(desk: Desk, anna: Screen) -> None:
    code = await desk.open()
    await anna.says("/coda")
    assert f"Pratica {code}" in await anna.says("1")


async def test_two_terminals_have_the_same_rights_and_see_each_other(desk: Desk, anna: Screen) -> None:
    await desk.operator("Bruno", BRUNO, [HERE])
    await desk.operator("Dora", "terminal:dora", [FAR])
    bruno, dora = Screen(desk, BRUNO), Screen(desk, "terminal:dora")
    code = await desk.open()
    assert code not in await dora.says("coda")
    await dora.says(f"prendi {code}")
    assert (await desk.ticket(code)).status == "open"
    await anna.says(f"prendi {code}")
    assert "Anna" in await bruno.says(f"prendi {code}")
    await bruno.says(f"rispondi {code} Rispondo io")
    assert "Rispondo io" not in desk.told(CITIZEN)


async def test_letters_of_one_terminal_are_not_shown_in_another(desk: Desk, anna: Screen) -> None:
    await desk.operator("Bruno", BRUNO, [HERE])
    bruno = Screen(desk, BRUNO)
    code = await desk.open()
    await anna.says(f"prendi {code}")
    await desk.write(CITIZEN, "parole per Anna")
    assert "parole per Anna" not in await bruno.says("coda")
    assert "parole per Anna" in await anna.says("coda")


async def test_help_is_there_and_an_empty_line_gives_it(anna: Screen) -> None:
    for line in ("aiuto", "", "?"):
        assert "restituisci CODICE" in await anna.says(line)


async def test_an_invitation_opens_a_terminal_once(desk: Desk) -> None:
    code = await make_invitation(desk.sessions, Clock(), "Anna", [HERE], ["operator"])
    joined = await join(desk.assistant, "anna", code.lower().replace("-", " "))
    assert (joined.name, joined.chat, joined.helpdesks) == ("Anna", ANNA, (HERE,))
    assert await who(desk.sessions, None) == joined
    with pytest.raises(NoDesk, match="used before"):
        await join(desk.assistant, "bruno", code)
    with pytest.raises(NoDesk, match="not known"):
        await join(desk.assistant, "bruno", "AAAA-AAAA-AAAA")


async def test_an_old_invitation_opens_nothing(desk: Desk) -> None:
    code = await make_invitation(desk.sessions, Clock(), "Anna", [HERE], ["operator"])
    desk.clock.hands[0] = Clock().now() + timedelta(days=8)
    with pytest.raises(NoDesk, match="expired"):
        await join(desk.assistant, "anna", code)


async def test_nobody_works_at_the_desk_under_a_name_that_did_not_join(desk: Desk) -> None:
    with pytest.raises(NoDesk, match="nobody joined"):
        await who(desk.sessions, None)
    await desk.operator("Anna", ANNA, [HERE])
    await desk.operator("Bruno", BRUNO, [HERE])
    with pytest.raises(NoDesk, match="anna, bruno"):
        await who(desk.sessions, None)
    with pytest.raises(NoDesk, match="carla"):
        await who(desk.sessions, "carla")


@pytest.mark.parametrize("name", ["", "local", "Anna", "a b", "../x", "x" * 40, "anna\n"])
def test_a_short_name_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(NoDesk, match="Remedy"):
        chat_of(name)


async def test_a_removed_operator_loses_the_desk_and_the_cases_wait_again(
    desk: Desk, anna: Screen, knowledge: Knowledge
) -> None:
    code = await desk.open()
    await anna.says(f"prendi {code}")
    ((only),) = await seen(desk.sessions)
    assert only.in_hand == 1
    assert await remove(desk.sessions, knowledge, desk.clock, only.operator.id) == ("Anna", [code])
    assert (await desk.ticket(code)).status == "open"
    assert code not in await anna.says("coda")
    with pytest.raises(WrongArgument, match="operators list"):
        await remove(desk.sessions, knowledge, desk.clock, only.operator.id)


async def test_the_list_shows_names_as_they_are_and_no_chat(desk: Desk, knowledge: Knowledge) -> None:
    await desk.operator("[red]Anna[/]", "telegram:123456", [HERE], "operator", "coordinator")
    screen = io.StringIO()
    show_operators(await seen(desk.sessions), knowledge, Console(file=screen, width=250))
    assert "[red]Anna[/]" in screen.getvalue()
    assert "coordinatore, operatore" in screen.getvalue()
    assert "123456" not in screen.getvalue()


def test_a_helpdesk_that_nobody_knows_is_named_with_those_like_it(knowledge: Knowledge) -> None:
    with pytest.raises(WrongArgument, match=HERE):
        checked_helpdesks(knowledge, ["san-donato-segretariato"], ["operator"])
    with pytest.raises(WrongArgument, match="--helpdesk is missing"):
        checked_helpdesks(knowledge, [], ["operator"])
    assert checked_helpdesks(knowledge, [], ["coordinator"]) == ()
    assert checked_helpdesks(knowledge, [HERE, FAR, HERE], ["operator"]) == (HERE, FAR)


async def test_a_question_stays_open_in_the_terminal_and_a_reason_may_begin_like_a_command(
    desk: Desk, anna: Screen
) -> None:
    code = await desk.open(kind="voucher")
    await anna.says(f"prendi {code}")
    asked = await anna.says(f"chiudi {code}")
    number = next(line.split()[0] for line in asked.splitlines() if line.strip().endswith("respinta"))
    await anna.says(f"nota {code} sentita la collega")
    assert "Serve il motivo" in await anna.says(number)
    shown = await anna.says("manca la firma dell'azienda")
    assert "«manca la firma dell'azienda»" in shown
    await anna.says("sì")
    assert (await desk.ticket(code)).reason == "manca la firma dell'azienda"


async def test_a_command_with_its_stroke_or_a_code_is_one_while_a_question_waits(desk: Desk, anna: Screen) -> None:
    code, other = await desk.open(), await desk.open(chat="telegram:2")
    await anna.says(f"prendi {code}")
    await anna.says(f"chiudi {code} risolta")
    assert other in await anna.says("coda")
    await anna.says(f"prendi {other}")
    assert (await desk.ticket(other)).status == "taken"
    assert "Di quale pratica" in await anna.says("/nota fragile")
    assert desk.told(CITIZEN).count("fragile") == 0


async def test_the_terminal_speaks_of_tickets_and_not_of_topics_of_a_group(desk: Desk, anna: Screen) -> None:
    await desk.link("telegram:-100", HERE)
    code = await desk.open()
    said = [await anna.says(line) for line in ("aiuto", "coda", f"prendi {code}", "prendi", "boh", f"chiudi {code}")]
    assert f"rispondi {code}" in said[2]
    assert not any(word in text for text in said for word in ("argoment", "gruppo"))


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "a\0b", "\u202eanna"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(WrongArgument, match="--name"):
        checked_name(name)


def test_invitations_are_long_and_never_the_same() -> None:
    made = {new_invitation() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", code) for code in made)


async def test_the_trail_names_who_did_what_and_shows_no_text(desk: Desk, anna: Screen) -> None:
    code = await desk.open("parole segrete")
    await anna.says(f"prendi {code}")
    await anna.says(f"nota {code} nota segreta")
    screen = io.StringIO()
    show_trail(*await read_trail(desk.sessions, code), Console(file=screen, width=200))
    shown = screen.getvalue()
    assert "Anna (n. 1)" in shown
    for action in ("open", "take", "note"):
        assert action in shown
    assert "segret" not in shown


def test_a_case_code_is_read_however_it_is_written() -> None:
    assert checked_code("gh5 rpp9") == "GH5-RPP9"
    with pytest.raises(NoCode, match="a sign is wrong"):
        checked_code("GH5-RPP8")
    with pytest.raises(NoCode, match="Remedy"):
        checked_code("pippo")


async def test_the_demonstration_starts_with_operators_and_requests_of_the_example_call(
    desk: Desk, knowledge: Knowledge
) -> None:
    object.__setattr__(desk.assistant, "knowledge", with_examples(knowledge, ROOT))
    codes = await fill(desk.assistant)
    async with desk.sessions() as session:
        queue = await tickets.queue(session)
        staff = await operators.all_active(session)
    assert {ticket.code for ticket in queue} == set(codes)
    assert sorted(ticket.kind for ticket in queue) == ["agreement", "question", "voucher", "voucher"]
    assert [ticket.status for ticket in queue] == ["taken", "open", "open", "open"]
    assert [each.name for each in staff] == ["Anna", "Carla"]
    assert all(isinstance(each, Operator) for each in staff)
    assert codes[1] in what_to_try(codes)


async def test_invite_join_list_and_remove_from_the_command_line(tmp_path: Path) -> None:
    invited = await concilia(tmp_path, "operators", "invite", "--name", "Anna", "--helpdesk", HERE)
    assert invited.code == 0, invited.err
    code = re.search(r"Codice per Anna: (\S+)", invited.out)
    assert code
    assert "/entra" in invited.out
    desk = await concilia(tmp_path, "desk", "--as", "anna", "--join", code[1], stdin="coda\nesci\nmai letta\n")
    assert desk.code == 0, desk.err
    assert "Nessuna pratica in coda" in desk.out
    await concilia(tmp_path, "operators", "invite", "--name", "Bruno", "--helpdesk", HERE)
    listed = await concilia(tmp_path, "operators", "list")
    assert "Anna" in listed.out
    mark = next(re.findall(r"\b[0-9a-f]{8}\b", line)[0] for line in listed.out.splitlines() if "Bruno" in line)
    assert "Bruno non vale più" in (await concilia(tmp_path, "operators", "take-back", mark)).out
    assert "Bruno" not in (await concilia(tmp_path, "operators", "list")).out
    removed = await concilia(tmp_path, "operators", "remove", "1")
    assert "Anna non è più operatore" in removed.out
    assert (await concilia(tmp_path, "desk", "--as", "anna")).code == 2
    with sqlite3.connect(tmp_path / "concilia.db") as database:
        kept = str(database.execute("SELECT * FROM invites").fetchall())
        assert [line[0] for line in database.execute("SELECT action FROM audit")] == [
            "invite",
            "join",
            "invite",
            "take_back_invite",
            "remove_operator",
        ]
    assert code[1] not in kept
    assert code[1].replace("-", "") not in kept


async def test_the_doctor_names_the_room_where_nothing_arrives(tmp_path: Path) -> None:
    await concilia(tmp_path, "operators", "list")
    with sqlite3.connect(tmp_path / "concilia.db") as database:
        database.execute(
            "INSERT INTO rooms (chat, helpdesk, forum, hinted, linked_at, trouble, trouble_since)"
            f" VALUES ('telegram:-100', '{HERE}', 1, '[]', '2026-11-23 09:00:00', 'no_voice', '2026-11-23 09:00:00')"
        )
    looked = await concilia(tmp_path, "doctor", CONCILIA_NLU_URL="http://127.0.0.1:1")
    assert looked.code == 1
    assert f"telegram:-100, of {HERE}: nothing arrives" in looked.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("operators", "invite", "--name", "Anna", "--helpdesk", "nowhere"), "no such helpdesk"),
        (("operators", "remove", "7"), "operators list"),
        (("operators", "take-back", "7"), "operators list"),
        (("desk",), "nobody joined"),
        (("audit", "--ticket", "pippo"), "no case code"),
        (("report", "cases", "--format", "xlsx"), "--out"),
        (("report", "cases", "--from", "2026-02-01", "--to", "2026-01-01"), "exchange the two"),
        (("report", "cases", "--out", "/nowhere/at/all.csv"), "cannot be written"),
    ],
)
async def test_a_wrong_argument_is_named_with_its_remedy(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = await concilia(tmp_path, *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert "Remedy" in ended.err
    assert "Traceback" not in ended.err


async def test_a_report_whose_ledger_does_not_add_up_ends_with_one(tmp_path: Path) -> None:
    assert (await concilia(tmp_path, "report", "cases")).code == 0
    with sqlite3.connect(tmp_path / "concilia.db") as database:
        database.execute(
            'INSERT INTO ledger (call, number, at, kind, ticket, cents, external, available, reserved, confirmed, "left")'
            " VALUES ('c', 1, '2026-01-01 10:00:00', 'reserve', 'GH5-RPP9', 5, 0, -5, 5, 0, 0)"
        )
    ended = await concilia(tmp_path, "report", "cases")
    assert ended.code == 1
    assert "ledger of c, movement 1" in ended.err


async def test_the_demonstration_is_talked_to_and_leaves_nothing(tmp_path: Path) -> None:
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    scratch.mkdir()
    lines = "/pratica\n@anna\ncoda\n@nessuno\n@carla\ncoda\n/esci\n"
    ended = await concilia(home, "demo", stdin=lines, TMPDIR=str(scratch), CONCILIA_NLU_URL="http://127.0.0.1:1")
    assert ended.code == 0, ended.err
    assert "Da provare come cittadino" in ended.out
    assert "Bando di esempio" in ended.out
    told = next(line for line in ended.out.splitlines() if "Qui ci sono" in line)
    assert all(f"@{name}" in told for name in ("cittadino", "anna", "carla", "bottega", "officina"))
    assert not list(scratch.iterdir())
    assert not list(home.glob("*.db"))
