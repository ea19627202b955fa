"""Handlers of chat commands: one for each command of `bot.domain.commands`, a file per noun."""
