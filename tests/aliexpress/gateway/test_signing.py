"""Both published signature vectors, and what is signed."""

from aliexpress.gateway.signing import sign


def test_a_business_call_is_signed_as_the_published_example():
    parameters = {
        "access_token": "test",
        "aliexpress_category_id": "200135143",
        "app_key": "123456",
        "method": "aliexpress.logistics.redefining.getonlinelogisticsinfo",
        "sign_method": "sha256",
        "timestamp": "1517820392000",
    }

    signature = sign(parameters, app_secret="helloworld")

    assert signature == "F7F7926B67316C9D1E8E15F7E66940ED3059B1638C497D77973F30046EFB5BBB"


def test_a_system_call_is_signed_with_its_path_in_front():
    parameters = {
        "app_key": "12345678",
        "code": "3_500102_JxZ05Ux3cnnSSUm6dCxYg6Q26",
        "sign_method": "sha256",
        "timestamp": "1517820392000",
    }

    signature = sign(parameters, app_secret="helloworld", path="/auth/token/create")

    assert signature == "35607762342831B6A417A0DED84B79C05FEFBF116969C48AD6DC00279A9F4D81"


def test_empty_values_are_not_signed():
    with_empty = sign({"a": "1", "b": "", "c": "  "}, app_secret="s")

    assert with_empty == sign({"a": "1"}, app_secret="s")


def test_names_are_sorted_by_ascii_order_not_by_alphabet():
    assert sign({"b": "1", "B": "2"}, app_secret="s") == sign({"B": "2", "b": "1"}, app_secret="s")
    assert sign({"b": "1", "B": "2"}, app_secret="s") != sign({"b": "2", "B": "1"}, app_secret="s")
