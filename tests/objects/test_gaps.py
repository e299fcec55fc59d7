import pandas as pd

from lib.objects.gaps import gaps, told


def items(missing: list[str], passed_over: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item_id": [f"chair/{number}" for number in range(len(missing))],
            "missing": missing,
            "passed_over": passed_over,
        }
    )


def test_meshes_that_lack_something_are_counted_by_kind() -> None:
    both = "material file a.mtl (not found); texture b.png (not found)"
    twice = "texture a.png (not found); texture b.png (not found)"
    table = items(["", twice, both, ""], ["3 lines", "", "", ""])
    assert gaps(table) == {"lacking": {"texture": 2, "material": 1}, "n_passed_over": 1}
    assert gaps(items([""], [""])) == {"lacking": {}, "n_passed_over": 0}


def test_each_is_named_once_with_a_total() -> None:
    assert told(items([""], [""])) == []
    table = items(["texture a.png (not found)", ""], ["", "3 lines; 1 point"])
    assert told(table) == [
        "1 of 2 meshes lack a file they name:",
        "  chair/0: texture a.png (not found)",
        "1 of 2 meshes hold more than triangles, which is left out:",
        "  chair/1: 3 lines; 1 point",
    ]
    many = told(items(["texture a.png (not found)"] * 25, [""] * 25))
    assert len(many) == 22
    assert many[-1] == "  ... and 5 more"
