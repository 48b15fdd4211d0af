"""A company joins, is confirmed by an operator, is spoken for by contacts, and leaves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.store import companies

from .companies import (
    BIANCHI,
    COLLEAGUE,
    ROSSI,
    VERDI,
    VERSION,
    ask_to_join,
    close,
    company_of,
    contacts_of,
    fill_in,
    member,
    newest,
    press,
    say,
)
from .conftest import ANNA, CARLA, CITIZEN, HERE, Desk

OPERA_OR_NEAR = "San Donato Milanese"


@pytest.fixture(autouse=True)
async def staff(desk: Desk) -> None:
    await desk.operator("Anna", ANNA, [], "coordinator")
    await desk.operator("Carla", CARLA, [], "coordinator")


async def test_a_company_is_in_the_network_only_when_an_operator_has_confirmed_it(desk: Desk) -> None:
    ticket = await ask_to_join(desk, ROSSI, "Officine Rossi srl", "manifattura")
    assert (ticket.kind, ticket.form["name"], ticket.consent) == ("joining", "Officine Rossi srl", VERSION)
    company = await company_of(desk, ROSSI)
    assert company
    assert company.state == "asked"
    assert "Vale quando una persona la conferma" in await say(desk, ROSSI, "/azienda")
    sheet = "\n".join(letter.text for letter in await desk.write(ANNA, f"/scheda {ticket.code}"))
    assert "adesione di un'azienda" in sheet
    print(sheet)
    assert "Settore: Fabbrica o officina" in sheet
    assert "chiamate l'azienda a un recapito pubblico" in sheet
    await close(desk, ticket.code, "accolta Benvenuti")
    assert "siete nella rete. Benvenuti" in desk.told(ROSSI)
    company = await company_of(desk, ROSSI)
    assert company
    assert company.member
    assert company.joined_on
    await desk.write(ROSSI, "/start")
    assert "Officine Rossi srl è nella rete dal 23/11/2026" in await say(desk, ROSSI, "/azienda")


async def test_who_joins_under_the_name_of_another_is_refused_with_the_reason_and_may_ask_for_other_eyes(
    desk: Desk,
) -> None:
    ticket = await ask_to_join(desk, ROSSI, "Officine Rossi")
    await close(desk, ticket.code, "respinta L'azienda dice che non l'ha chiesto")
    company = await company_of(desk, ROSSI)
    assert company
    assert company.state == "refused"
    assert "non l'ha chiesto" in desk.told(ROSSI)
    assert "non è stata accolta" in await say(desk, ROSSI, "/azienda")
    await say(desk, ROSSI, f"/pratica {ticket.code}")
    await press(desk, ROSSI, f"second {ticket.code}", verb="ticket")
    await press(desk, ROSSI, f"second {ticket.code} now", verb="ticket")
    company = await company_of(desk, ROSSI)
    assert company
    assert company.state == "asked"
    await close(desk, ticket.code, "accolta Confermato al telefono", CARLA)
    company = await company_of(desk, ROSSI)
    assert company
    assert company.member


async def test_the_same_firm_twice_is_told_so_and_a_namesake_may_go_on_with_the_operator_warned(desk: Desk) -> None:
    first = await member(desk, ROSSI, "Officine Rossi S.r.l.")
    await say(desk, VERDI, "/azienda")
    await press(desk, VERDI, f"joining {VERSION}", verb="consent")
    await press(desk, VERDI, "set kind private")
    assert "Officine Rossi S.r.l. risulta già" in await say(desk, VERDI, "officine rossi")
    await press(desk, VERDI, "namesake")
    for value in ("size micro", "sector commercio"):
        await press(desk, VERDI, f"set {value}")
    await say(desk, VERDI, "Rozzano")
    for value in ("agreement -", "role owner", "interest learn"):
        await press(desk, VERDI, f"set {value}")
    await press(desk, VERDI, "send")
    ticket = await newest(desk, VERDI)
    sheet = "\n".join(letter.text for letter in await desk.write(ANNA, f"/scheda {ticket.code}"))
    assert f"Nella rete c'è già Officine Rossi S.r.l. (pratica {first.ticket})" in sheet
    await close(desk, ticket.code, "doppia È la stessa azienda")
    company = await company_of(desk, VERDI)
    assert company
    assert company.state == "refused"


async def test_two_requests_with_one_name_warn_the_operator_of_each_other_and_say_nothing_to_the_firms(
    desk: Desk,
) -> None:
    first = await ask_to_join(desk, ROSSI, "Bar Sport")
    second = await ask_to_join(desk, VERDI, "Bar Sport")
    assert "risulta già" not in desk.told(VERDI)
    assert first.code not in desk.told(VERDI)
    sheet = "\n".join(letter.text for letter in await desk.write(ANNA, f"/scheda {second.code}"))
    assert f"un'altra richiesta con il nome Bar Sport (pratica {first.code})" in sheet


async def test_a_name_with_html_is_shown_as_it_was_written_and_is_no_markup(desk: Desk) -> None:
    ticket = await ask_to_join(desk, ROSSI, "Bar <b>Rossi</b> & figli")
    assert ticket.form["name"] == "Bar <b>Rossi</b> & figli"
    letters = await desk.write(ROSSI, "/azienda")
    assert letters[-1].text.startswith("Bar <b>Rossi</b> & figli: la richiesta")
    assert letters[-1].spans == ()


async def test_what_was_answered_waits_for_the_next_day_and_for_a_new_start(desk: Desk) -> None:
    await fill_in(desk, ROSSI, "Bar Sport")
    await press(desk, ROSSI, "later")
    desk.wait(timedelta(days=3))
    assert "Nome: Bar Sport" in await say(desk, ROSSI, "/azienda")
    await press(desk, ROSSI, "change")
    await press(desk, ROSSI, "edit size")
    await press(desk, ROSSI, "set size small")
    assert "Persone: Da 10 a 49 persone" in desk.told(ROSSI)


async def test_a_public_body_has_its_own_path(desk: Desk) -> None:
    ticket = await ask_to_join(desk, ROSSI, "Comune di Esempio", kind="public")
    assert "sector" not in ticket.form
    assert "piano di azioni positive" in desk.told(ROSSI)
    sheet = "\n".join(letter.text for letter in await desk.write(ANNA, f"/scheda {ticket.code}"))
    assert "senza INPS" in sheet


async def test_a_contact_comes_in_by_a_link_once_and_can_be_revoked(desk: Desk) -> None:
    company = await member(desk, ROSSI, "Officine Rossi")
    await say(desk, ROSSI, "/azienda")
    await press(desk, ROSSI, "contacts")
    found = re.search(r"start=(contatto_\w+)", await press(desk, ROSSI, "invite"))
    assert found
    assert "Officine Rossi" in await say(desk, COLLEAGUE, f"/start {found[1]}")
    await press(desk, COLLEAGUE, f"joining {VERSION}", verb="consent")
    assert "adesso parlate per Officine Rossi" in await press(desk, COLLEAGUE, "join personnel")
    assert "nuovo contatto" in desk.told(ROSSI)
    assert [each.role for each in await contacts_of(desk, company)] == ["owner", "personnel"]
    assert "già stato usato" in await say(desk, VERDI, f"/start {found[1]}")
    listed = await press(desk, ROSSI, "contacts")
    assert "2. Ufficio del personale" in listed
    revoke = next(each for each in await desk.buttons(ROSSI, "company") if each.startswith("revoke 2"))
    await press(desk, ROSSI, revoke)
    await press(desk, ROSSI, revoke.replace("revoke", "revoke_yes"))
    assert "ha tolto questa chat" in desk.told(COLLEAGUE)
    assert await company_of(desk, COLLEAGUE) is None
    assert "Officine Rossi è nella rete" not in await say(desk, COLLEAGUE, "/azienda")


async def test_the_last_contact_who_leaves_is_warned_and_the_operators_know(desk: Desk) -> None:
    company = await member(desk, ROSSI, "Officine Rossi")
    await say(desk, ROSSI, "/azienda")
    await press(desk, ROSSI, "contacts")
    assert "l'ultimo contatto" in await press(desk, ROSSI, "step_down")
    await press(desk, ROSSI, "step_down_yes")
    assert await contacts_of(desk, company) == ()
    assert "non ha più contatti in chat" in desk.told(ANNA)


async def test_a_firm_leaves_and_all_its_contacts_and_the_operators_are_told(desk: Desk) -> None:
    await member(desk, ROSSI, "Officine Rossi")
    await say(desk, ROSSI, "/azienda")
    await press(desk, ROSSI, "leave")
    assert "non è più nella rete" in await press(desk, ROSSI, "leave_yes")
    assert await company_of(desk, ROSSI) is None
    assert "Officine Rossi è uscita dalla rete" in desk.told(ANNA)


async def test_a_request_that_is_taken_back_can_be_changed_and_sent_again(desk: Desk) -> None:
    await ask_to_join(desk, ROSSI, "Bar Sport")
    await say(desk, ROSSI, "/azienda")
    await press(desk, ROSSI, "leave")
    await press(desk, ROSSI, "leave_yes")
    company = await company_of(desk, ROSSI)
    assert company
    assert company.state == "draft"
    assert "Nome: Bar Sport" in await say(desk, ROSSI, "/azienda")


async def test_a_joined_firm_opens_the_voucher_to_who_works_there_and_learns_nothing(desk: Desk) -> None:
    await member(desk, ROSSI, "Officine Rossi srl")
    before = desk.told(ROSSI)
    await say(desk, CITIZEN, "/voucher")
    await press(desk, CITIZEN, f"voucher {VERSION}", verb="consent")
    await press(desk, CITIZEN, "set residence outside", verb="voucher")
    await press(desk, CITIZEN, "set employment private_employee", verb="voucher")
    await press(desk, CITIZEN, "set work outside", verb="voucher")
    assert "✔ Officine Rossi ha aderito" in await say(desk, CITIZEN, "Officine Rossi")
    await say(desk, CITIZEN, "/voucher")
    assert desk.told(ROSSI) == before


async def test_a_worker_who_names_a_firm_that_never_joined_goes_on_and_may_invite_it(desk: Desk) -> None:
    await member(desk, ROSSI, "Officine Rossi srl")
    await say(desk, CITIZEN, "/voucher")
    await press(desk, CITIZEN, f"voucher {VERSION}", verb="consent")
    await press(desk, CITIZEN, "set residence outside", verb="voucher")
    await press(desk, CITIZEN, "set employment private_employee", verb="voucher")
    await press(desk, CITIZEN, "set work outside", verb="voucher")
    told = await say(desk, CITIZEN, "Tessitura Mai Vista")
    assert "non risulta tra le aziende" in told
    assert "start=azienda" in await press(desk, CITIZEN, "invite", verb="voucher")
    await say(desk, VERDI, "/start azienda")
    assert "aderisci-rete" in await desk.buttons(VERDI, "show")
    assert "Tessitura" not in desk.told(ROSSI) + desk.told(VERDI) + desk.told(ANNA)


async def test_advice_is_a_ticket_of_its_own_kind(desk: Desk) -> None:
    await member(desk, ROSSI, "Officine Rossi")
    await say(desk, ROSSI, "/azienda")
    await press(desk, ROSSI, "advice")
    await press(desk, ROSSI, "advice rientro")
    ticket = await newest(desk, ROSSI)
    assert (ticket.kind, dict(ticket.form)) == ("advice", {"need": "rientro"})


async def test_nobody_else_can_use_the_buttons_of_a_company(desk: Desk) -> None:
    await member(desk, ROSSI, "Officine Rossi")
    assert await company_of(desk, BIANCHI) is None
    assert "Officine Rossi" not in await say(desk, BIANCHI, "/azienda")


async def test_operators_see_the_companies_of_their_districts_and_nobody_else(desk: Desk) -> None:
    await desk.operator("Dario", "telegram:14", [HERE])
    await member(desk, ROSSI, "Officine Rossi")
    await member(desk, VERDI, "Bottega Verdi", comune="015189")
    told = await say(desk, "telegram:14", "/aziende")
    assert "Officine Rossi · San Donato Milanese · nella rete" in told
    assert "Verdi" not in told
    assert "Bottega Verdi" in await say(desk, ANNA, "/aziende")
    assert "Rossi" not in await say(desk, CITIZEN, "/aziende")


async def test_a_company_without_contacts_gets_a_new_one_by_a_link_of_an_operator(desk: Desk) -> None:
    company = await member(desk, ROSSI, "Officine Rossi")
    async with desk.sessions.begin() as session:
        await companies.drop_contact(session, ROSSI)
    found = re.search(r"start=(contatto_\w+)", await say(desk, ANNA, f"/contatto {company.ticket}"))
    assert found
    await say(desk, COLLEAGUE, f"/start {found[1]}")
    await press(desk, COLLEAGUE, f"joining {VERSION}", verb="consent")
    await press(desk, COLLEAGUE, "join management")
    assert [each.chat for each in await contacts_of(desk, company)] == [COLLEAGUE]
