"""The seed of the hidden tests comes from the instructor's file."""

import pytest

from exercises import text


@pytest.fixture
def secret(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "SECRET", tmp_path / "secret.toml")
    return text.SECRET


def test_a_missing_file_is_made_once(secret):
    assert text.secret_seed() == text.secret_seed()


def test_a_byte_order_mark_does_no_harm(secret):
    secret.write_text("seed = 7\n", encoding="utf-8-sig")
    assert text.secret_seed() == 7


@pytest.mark.parametrize("content", [b"seed 7", b"seed = true", b"seed = -1", b"", b"\xff\xfes"])
def test_a_file_without_a_seed_is_refused_by_its_name(secret, content):
    secret.write_bytes(content)
    with pytest.raises(ValueError, match=r"secret.toml must hold a line like `seed = 12345`"):
        text.secret_seed()
