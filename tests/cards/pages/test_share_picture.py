"""The picture of a finding says its shares as everything else does."""

from cards.pages.share_picture import against


def test_a_share_of_all_but_one_does_not_read_as_all():
    here, elsewhere = against({"here": [4819, 4820], "others": [1, 4820]})

    assert (here.share, elsewhere.share) == ("99.98 %", "0.02 %")
