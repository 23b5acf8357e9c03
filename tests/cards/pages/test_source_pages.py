"""A source as people give, see and take it: a file, who may, and a store without one."""

from django.core.files.uploadedfile import SimpleUploadedFile

from aliexpress.models import SourceUpload
from tests.bridge_stores import (
    listed,
    snapshot_of,
)
from tests.cards.pages.bridge_of_five import API, PAGE
from tests.factories import UserFactory


def test_a_file_is_uploaded_looked_at_and_published(store, member, as_user):
    listed(store, ["A-1"])
    snapshot_of(store)
    desk = as_user(member("operations"))
    file = SimpleUploadedFile("goods.csv", b"sku,stock\nA-1,5\n1.2E+11,6\nB-1,none\n")

    looked = desk.post(f"{PAGE}source/", {"file": file}, follow=True)
    text = looked.content.decode()
    assert "written as a power of ten" in text
    assert "no whole number" in text
    upload = SourceUpload.objects.get()
    refused = desk.post(f"{PAGE}source/{upload.pk}/publish/")
    assert refused.status_code == 400
    done = desk.post(f"{PAGE}source/{upload.pk}/publish/", {"without_refused": "yes"})

    assert done.status_code == 302
    assert desk.get(API).json()["items"]["listed"] == 1


def test_only_owners_and_operations_say_what_the_source_is(store, member, as_user):
    for user in (member(None), member("finance"), UserFactory()):
        file = SimpleUploadedFile("goods.csv", b"sku\nA-1\n")
        assert as_user(user).post(f"{PAGE}source/", {"file": file}).status_code == 404


def test_the_source_as_a_file_is_the_same_source_again(store, desk, bridge):
    file = SimpleUploadedFile(
        "goods.csv",
        b'sku,name,price,stock,product,meant\n=A-1,"=bowl",12.5,3,70,no\n007,Cup,,,,\n',
    )
    desk.post(f"{PAGE}source/", {"file": file})
    desk.post(f"{PAGE}source/{SourceUpload.objects.latest('pk').pk}/publish/")
    first = desk.get(API).json()["source"]["digest"]

    ours = desk.get(f"{PAGE}source.csv").getvalue()
    desk.post(f"{PAGE}source/", {"file": SimpleUploadedFile("ours.csv", ours)})
    upload = SourceUpload.objects.latest("pk")
    desk.post(f"{PAGE}source/{upload.pk}/publish/")

    assert upload.file_name == "ours.csv"
    assert upload.reads.get().published is False
    assert desk.get(API).json()["source"]["digest"] == first


def test_a_store_without_a_source_says_so(store, member, as_user):
    desk = as_user(member("owner"))

    assert "no source catalogue" in desk.get(PAGE).content.decode()
    assert desk.get(API).status_code == 404
