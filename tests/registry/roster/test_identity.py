import pytest

from app.registry.households.roster.identity import id_fault


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("371599194506167871", ""),
        ("37159920031001568X", ""),
        ("371599193707265000", ""),
        ("", "id_missing"),
        ("371599194506167872", "id_check_digit"),
        ("37159919450616787X", "id_check_digit"),
        ("371599740415036", "id_old_15"),
        ("3.71599E+17", "id_lost_digits"),
        ("3.71599193412021E+17", "id_lost_digits"),
        ("371599193412021000.0", "id_lost_digits"),
        ("371599193412021000", "id_lost_digits"),
        ("37159919900230701X", "id_bad_date"),
        ("371599180001011014", "id_bad_date"),
        ("37159919450616787", "id_bad"),
        ("37159919450616787142", "id_bad"),
        ("E12345678", "id_bad"),
        ("٣٧١٥٩٩١٩٤٥٠٦١٦٧٨٧١", "id_bad"),
        ("37159919450616787Y", "id_bad"),
    ],
)
def test_what_is_wrong_with_an_id_number(number: str, fault: str) -> None:
    assert id_fault(number) == fault
