"""What theme finders of tests have in common."""

from __future__ import annotations


class ReadsEverything:
    """A part of a finder: it names English, and takes every answer for it."""

    languages = ("en",)

    def reads(self, text: str) -> bool:
        return True
