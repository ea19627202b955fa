"""Recognition of words that suggest a risk of harm (C12)."""

from __future__ import annotations

from bot.safeguarding.rule import suggests_risk

__all__ = ["suggests_risk"]
