"""An owner downloads what proves a reading, and what checks it; nobody else does."""

import json
import subprocess
import sys

import pytest
from django.utils import timezone

from aliexpress.proof.seal import seal
from tests.cards.store_past import lived


@pytest.fixture
def sealed(store):
    [snapshot] = lived(store, [{1: "active", 2: "active", 3: "rejected"}])
    seal(snapshot, at=timezone.now())
    return snapshot


def test_the_card_leads_to_a_file_that_the_verifier_finds_to_hold(
    owner, sealed, store, as_user, tmp_path
):
    browser = as_user(owner)
    path = f"/stores/{store.slug}/proof/{sealed.pk}.json"
    assert path in browser.get(f"/stores/{store.slug}/cards/aex_total_listings/").text

    proof, program = browser.get(path), browser.get("/proof/verifier.py")

    assert "attachment" in proof.headers["Content-Disposition"]
    assert json.loads(proof.content)["statement"]["total"] == 3
    (tmp_path / "proof.json").write_bytes(proof.content)
    (tmp_path / "check.py").write_bytes(program.content)
    checked = subprocess.run(
        [sys.executable, "-I", "check.py", "proof.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout[:16]) == (0, "All of it holds:")


def test_nobody_downloads_the_proof_of_a_store_that_is_not_theirs(member, sealed, store, as_user):
    path = f"/stores/{store.slug}/proof/{sealed.pk}.json"
    for stranger in (member("owner", of_store=False), member(None)):
        assert as_user(stranger).get(path).status_code == 404
    other = f"/stores/{store.slug}/proof/{sealed.pk + 1}.json"
    assert as_user(member("owner")).get(other).status_code == 404


def test_a_reading_without_a_seal_is_one_sentence(owner, store, as_user):
    [snapshot] = lived(store, [{1: "active"}])

    answer = as_user(owner).get(f"/stores/{store.slug}/proof/{snapshot.pk}.json")

    assert answer.status_code == 400
    assert "before snapshots were sealed" in answer.text
