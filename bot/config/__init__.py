"""Settings: config.toml and the environment, read once and frozen; every mistake reported at once, with key and remedy."""

from bot.config.example import example_text
from bot.config.loading import load_settings, require_master_key
from bot.config.problems import ConfigError
from bot.config.secret import Secret, Secrets
from bot.config.settings import Settings
from bot.declarations.setting_rules import Problem

__all__ = [
    "ConfigError",
    "Problem",
    "Secret",
    "Secrets",
    "Settings",
    "example_text",
    "load_settings",
    "require_master_key",
]
