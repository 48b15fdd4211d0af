"""`concilia train`: only if something changed."""

from __future__ import annotations

from bot.commands.common import (
    app,
    settings_with_log,
    train_model,
)


@app.command("train")
def train() -> None:
    """Train the understanding of questions, only if something that feeds it changed."""
    train_model(settings_with_log("train.log"), say_if_done=True)
