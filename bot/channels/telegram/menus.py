"""The menus of commands beside the message field: the citizens' in private, the desk's in groups."""

from __future__ import annotations

import logging

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

log = logging.getLogger(__name__)

COMMANDS = {
    "start": "Ricomincia da capo",
    "piano": "Fai il piano del congedo a ore",
    "sportello": "Trova lo sportello vicino a te",
    "voucher": "Chiedi il voucher",
    "pratica": "A che punto è la tua richiesta",
    "operatore": "Parla con una persona dello sportello",
    "buoneprassi": "Idee di altre aziende per conciliare",
    "azienda": "La pagina della vostra azienda",
    "autovalutazione": "Per aziende ed enti: come siete organizzati",
    "aiuto": "Cosa so fare",
    "cosa_sai": "Che cosa ricordo di te",
    "privacy": "Quali dati conservo",
    "miei_dati": "Una copia dei tuoi dati",
    "cancella": "Cancella i tuoi dati",
    "annulla": "Lascia stare quello che stiamo facendo",
    "lingua": "Language · Limbă · Idioma · Langue · اللغة · Мова · Gjuha · 语言",
}
DESK_COMMANDS = {
    "coda": "Le pratiche che aspettano",
    "prendi": "Prendi la pratica di questo argomento",
    "scheda": "Rileggi la pratica",
    "nota": "Scrivi una nota che resta tra operatori",
    "bozza": "Una bozza di risposta, con la fonte",
    "bozza_voce": "Proponi l'ultima risposta per tutti",
    "manca": "Segna un documento che manca",
    "arrivato": "Segna un documento arrivato",
    "appuntamento": "Fissa giorno e ora",
    "inoltra": "Passa la pratica a un altro sportello",
    "restituisci": "Rimetti la pratica in coda",
    "chiudi": "Chiudi la pratica con il motivo",
    "aziende": "Le aziende della rete nei vostri distretti",
    "assegna": "Dai la pratica a una persona (chi coordina)",
    "osservatorio": "Il mese in un'immagine",
    "collega": "Collega questo gruppo a uno sportello",
    "scollega": "Scollega questo gruppo",
    "aiuto": "I comandi dello sportello",
}


async def introduce(bot: Bot) -> None:
    menus = ((COMMANDS, BotCommandScopeAllPrivateChats()), (DESK_COMMANDS, BotCommandScopeAllGroupChats()))
    try:
        for commands, scope in menus:
            await bot.set_my_commands([BotCommand(name, about) for name, about in commands.items()], scope=scope)
    except Exception as error:  # noqa: BLE001  # without menus the service works all the same
        log.warning("the menu of commands was not set (%s)", type(error).__name__)
