"""A helpdesk's place on Telegram: the text says it, and a point on the map follows."""

from __future__ import annotations

from bot.assistant import Assistant
from tests.botapi import BotApi
from tests.channels.service import serving

PERSON = 42


async def test_the_place_of_a_town_hall_is_sent_as_a_point_on_the_map(plain_assistant: Assistant) -> None:
    async with BotApi() as api, serving(api, plain_assistant):
        api.add_user(PERSON)
        api.user_says(PERSON, "abito a Melegnano")
        *_, card = await api.wait_for_messages(PERSON, 2, timeout=20)
        assert "Telefono: +39 02 982081" in card.text
        assert "tel:" not in str(card.params), "phones are links by themselves"
        api.user_presses(PERSON, card.message_id, "Sulla mappa")
        *_, told, place = await api.wait_for_messages(PERSON, 4, timeout=20)
        assert "Piazza Risorgimento" in told.text
        assert place.method == "sendVenue"
        venue = place.message["venue"]
        assert venue["title"] == "Servizi sociali di Melegnano"
        assert venue["address"] == "Piazza Risorgimento, 20077 Melegnano"
        assert venue["location"] == {"latitude": 45.3575, "longitude": 9.3243}
