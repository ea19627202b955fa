"""The three questions that an organisation starts with."""

QUESTIONS = (
    "What works well here and should stay as it is?",
    "What should we stop doing, or do differently?",
    "What is missing: what would help you and the people you work for?",
)
DIRECTIONS = ("keep", "stop", "missing")
