"""Whole dialogues, through the terminal channel, on real Rasa and a real database."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from bot import assistant as path
from bot.assistant import Assistant
from bot.channels.terminal import Terminal
from bot.model.decision import Decision
from bot.store import operators

CASES = [
    pytest.param(case, id=case["name"])
    for file in sorted((Path(__file__).parent / "conversations").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text())
]


@dataclass
class Talk:
    """A terminal whose screen and decisions can be looked at."""

    terminal: Terminal
    screen: io.StringIO
    decisions: list[Decision] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    """Words of earlier replies, by name: `keeps: {link: pattern}` and then `says: "{link}"`."""

    async def turn(self, step: dict[str, Any], repeat: int) -> str:
        if label := step.get("presses"):
            labels = [name for name, _ in self.terminal.buttons]
            assert label in labels, labels
            line = str(labels.index(label) + 1)
        else:
            line = step["says"] * repeat
        for name, word in self.kept.items():
            line = line.replace(f"{{{name}}}", word)
        self.terminal.chat = f"terminal:{step.get('as', 'local')}"
        self.screen.seek(0)
        self.screen.truncate()
        await self.terminal.say(line)
        return self.screen.getvalue()


@pytest.fixture
def talk(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Talk:
    screen = io.StringIO()
    talk = Talk(Terminal(assistant, Console(file=screen, width=10_000)), screen)
    decide = path.decide

    def remembered(*args: Any) -> Decision:
        talk.decisions.append(decide(*args))
        return talk.decisions[-1]

    monkeypatch.setattr(path, "decide", remembered)
    return talk


@pytest.mark.parametrize("case", CASES)
async def test_dialogue(case: dict[str, Any], talk: Talk) -> None:
    if name := case.get("operator"):
        async with talk.terminal.assistant.sessions.begin() as session:
            now = talk.terminal.assistant.clock.now()
            await operators.add(session, name, talk.terminal.chat, (), ("operator",), now)
    for step in case["turns"]:
        heard = await talk.turn(step, case.get("repeat", 1))
        decision = talk.decisions[-1]
        labels = [label for label, _ in talk.terminal.buttons]
        assert heard.strip()
        for name, pattern in step.get("keeps", {}).items():
            found = re.search(pattern, heard)
            assert found, heard
            talk.kept[name] = found[0]
        assert [text for text in step.get("hears", []) if text not in heard] == [], heard
        assert [text for text in step.get("not_hears", []) if text in heard] == [], heard
        assert [label for label in step.get("offers", []) if label not in labels] == [], labels
        assert [label for label in step.get("not_offers", []) if label in labels] == [], labels
        if first := step.get("first"):
            assert all(text in heard.strip().split("\n\n")[0] for text in first), heard
        for name in ("entry", "outcome", "topic", "heard_as"):
            assert step.get(name) in (None, getattr(decision, name)), (heard, decision.topic)
        if desk := step.get("helpdesk"):
            assert decision.helpdesks[0] == desk
