import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-phrasebook", action="store_true", help="write all wording into tests/phrasebook/phrasebook.txt"
    )
