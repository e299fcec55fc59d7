"""Weights on the Hugging Face hub: found in its cache or a folder, or downloaded."""

from pathlib import Path

import huggingface_hub
from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError

from lib.core.errors import BenchError
from lib.core.params.embed import EmbedParams, HubModel

_SMALL_FILES = ("config.json", "preprocessor_config.json")
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_TIMEOUT_S = 5


def checkpoint_folder(name: str, source: HubModel) -> Path:
    """Find, or download, the files of a checkpoint.

    Parameters
    ----------
    name : str
        The encoder's name, for the message.
    source : HubModel
        A local folder, whose revision does not matter, or an id on the hub.

    Returns
    -------
    Path
        Folder with config, preprocessing and weights.

    Raises
    ------
    BenchError
        If they are neither here nor, within seconds, to be had.
    """
    folder = Path(source.model)
    if not folder.is_dir():
        try:
            folder = _cached(source) or _download(source)
        except Exception as error:
            reason = str(error).strip().partition("\n")[0]
            raise BenchError(
                f"encoder {name!r} needs the weights of {source.model} at revision "
                f"{source.revision} from https://huggingface.co/{source.model}, which cannot be "
                f"had: {reason} (no folder {source.model} is here either)",
                checkpoint_hint(name, source),
            )
    here = {path.name for path in folder.iterdir()}
    absent = [file for file in _SMALL_FILES if file not in here]
    if not any(path.endswith((".safetensors", ".bin")) for path in here):
        absent.append(" or ".join(_WEIGHTS))
    if absent:
        raise BenchError(
            f"encoder {name!r}: the folder {source.model} lacks {', '.join(absent)}",
            checkpoint_hint(name, source),
        )
    return folder


def checkpoint_hint(name: str, source: HubModel) -> str:
    """Say how to bring the weights to a machine that cannot reach the hub."""
    usual: HubModel = getattr(EmbedParams(), name)
    # A folder was named in place of the id, so its own name says nothing to the hub.
    hub = usual if source.revision == usual.revision else source
    return (
        f"on a connected machine: hf download {hub.model} --revision {hub.revision} "
        f"--local-dir weights/{name}; bring the folder here and set embed.{name}.model to "
        f"weights/{name} (dvc exp run -S embed.{name}.model=weights/{name}); or take {name} "
        "off `encoders` in params.yaml"
    )


def _cached(source: HubModel) -> Path | None:
    """Folder of the checkpoint where the hub's client keeps it, or None."""
    try:
        for file in _SMALL_FILES:
            _fetch(source, file, local_files_only=True)
    except LocalEntryNotFoundError:
        return None
    for file in _WEIGHTS:
        try:
            return _fetch(source, file, local_files_only=True)
        except LocalEntryNotFoundError:
            continue
    return None


def _download(source: HubModel) -> Path:
    # Asking once first: the client itself retries for half a minute when offline.
    url = huggingface_hub.hf_hub_url(source.model, _SMALL_FILES[0], revision=source.revision)
    huggingface_hub.get_hf_file_metadata(url, timeout=_TIMEOUT_S)
    for file in _SMALL_FILES:
        _fetch(source, file)
    # Not as a snapshot, which brings the weights for other frameworks too.
    try:
        return _fetch(source, _WEIGHTS[0])
    except EntryNotFoundError:
        return _fetch(source, _WEIGHTS[1])


def _fetch(source: HubModel, file: str, local_files_only: bool = False) -> Path:
    path: str = huggingface_hub.hf_hub_download(
        source.model,
        file,
        revision=source.revision,
        local_files_only=local_files_only,
        etag_timeout=_TIMEOUT_S,
    )
    return Path(path).parent
