import shutil
from pathlib import Path

import pytest

from lib.core.errors import BenchError
from lib.core.params.embed import EmbedParams, HubModel
from lib.encoders import _checkpoint


def test_without_a_network_one_question_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(url: str, timeout: float) -> None:
        asked.append((url, timeout))
        raise ConnectionError("Name or service not known")

    monkeypatch.setattr(_checkpoint.huggingface_hub, "get_hf_file_metadata", refuse)
    source = HubModel(model="nobody/nothing-of-the-kind", revision="abc")
    with pytest.raises(BenchError, match="Name or service not known"):
        _checkpoint.checkpoint_folder("dinov2", source)
    assert len(asked) == 1
    assert asked[0][1] <= 10


@pytest.mark.slow
def test_a_cached_checkpoint_needs_no_network(
    checkpoints: EmbedParams,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commit = "0123456789" * 4
    snapshot = tmp_path / "models--some--model" / "snapshots" / commit
    shutil.copytree(checkpoints.dinov2.model, snapshot)
    fetch = _checkpoint.huggingface_hub.hf_hub_download
    monkeypatch.setattr(
        _checkpoint.huggingface_hub,
        "hf_hub_download",
        lambda *args, **options: fetch(*args, **options, cache_dir=tmp_path),
    )
    source = HubModel(model="some/model", revision=commit)
    assert _checkpoint.checkpoint_folder("dinov2", source) == snapshot
