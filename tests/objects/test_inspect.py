import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.corpus.base import LACKING
from lib.objects.inspect import SHOWN, require_readable


def table(errors: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"error": errors})


def test_nothing_is_raised_where_all_is_well() -> None:
    require_readable(table(["", ""]))


def test_every_unusable_mesh_is_named_up_to_a_limit() -> None:
    with pytest.raises(BenchError, match="2 of 3 meshes cannot be used") as error:
        require_readable(table(["a.off: empty", "", "b.off: empty"]))
    assert "a.off: empty\n  b.off: empty" in error.value.message
    assert "folder.missing" not in str(error.value.hint)
    with pytest.raises(BenchError, match=r"\.\.\. and 5 more"):
        require_readable(table(["bad"] * (SHOWN + 5)))


def test_meshes_without_their_textures_may_be_taken_so() -> None:
    with pytest.raises(BenchError) as error:
        require_readable(table([f"a.obj: {LACKING}: texture a.png (not found)"]))
    assert "folder.missing" in str(error.value.hint)
