"""Output of the commands on terminals that know few letters, and of errors nobody took."""

import subprocess
import sys

import pytest

from tests.processes import ROOT, environment, manage

WRITE = "from nervecentre.terminal import prepare_terminal; prepare_terminal(); print('Дом')"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_letter_the_terminal_has_not_is_written_with_those_it_has(encoding, tmp_path):
    env = environment(tmp_path, PYTHONIOENCODING=encoding)

    done = subprocess.run([sys.executable, "-c", WRITE], cwd=ROOT, env=env, capture_output=True)

    assert (done.returncode, done.stdout.strip()) == (0, rb"\u0414\u043e\u043c")


def test_an_error_nobody_took_is_printed_without_the_secrets_we_hold(tmp_path):
    code = (
        "from aliexpress.gateway import Credentials; "
        "Credentials('https://e.example', '500100', 'the-app' + '-secret', 'the-access-' 'token'); "
        "raise ValueError('told the-app' + '-secret')"
    )

    done = manage("shell", "--no-imports", "-c", code, env=environment(tmp_path))

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "ValueError: told (hidden)"
