"""The root of what this program raises itself."""


class FolkmootError(Exception):
    """Base of every exception of this program. One whose name ends in Error is a fault, of ours or of what we stand on; the others
    are ways of not doing something that their caller expects."""
