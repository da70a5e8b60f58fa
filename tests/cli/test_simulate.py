"""`jifen simulate`."""

from click.testing import CliRunner

from app.cli import main


def test_it_says_that_both_agreed_and_how_far_it_came() -> None:
    ran = CliRunner(catch_exceptions=False).invoke(
        main, ["--language", "en", "simulate", "--seed", "5", "--steps", "40"]
    )

    assert ran.exit_code == 0
    assert ran.stdout.startswith("40 steps, and both agree")
    assert "Seed 5" in ran.stdout
