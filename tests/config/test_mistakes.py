"""What a wrong config.toml gives: every mistake at once, each with its key and a remedy."""

from pathlib import Path

import pytest

from bot.config import ConfigError, Problem, load_settings


def problems(tmp_path: Path, text: str, env: dict[str, str] | None = None) -> dict[str, Problem]:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(path, env or {})
    for problem in caught.value.problems:
        assert problem.what.endswith((".", "?")) and problem.remedy
        assert str(problem) in str(caught.value)
    return {problem.key: problem for problem in caught.value.problems}


MISTAKES = {
    '[organisation]\nname = " "': ("organisation.name", "empty", "leave the line out"),
    '[organisation]\nzone = "Europe/Lodnon"': ("organisation.zone", "no time zone", "Europe/London"),
    '[organisation]\nzone = "EST"': ("organisation.zone", "abbreviation", "America/"),
    '[organisation]\ncountry = "Germny"': ("organisation.country", "no country", 'country = "Germany"'),
    '[organisation]\ncountry = "GB"': ("organisation.country", "differ within the UK", 'region = "England"'),
    '[organisation]\ncountry = "GB"\nregion = "Englnd"': ("organisation.region", "no region", 'region = "England"'),
    '[organisation]\nregion = "ENG"': ("organisation.region", "no country", "Set country"),
    '[organisation]\nnmae = "x"': ("organisation.nmae", "no such key", "Did you mean name?"),
    '[storage]\npath = "data/keys.db"': ("storage.keys_path", "share one file", "another file"),
    "[storage]\npath = 3": ("storage.path", "not text", "quotation marks"),
    '[storage]\nurl = "postgresql://h/d"': ("storage.keys_url", "on PostgreSQL alone", "Set both"),
    '[storage]\nurl = "sqlite:///x.db"': ("storage.url", "not the address of a database", "postgresql://"),
    '[storage]\nurl = "postgresql://u:w@h/d"\nkeys_url = "postgresql://h/k"': (
        *("storage.url", "A password stands in it", "password_file"),
    ),
    **{
        f'[storage]\nurl = "postgresql://u:{word}@h/d"\nkeys_url = "postgresql://h/k"': (
            *("storage.url", "A password stands in it", "password_file"),
        )
        for word in ("w/d", "w?d", "w#d", "w%zzd", "w d", "w@d", "w/c==", "w?b=c", "w#b=")
    },
    '[storage]\nurl = "postgresql://h/d"\nkeys_url = "postgresql://h/d"': (
        *("storage.keys_url", "share one database", "one_database"),
    ),
    '[keys]\nmaster_key_file = ""': ("keys.master_key_file", "empty", "leave the line out"),
    "[privacy]\nk = 3": ("privacy.k", "fewer than 5", "no setting goes below 5"),
    "[privacy]\nk = 4": ("privacy.k", "fewer than 5", "no setting goes below 5"),
    "[privacy]\nk = 51": ("privacy.k", "nearly no team", "5 to 50"),
    '[privacy]\nk = "5"': ("privacy.k", "not a whole number", "without quotation marks"),
    "[privacy]\nk = 5.0": ("privacy.k", "not a whole number", "without quotation marks"),
    "[privacy]\nk = true": ("privacy.k", "not a whole number", "without quotation marks"),
    "[rounds]\nwindow_days = 0": ("rounds.window_days", "out of range", "1 to 60 days"),
    "[rounds]\nlateness_minutes = 1441": ("rounds.lateness_minutes", "out of range", "1 to 1440 minutes"),
    '[rounds]\nclose_at = "24:00"': ("rounds.close_at", "not a time", "18:00"),
    "[rounds]\nclose_at = 18:00:00": ("rounds.close_at", "not text", "quotation marks"),
    '[rounds]\nwork_from = "9"': ("rounds.work_from", "not a time", "18:00"),
    '[rounds]\nwork_until = "08:30"': ("rounds.work_until", "end before they begin", "after work_from"),
    "[rounds]\nk = 6": ("rounds.k", "no such key", "below [privacy]"),
    "k = 6": ("k", "no such section", "below [privacy]"),
    "[slak]": ("slak", "no such section", "[slack]"),
    "[zzzzzz]": ("zzzzzz", "no such section", "organisation, storage"),
    "[rounds]\nqqqqqq = 1": ("rounds.qqqqqq", "no such key", "window_days, check_days"),
    "slack = true": ("slack", "not a section", "[slack]"),
    '[slack]\nenabled = "true"': ("slack.enabled", "neither true nor false", "without quotation marks"),
    '[slack]\nmode = "rtm"': ("slack.mode", "none of what is possible", '"socket" or "http"'),
    '[slack]\napi_url = "http://slack.com/api/"': ("slack.api_url", "unencrypted", "https://"),
    '[slack]\napi_url = "slack.com"': ("slack.api_url", "not a plain web address", "https://"),
    '[telegram]\napi_url = "http://[::1"': ("telegram.api_url", "not a web address", "https://"),
    '[telegram]\npublic_url = "https://user@moot.example"': ("telegram.public_url", "not a plain", "https://"),
    "[telegram]\nlisten_port = 65536": ("telegram.listen_port", "out of range", "1 to 65535"),
    '[themes]\nengine = "cloud"': ("themes.engine", "none of what is possible", '"local"'),
    '[log]\nlevel = "INFO"': ("log.level", "none of what is possible", '"debug"'),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.items())
def test_a_mistake_is_told_with_its_key_and_remedy(tmp_path: Path, text: str, expected: tuple[str, str, str]) -> None:
    key, what, remedy = expected
    found = problems(tmp_path, text)

    assert list(found) == [key]
    assert what in found[key].what
    assert remedy in found[key].remedy


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """
        stray = 1
        [organisation]
        zone = "Mars"
        country = "Narnia"
        nmae = "x"
        [privacy]
        k = 3
        [rounds]
        check_days = 99
        [slack]
        enabled = true
        bot_token = "abc"
        mode = "http"
        client_id = "1.2"
        [telegram]
        enabled = true
        mode = "webhook"
        """,
    )

    assert set(found) == {
        "stray",
        "organisation.zone",
        "organisation.country",
        "organisation.nmae",
        "privacy.k",
        "rounds.check_days",
        "slack.bot_token",
        "slack.public_url",
        "telegram.public_url",
        "FOLKMOOT_SLACK_CLIENT_SECRET",
        "FOLKMOOT_SLACK_SIGNING_SECRET",
        "FOLKMOOT_TELEGRAM_TOKEN",
        "FOLKMOOT_TELEGRAM_SECRET",
    }


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    found = problems(tmp_path, "[privacy]\n\nk = = 5\n")

    assert "line 3" in found["config.toml"].what


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="folkmoot init"):
        load_settings(tmp_path / "config.toml", {})


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(tmp_path, {})


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_settings(tmp_path / "config.toml", {})


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xef\xbb\xbf[privacy]\r\nk = 7\r\n")
    assert load_settings(tmp_path / "config.toml", {}).privacy.k == 7
    (tmp_path / "config.toml").write_text("[privacy]\nk = 7\n", "utf-16")
    with pytest.raises(ConfigError, match="Save it as UTF-8"):
        load_settings(tmp_path / "config.toml", {})


def test_brackets_without_end_are_a_mistake_like_any_other(tmp_path: Path) -> None:
    assert "nested too deeply" in problems(tmp_path, f"a = {'[' * 100_000}")["config.toml"].what


def test_of_an_address_that_is_none_it_is_not_said_that_the_other_one_lacks(tmp_path: Path) -> None:
    assert set(problems(tmp_path, '[storage]\nurl = "sqlite:///x.db"')) == {"storage.url"}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://folkmoot@one:5432,two:5433/d?target_session_attrs=read-write",
        "postgresql://one:5432/d?user=folkmoot@one",
        "postgresql://[::1]:5432/d",
        "postgresql:///d?host=/run/postgresql&user=folkmoot",
        "postgresql://folkmoot:@/d?host=/run/postgresql",
    ],
)
def test_an_address_without_a_password_is_taken(tmp_path: Path, url: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[storage]\nurl = "{url}"\nkeys_url = "postgresql://keys/k"', "utf-8")
    assert load_settings(path, {}).storage.url == url
