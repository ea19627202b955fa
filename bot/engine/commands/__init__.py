"""What chat commands do: one handler for each command of `bot.domain.commands`, a file per noun."""
