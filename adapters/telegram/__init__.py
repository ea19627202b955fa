"""Telegram as a platform: see `app.TelegramAdapter`."""
