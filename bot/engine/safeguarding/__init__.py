"""Support for somebody whose words suggest a risk: contacts at once and in private, words held, nothing told (C12)."""
