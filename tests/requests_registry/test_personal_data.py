"""What is taken for personal data in a text that is about to become public."""

import pytest

from requests_registry.personal_data import personal_data, personal_data_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ติดต่อ 081-234-5678 หรือ ๐๔๒ ๘๑๑ ๒๓๔", ["081-234-5678", "๐๔๒ ๘๑๑ ๒๓๔"]),
        ("โทร +66812345678", ["+66812345678"]),
        ("อีเมล somchai.j@example.co.th ครับ", ["somchai.j@example.co.th"]),
        ("เลขบัตร 1-1017-00203-45-1", ["1-1017-00203-45-1"]),
        ("เลขบัตร ๑๑๐๑๗๐๐๒๐๓๔๕๑", ["๑๑๐๑๗๐๐๒๐๓๔๕๑"]),
        ("ผู้ประสานงานคือนายสมชาย ใจดี และนางสาวมะลิ", ["นายสมชาย", "นางสาวมะลิ"]),
        ("น.ส. แก้วตา", ["น.ส. แก้วตา"]),
    ],
)
def test_personal_data_are_found(text: str, found: list[str]) -> None:
    assert [finding.text for finding in personal_data(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "นายกเทศมนตรี นายอำเภอ และนายกฯ เสนอ ทนายความทำนายผล",
        "ไร่นายังแห้ง ต้องการงบ 1,250,000 บาท ปี 2552 เลขที่ 2552-014",
        "ผลผลิต 12000 กิโลกรัม รหัส 4202",
        "",
    ],
)
def test_offices_numbers_and_words_that_look_alike_are_left_alone(text: str) -> None:
    assert list(personal_data(text)) == []


def test_the_place_of_a_finding_is_told() -> None:
    found = personal_data_in({"ชื่อเรื่อง": "ขอเครื่องอบ", "รายละเอียด": "โทร 0812345678"})

    assert [(finding.where, finding.text) for finding in found] == [("รายละเอียด", "0812345678")]
