"""Handlers of chat commands, a file per noun; `running.py` leads from each command to its handler.

Commands of rounds, meetings and follow-ups have theirs in the folders of these subjects.
"""
