"""A file that proves a snapshot can be checked by whoever has only Python."""

import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from aliexpress.models import ListingSnapshot, SigningKey, SnapshotSeal
from aliexpress.proof.listings import states_at
from aliexpress.proof.proof_file import VERIFIER
from tests.factories import SnapshotFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def proven(lived, tmp_path):
    """The third of four snapshots, as a file."""
    snapshot = ListingSnapshot.objects.order_by("id")[2]
    out = tmp_path / "proof.json"
    call_command("prove", str(snapshot.pk), out=str(out), verifier=str(tmp_path / "check.py"))
    return out


def check(path, *arguments, interpreter=(sys.executable,)):
    verifier = path.with_name("check.py")
    command = [*interpreter, str(verifier), str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_a_proof_holds_what_the_past_snapshot_counted(proven):
    snapshot = ListingSnapshot.objects.order_by("id")[2]
    proof = json.loads(proven.read_text())

    assert len(proof["listings"]) == snapshot.total_count == proof["statement"]["total"]
    assert proof["listings"] == [[pk, state] for pk, state in states_at(snapshot).items()]
    assert proof["statement"]["evidence"] == snapshot.evidence
    assert len(proof["chain"]) == 3


def test_the_verifier_finds_that_a_proof_holds(proven):
    done = check(proven, SigningKey.objects.get().public)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("All of it holds: 11 at ")
    assert done.stdout.count("\n") == 1


def test_a_key_is_taken_as_it_was_told_and_never_for_none(proven):
    public = SigningKey.objects.get().public

    assert check(proven, f" {public.upper()}\n").returncode == 0
    for mistyped in ("", public[:-1], "somebody"):
        done = check(proven, mistyped)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "PUBLIC_KEY is 64 digits and letters from a to f.\n"


def test_whoever_says_no_key_is_told_by_which_it_is_signed(proven):
    done = check(proven)

    assert done.returncode == 0
    assert f"Ask whether this key is theirs: {SigningKey.objects.get().public}" in done.stdout


def test_the_verifier_needs_nothing_but_python(proven):
    done = check(proven, interpreter=(sys.executable, "-I", "-S"))

    assert done.returncode == 0
    assert "The signature was not looked at" in done.stdout


def _leave_one_out(proof):
    proof["listings"].pop()


def _name_one_twice(proof):
    proof["listings"].append(proof["listings"][-1])


def _change_a_state(proof):
    proof["listings"][0][1] = "expired"


def _name_another(proof):
    proof["listings"][0][0] -= 1


def _say_another_total(proof):
    proof["statement"]["total"] += 1


def _say_another_day(proof):
    proof["statement"]["as_of"] = "2026-01-01T00:00:00+00:00"


def _break_the_chain(proof):
    proof["chain"].pop(0)


def _sign_another_digest(proof):
    proof["signature"] = "00" * 64


def _say_another_evidence(proof):
    proof["statement"]["evidence"][0]["declared"] += 1


def _put_two_states_for_one_another(proof):
    """No count shows it."""
    first, other = (
        next(one for one in proof["listings"] if one[1] == state)
        for state in ("active", "rejected")
    )
    first[1], other[1] = other[1], first[1]


def _cut_it_off(proof):
    del proof["chain"]


def _write_an_id_as_text(proof):
    """Its line is the same."""
    proof["listings"] = [[str(product_id), state] for product_id, state in proof["listings"]]


def _write_an_id_in_other_digits(proof):
    proof["listings"][0][0] = "\N{FULLWIDTH DIGIT ONE}"


def _add_a_part_that_nobody_sealed(proof):
    proof["note"] = "These are all of them."


def _turn_the_chain_round(proof):
    proof["chain"].reverse()


CHANGES = [
    _write_an_id_as_text,
    _write_an_id_in_other_digits,
    _add_a_part_that_nobody_sealed,
    _turn_the_chain_round,
    _say_another_evidence,
    _put_two_states_for_one_another,
    _cut_it_off,
    _leave_one_out,
    _name_one_twice,
    _change_a_state,
    _name_another,
    _say_another_total,
    _say_another_day,
    _break_the_chain,
    _sign_another_digest,
]


def test_the_verifier_finds_what_was_changed(proven):
    sound = proven.read_text()
    for change in CHANGES:
        proof = json.loads(sound)
        change(proof)
        proven.write_text(json.dumps(proof))

        done = check(proven)
        assert done.returncode == 1, change.__name__
        assert "Traceback" not in done.stderr
    for text in (
        "",
        "[]",
        "[[[",
        "[" * 100_000,
        '{"statement": 3, "listings": 4}',
        sound.replace('"total": 11', '"total": 4820, "total": 11'),  # another program reads 4,820
    ):
        proven.write_text(text)

        assert check(proven).stderr.startswith("This is no whole proof file: ")


def test_the_verifier_finds_that_somebody_else_signed(proven):
    done = check(proven, "ab" * 32)

    assert (done.returncode, done.stdout) == (1, "It is signed with another key.\n")


def test_the_verifier_is_one_page():
    assert len(VERIFIER.read_text().splitlines()) <= 80


def test_each_seal_stands_on_the_one_before_it(lived):
    seals = list(SnapshotSeal.objects.order_by("snapshot"))

    assert [one.previous_digest for one in seals] == ["", *(one.digest for one in seals[:-1])]


def test_a_lost_credential_key_does_not_keep_a_store_from_being_published(catalogue, read):
    read()
    lost = SigningKey.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE aliexpress_signingkey SET private = 'no ciphertext'")
    catalogue.create("auditing")

    run = read(full=True)

    assert run.snapshot.seal.key != lost


def test_a_snapshot_of_a_release_before_cannot_be_proven_and_that_is_said(tmp_path):
    snapshot = SnapshotFactory()

    with pytest.raises(CommandError, match="published before snapshots were sealed"):
        call_command("prove", str(snapshot.pk), out=str(tmp_path / "proof.json"))


def test_a_snapshot_that_is_not_there_is_said(db):
    with pytest.raises(CommandError, match="There is no snapshot 9999"):
        call_command("prove", "9999", out="proof.json")


def test_a_file_that_cannot_be_written_is_said(lived, tmp_path):
    snapshot = ListingSnapshot.objects.latest("id")

    with pytest.raises(CommandError, match="could not be written"):
        call_command("prove", str(snapshot.pk), out=str(tmp_path / "no" / "proof.json"))
