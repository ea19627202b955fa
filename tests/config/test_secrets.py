"""Secrets come from the environment or a private file, never from config.toml, and are never shown (C10)."""

import copy
import pickle
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import ConfigError, Secret, load_settings, require_master_key
from bot.config.secret import secret_sources
from bot.config.shapes import strip_wrapping, without_line_end
from bot.declarations.platform_spec import SecretSource

BOT = "xoxb-1234567890-CANARYbotCANARY"
APP = "xapp-1-CANARYappCANARY"
TELEGRAM = "1234567890:CANARYtelegramCANARYtelegramCANA"
SLACK_ENV = {"FOLKMOOT_SLACK_BOT_TOKEN": BOT, "FOLKMOOT_SLACK_APP_TOKEN": APP}
RIGHT = {
    **SLACK_ENV,
    "FOLKMOOT_SLACK_SIGNING_SECRET": "0123456789abcdef0123456789ABCDEF",
    "FOLKMOOT_SLACK_CLIENT_SECRET": "fedcba98765432100123456789abcdef",
    "FOLKMOOT_TELEGRAM_TOKEN": TELEGRAM,
    "FOLKMOOT_TELEGRAM_SECRET": "CANARY_-9",
}
"""A secret of the right form for each platform's own server."""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return path


def private(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o600)
    return path


def refused(path: Path, env: dict[str, str]) -> dict[str, str]:
    with pytest.raises(ConfigError) as caught:
        load_settings(path, env)
    assert "CANARY" not in "".join(traceback.format_exception(caught.value))
    return {problem.key: str(problem) for problem in caught.value.problems}


def test_a_secret_shows_nothing() -> None:
    secret = Secret("CANARY")

    assert secret.reveal() == "CANARY"
    for shown in (repr(secret), str(secret), f"{secret}", f"{secret:>20}", repr([secret]), repr({"a": secret})):
        assert "CANARY" not in shown and "6" not in shown
    assert secret == Secret("CANARY") != Secret("other")
    for copying in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError, match="not pickled"):
            copying(secret)


def test_settings_show_no_secret(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, "[slack]\nenabled = true"), SLACK_ENV)

    assert settings.secrets.get("slack_bot_token") == Secret(BOT)
    assert "CANARY" not in repr(settings) + str(settings)


def test_the_environment_goes_before_a_file(tmp_path: Path) -> None:
    private(tmp_path / "token", f"{TELEGRAM.replace('CANA', 'FILE')}\n")
    path = written(tmp_path, '[telegram]\nenabled = true\ntoken_file = "token"')

    assert load_settings(path, {}).secrets.get("telegram_token") == Secret(TELEGRAM.replace("CANA", "FILE"))
    assert load_settings(path, {"FOLKMOOT_TELEGRAM_TOKEN": f" {TELEGRAM}\n"}).secrets.get("telegram_token") == Secret(
        TELEGRAM
    )
    assert load_settings(path, {}).platforms["telegram"].token_file == tmp_path / "token"


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o602])
def test_a_file_that_others_can_use_is_refused(tmp_path: Path, mode: int) -> None:
    private(tmp_path / "token", TELEGRAM).chmod(mode)
    path = written(tmp_path, '[telegram]\nenabled = true\ntoken_file = "token"')

    found = refused(path, {})
    assert list(found) == ["telegram.token_file"]
    assert "chmod 600" in found["telegram.token_file"]
    # The negative control: the same file, made private, is read.
    (tmp_path / "token").chmod(0o600)
    assert load_settings(path, {}).secrets.get("telegram_token") == Secret(TELEGRAM)


@pytest.mark.parametrize(
    "line",
    [
        f'[slack]\nbot_token = "{BOT}"',
        f'[slack]\nbot_token_file = "{BOT}"',
        f'[slack]\nclient_id = "{APP}"',
        '[slack]\nclient_id = "0123456789abcdef0123456789ABCDEF"',
        '[slack]\nsigning_secret = "CANARY"',
        f'[telegram]\ntoken = "{TELEGRAM}"',
        f'[telegram]\napi_url = "http://bots.example/bot{TELEGRAM}"',
        f'[organisation]\nname = "{TELEGRAM}"',
        f'[organisation]\nzone = "{BOT}"',
        '[telegram]\nsecret = "CANARY"',
        '[keys]\nmaster_key = "CANARY"',
        '[secrets]\nmaster_key = "CANARY"',
        f'[keys]\nmaster_key_file = "{"CANARY" * 8}"',
        f'token = "{TELEGRAM}"',
        f'[slack]\n"{BOT}" = true',
        f'["{BOT}"]',
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, line: str) -> None:
    found = refused(written(tmp_path, line), {})

    assert found
    if "= true" not in line and "[" in line and '["' not in line:
        assert any("FOLKMOOT_" in told for told in found.values())


def test_the_remedy_names_the_variable(tmp_path: Path) -> None:
    found = refused(written(tmp_path, f'[slack]\nbot_token = "{BOT}"'), {})

    assert "FOLKMOOT_SLACK_BOT_TOKEN" in found["slack.bot_token"]
    assert "bot_token_file" in found["slack.bot_token"]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("[slack]\nenabled = true", {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}),
        ('[slack]\nenabled = true\nmode = "http"', {"SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"}),
        (
            '[slack]\nenabled = true\nmode = "http"\nclient_id = "1.2"\npublic_url = "https://moot.example"',
            {"SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"},
        ),
        ("[telegram]\nenabled = true", {"TELEGRAM_TOKEN"}),
        (
            '[telegram]\nenabled = true\nmode = "webhook"\npublic_url = "https://moot.example"',
            {"TELEGRAM_TOKEN", "TELEGRAM_SECRET"},
        ),
    ],
)
def test_the_secrets_of_an_enabled_platform_are_needed(tmp_path: Path, text: str, missing: set[str]) -> None:
    path = written(tmp_path, text)

    assert set(refused(path, {})) == {f"FOLKMOOT_{name}" for name in missing}
    assert load_settings(path, {f"FOLKMOOT_{name}": RIGHT[f"FOLKMOOT_{name}"] for name in missing})
    assert load_settings(written(tmp_path, text.replace("enabled = true", "enabled = false")), {})


def test_a_variable_with_nearly_the_right_name_is_pointed_out(tmp_path: Path) -> None:
    found = refused(written(tmp_path, "[telegram]\nenabled = true"), {"FOLKMOOT_TELEGRAM_TOKN": TELEGRAM})

    assert "FOLKMOOT_TELEGRAM_TOKN is set" in found["FOLKMOOT_TELEGRAM_TOKEN"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("FOLKMOOT_SLACK_BOT_TOKEN", APP),
        ("FOLKMOOT_SLACK_APP_TOKEN", BOT),
        ("FOLKMOOT_SLACK_SIGNING_SECRET", "CANARY CANARY"),
        ("FOLKMOOT_SLACK_SIGNING_SECRET", RIGHT["FOLKMOOT_SLACK_SIGNING_SECRET"][:-1]),
        ("FOLKMOOT_SLACK_SIGNING_SECRET", "g" * 32),
        ("FOLKMOOT_SLACK_CLIENT_SECRET", BOT),
        ("FOLKMOOT_SLACK_BOT_TOKEN", "xoxp-1-CANARY"),
        ("FOLKMOOT_SLACK_BOT_TOKEN", TELEGRAM),
        ("FOLKMOOT_TELEGRAM_TOKEN", TELEGRAM.partition(":")[2]),
        ("FOLKMOOT_TELEGRAM_TOKEN", TELEGRAM[:-20]),
        ("FOLKMOOT_TELEGRAM_TOKEN", f"bot{TELEGRAM}"),
        ("FOLKMOOT_TELEGRAM_TOKEN", TELEGRAM.replace("1", "\u0661")),
        ("FOLKMOOT_TELEGRAM_SECRET", "CANARY!"),
        ("FOLKMOOT_TELEGRAM_SECRET", "CANARY" * 43),
        ("FOLKMOOT_TELEGRAM_TOKEN", "  "),
        ("FOLKMOOT_TELEGRAM_TOKEN", ' "" '),
    ],
)
def test_a_secret_that_cannot_be_right_is_refused(tmp_path: Path, variable: str, value: str) -> None:
    assert list(refused(written(tmp_path, ""), {variable: value})) == [variable]


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe"])
def test_a_secret_file_without_a_secret(tmp_path: Path, content: bytes) -> None:
    private(tmp_path / "token", "").write_bytes(content)
    path = written(tmp_path, '[telegram]\nenabled = true\ntoken_file = "token"')

    assert list(refused(path, {})) == ["telegram.token_file"]


def test_a_secret_file_that_is_not_there(tmp_path: Path) -> None:
    path = written(tmp_path, '[telegram]\nenabled = true\ntoken_file = "token"')

    assert list(refused(path, {})) == ["telegram.token_file"]


def test_the_master_key_is_asked_for_by_who_needs_it(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    with pytest.raises(ConfigError, match="folkmoot init"):
        require_master_key(load_settings(path, {}))

    assert require_master_key(load_settings(path, {"FOLKMOOT_MASTER_KEY": "CANARY"})) == Secret("CANARY")
    private(tmp_path / "data" / "master.key", "from-the-file\n")
    assert require_master_key(load_settings(path, {})) == Secret("from-the-file")


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("FOLKMOOT_SLACK_BOT_TOKEN", APP, "This is Slack's app-level token. Slack's bot token begins with xoxb-"),
        ("FOLKMOOT_SLACK_APP_TOKEN", BOT, "This is Slack's bot token. Slack's app-level token begins with xapp-"),
        ("FOLKMOOT_SLACK_BOT_TOKEN", "xoxp-CANARY", "This is a person's Slack token."),
        ("FOLKMOOT_SLACK_SIGNING_SECRET", "CANARY", "digits and the letters a to f: see “Basic Information”"),
        ("FOLKMOOT_TELEGRAM_TOKEN", "CANARY", "a number, a colon and 35 letters"),
        ("FOLKMOOT_TELEGRAM_SECRET", "CANARY!", "1 to 256 letters, digits, _ and -"),
    ],
)
def test_a_secret_of_the_wrong_form_is_told_what_it_should_look_like(
    tmp_path: Path, variable: str, value: str, told: str
) -> None:
    assert told in refused(written(tmp_path, ""), {variable: value})[variable]


def test_a_wrong_secret_in_a_file_is_told_by_the_key_that_names_the_file(tmp_path: Path) -> None:
    private(tmp_path / "token", "CANARY")

    assert list(refused(written(tmp_path, '[telegram]\ntoken_file = "token"'), {})) == ["telegram.token_file"]


@pytest.mark.parametrize("variable", sorted(RIGHT))
@pytest.mark.parametrize(
    "around", ["{}", '"{}"', "'{}'", "\ufeff{}\n", ' \ufeff"{}"\r\n', "\u201c{}\u201d", "`{}`", "{}\ufeff"]
)
def test_what_copying_adds_to_a_secret_is_taken_off(tmp_path: Path, variable: str, around: str) -> None:
    source = next(source for source in secret_sources() if source.variable == variable)
    value = around.format(RIGHT[variable])
    private(tmp_path / "secret", value)
    path = written(tmp_path, f'[{source.section}]\n{source.file_key} = "secret"')

    for found in (load_settings(path, {}), load_settings(None, {variable: value})):
        assert found.secrets.get(source.name) == Secret(RIGHT[variable])


PASSWORDS = ("two words", " blanks ", "'quoted'", '"', "tab\tand\u00a0more", "é£\u0661", "back\\slash", "a=b c")


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_password_is_taken_as_it_stands(tmp_path: Path, password: str, end: str) -> None:
    """Somebody has chosen it: all but the line break at its end belongs to it."""
    (tmp_path / "password").write_bytes(f"{password}{end}".encode())
    (tmp_path / "password").chmod(0o600)
    path = written(tmp_path, '[storage]\npassword_file = "password"')
    given = {"FOLKMOOT_DATABASE_PASSWORD": f"{password}{end}"}
    for found in (load_settings(path, {}), load_settings(None, given)):
        assert found.secrets.get("database_password") == Secret(password)


@pytest.mark.parametrize("password", ["CANARY\nCANARY", "CANARY\n\n", "CANARY\0"])
def test_a_password_of_several_lines_is_refused(tmp_path: Path, password: str) -> None:
    private(tmp_path / "password", password)
    found = refused(written(tmp_path, '[storage]\npassword_file = "password"'), {})
    assert list(found) == ["storage.password_file"]


def test_a_server_of_ones_own_may_give_out_other_secrets(tmp_path: Path) -> None:
    given = {"FOLKMOOT_TELEGRAM_TOKEN": "given", "FOLKMOOT_SLACK_SIGNING_SECRET": "given"}
    own = '[telegram]\napi_url = "http://bots:8081"\n[slack]\napi_url = "http://slack.internal.example/api/"'
    path = written(tmp_path, own.replace("slack.internal.example", "slack"))

    assert load_settings(path, given).secrets.get("telegram_token") == Secret("given")
    assert set(refused(written(tmp_path, own.partition("[slack]")[0]), given)) == {"FOLKMOOT_SLACK_SIGNING_SECRET"}
    for odd in ("CANARY CANARY", "CANARY\u0661", "CANARY\x07"):
        assert list(refused(path, {"FOLKMOOT_TELEGRAM_TOKEN": odd})) == ["FOLKMOOT_TELEGRAM_TOKEN"]


@given(st.sampled_from(secret_sources()), st.text(min_size=8) | st.text("xoapbe-0123456789:abcdef\"'", min_size=8))
def test_whatever_a_secret_is_it_is_taken_or_refused_without_being_repeated(source: SecretSource, value: str) -> None:
    try:
        found = load_settings(None, {source.variable: value})
    except ConfigError as error:
        told = str(error)
        assert source.variable in told
        assert not strip_wrapping(value) or strip_wrapping(value) not in told
    else:
        kept = (found.secrets.get(source.name) or Secret("")).reveal()
        if source.as_it_stands:
            assert kept == without_line_end(value)
            return
        assert (
            kept == strip_wrapping(kept) == strip_wrapping(value) and kept.isascii() and not any(map(str.isspace, kept))
        )


def test_the_operator_s_page_names_every_secret() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operating.md").read_text("utf-8")

    for source in secret_sources():
        assert f"| `{source.variable}` | `{source.section}.{source.file_key}` |" in page
