"""Large downloads that survive bad lines: mirrors, resume, verification.

pooch checks the hash and gives the file its name; the downloader handed to it adds
what pooch lacks for a file of gigabytes: resuming.
"""

import errno
import functools
import os
import re
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pooch
import requests
from tqdm import tqdm

from lib.core.errors import BenchError

_TIMEOUT_S = (15, 60)
_PAUSE_S = 2.0
# A broken line costs up to one chunk.
_CHUNK = 1 << 16
_HINT = "check the connection and run again (the download resumes), or give a local copy by "


def fetch(
    urls: Sequence[str], size: int, sha256: str, target: Path, path_key: str = "modelnet40.path"
) -> Path:
    """Download a file from the first mirror that serves it.

    What has arrived is kept beside the target as ``<name>.part`` and resumed by an
    HTTP Range request, after a broken line, on the next mirror or in the next run.

    Parameters
    ----------
    urls : sequence of str
        Addresses of the same file, tried in order.
    size : int
        Length of the file, bytes.
    sha256 : str
        Its SHA-256, 64 hexadecimal digits.
    target : Path
        Where it goes. A file that is there and matches is used as it is; one that
        does not match is replaced.
    path_key : str, optional
        The key of params.yaml that takes a local copy, for the messages.

    Returns
    -------
    Path
        `target`, verified.

    Raises
    ------
    BenchError
        If no mirror serves the right file, or the disk is full.
    """
    pooch.get_logger().setLevel("WARNING")
    reasons = []
    for url in urls:
        resumed = _part(target).exists()
        reason = _try(url, size, sha256, target)
        if reason and resumed and not _part(target).exists():
            # The bytes it did not serve may be the wrong ones: it gets a second chance.
            reason = _try(url, size, sha256, target)
        if not reason:
            return target
        reasons.append(f"{url}: {reason}")
    listed = "".join(f"\n  - {reason}" for reason in reasons) or " no address is given"
    raise BenchError(f"{target.name} cannot be downloaded:{listed}", _HINT + path_key)


def _part(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def _try(url: str, size: int, sha256: str, target: Path) -> str:
    """Fetch from one mirror; return why it failed, or nothing."""
    try:
        pooch.retrieve(
            url,
            known_hash=f"sha256:{sha256}",
            fname=target.name,
            path=target.parent,
            downloader=functools.partial(_download, size=size, part=_part(target)),
        )
    except requests.HTTPError as error:
        return f"the server answers {error.response.status_code} {error.response.reason}"
    except requests.ConnectionError as error:
        return f"no connection ({_root_cause(error)})"
    except requests.Timeout:
        return "no answer in time"
    except requests.exceptions.ChunkedEncodingError:
        return "the transfer broke off"
    except (requests.RequestException, _MirrorError) as error:
        return str(error)
    except ValueError as error:
        got = re.search(r"got ([0-9a-f]{64})", str(error))
        if not got:
            raise
        return f"wrong content: SHA-256 is {got[1]}, expected {sha256}; the file was thrown away"
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BenchError(
                f"the disk is full: {target} needs {size:,} bytes",
                "make room and run again: the download resumes",
            )
        raise BenchError(f"{target} cannot be written: {error.strerror}", "check the rights")
    return ""


def _root_cause(error: requests.ConnectionError) -> str:
    """Unwrap what requests and urllib3 put around the reason."""
    inner = error.args[0] if error.args else error
    return str(getattr(inner, "reason", inner)).rpartition(": ")[2]


class _MirrorError(Exception):
    """The mirror does not serve the file."""


def _download(url: str, output_file: str, _pooch: Any, *, size: int, part: Path) -> None:
    """Complete `part` from `url` and move it to `output_file`; called by pooch."""
    if part.exists() and part.stat().st_size > size:
        part.unlink()
    best = part.stat().st_size if part.exists() else 0
    free = shutil.disk_usage(part.parent).free
    if free < size - best:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with tqdm(
        total=size, initial=best, unit="B", unit_scale=True, unit_divisor=1024, desc=part.stem
    ) as bar:
        while best < size:
            try:
                _append(url, size, part, bar)
            except (
                requests.ConnectionError,
                requests.Timeout,
                requests.exceptions.ChunkedEncodingError,
            ):
                # A line that breaks after some bytes is worth another call.
                if not part.exists() or part.stat().st_size <= best:
                    raise
            arrived = part.stat().st_size
            if arrived <= best:
                raise _MirrorError(f"the transfer keeps stopping after {best:,} of {size:,} bytes")
            best = arrived
            if best < size:
                time.sleep(_PAUSE_S)
    part.replace(output_file)


def _append(url: str, size: int, part: Path, bar: Any) -> None:
    """Ask for the bytes that are missing and write what comes."""
    have = part.stat().st_size if part.exists() else 0
    # An encoding of the server's choice would change the length.
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT_S) as answer:
        answer.raise_for_status()
        resumes = answer.status_code == requests.codes.partial_content
        start = have if resumes else 0
        length = answer.headers.get("Content-Length")
        if length is not None and start + int(length) != size:
            raise _MirrorError(f"serves {start + int(length):,} bytes, expected {size:,}")
        bar.n = start
        bar.refresh()
        with part.open("ab" if resumes else "wb") as file:
            for chunk in answer.iter_content(_CHUNK):
                file.write(chunk)
                bar.update(len(chunk))
                if file.tell() > size:
                    raise _MirrorError(f"serves more than the expected {size:,} bytes")
