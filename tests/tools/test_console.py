"""What commands say, and the status they end with."""
import subprocess
import sys

import pytest

from tools import console
from tools.paths import ROOT


def ended(function):
    with pytest.raises(SystemExit) as caught:
        console.main(function)
    return caught.value.code


def test_a_command_that_returns_nothing_succeeds():
    assert ended(lambda: None) == 0


def test_a_command_may_return_a_status():
    assert ended(lambda: 3) == 3


def test_an_error_is_text_with_a_remedy_and_status_1(capsys):
    assert ended(lambda: console.fail("no flour", "buy some")) == 1
    assert capsys.readouterr().err == "✗ no flour\n  → buy some\n"


def test_ctrl_c_is_status_130(capsys):
    def interrupted():
        raise KeyboardInterrupt

    assert ended(interrupted) == 130
    assert "run the same command again" in capsys.readouterr().err


def test_a_program_that_is_missing_is_named():
    with pytest.raises(console.CommandError) as caught:
        console.run(["som-no-such-program"])
    assert "`som-no-such-program` is not installed" in caught.value.message


def test_a_program_that_fails_shows_the_end_of_its_log(tmp_path, capsys):
    log = tmp_path / "deep" / "x.log"
    with pytest.raises(console.CommandError) as caught:
        console.run([sys.executable, "-c", "print('line 1'); print('line 2'); exit(4)"], log=log, remedy="try again")
    assert "status 4" in caught.value.message
    assert str(log) in caught.value.message
    assert "try again" in caught.value.message
    assert "line 2" in capsys.readouterr().err


def test_a_step_says_how_long_it_took(capsys):
    with console.step("Baking"):
        pass
    said = capsys.readouterr().err
    assert "» Baking …" in said
    assert "Baking: done in 0.0 s" in said


@pytest.mark.parametrize(("module", "arguments", "said"), [
    ("db", [""], "no database was named"),
    ("db", ["Not-A-Name"], "'Not-A-Name' is no database name"),
    ("shell", [""], "no database was named"),
    ("serve", ["x", "--port", "abc"], "'abc' is no port"),
    ("serve", ["x", "--port", "80"], "'80' is no port"),
    ("serve", ["BAD"], "'BAD' is no database name"),
    ("test", ["addons/no_such_addon"], "there is no addons/no_such_addon"),
    ("bench", ["no_such_bench"], "'no_such_bench' names no benchmark"),
])
def test_wrong_input_ends_a_command_at_once(module, arguments, said):
    done = subprocess.run([sys.executable, "-m", f"tools.{module}", *arguments], cwd=ROOT,
                          capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
