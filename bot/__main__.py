"""`python -m bot` is `concilia`."""

from bot.cli import main

main()
