"""`python -m bot` is `concilia`."""

from bot.commands import main

main()
