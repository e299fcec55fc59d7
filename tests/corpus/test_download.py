import hashlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.corpus import download
from lib.corpus.download import fetch

CONTENT = np.random.default_rng(0).bytes(300_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
SIZE = len(CONTENT)
DEAD = "http://127.0.0.1:9/file.zip"


class Server(ThreadingHTTPServer):
    """Serves CONTENT, as badly as it is told to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content = CONTENT
        self.knows_ranges = True
        self.says_length = True
        self.status = 0
        self.drop_after: int | None = None
        self.drops = 0
        self.starts: list[int] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/file.zip"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        server = self.server
        start = 0
        wanted = self.headers.get("Range")
        if wanted and server.knows_ranges:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
        server.starts.append(start)
        if server.status:
            self.send_error(server.status)
            return
        body = server.content[start:]
        self.send_response(206 if start else 200)
        if start:
            total = len(server.content)
            self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        if server.says_length:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if server.drops and server.drop_after is not None:
            server.drops -= 1
            body = body[: server.drop_after]
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Server]]:
    monkeypatch.setattr(download, "_PAUSE_S", 0.0)
    monkeypatch.setattr(download, "_CHUNK", 50_000)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running: list[Server] = []

    def start() -> Server:
        server = Server()
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_plain_download_then_reuse(
    serve: Callable[[], Server], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server, target = serve(), tmp_path / "downloads" / "a.zip"
    assert fetch([server.url], SIZE, SHA256, target) == target
    assert target.read_bytes() == CONTENT
    assert names(target.parent) == ["a.zip"]
    assert "B/s" in capfd.readouterr().err
    fetch([server.url], SIZE, SHA256, target)
    assert server.starts == [0]


def test_damaged_file_under_the_final_name_is_replaced(
    serve: Callable[[], Server], tmp_path: Path
) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(CONTENT[:-1] + b"?")
    fetch([serve().url], SIZE, SHA256, target)
    assert target.read_bytes() == CONTENT


def test_dropped_line_is_resumed(serve: Callable[[], Server], tmp_path: Path) -> None:
    server = serve()
    server.drop_after, server.drops = 100_000, 2
    fetch([server.url], SIZE, SHA256, tmp_path / "a.zip")
    assert server.starts == [0, 100_000, 200_000]
    assert (tmp_path / "a.zip").read_bytes() == CONTENT


def test_dropped_line_without_a_length_is_resumed(
    serve: Callable[[], Server], tmp_path: Path
) -> None:
    server = serve()
    server.says_length, server.drop_after, server.drops = False, 100_000, 1
    fetch([server.url], SIZE, SHA256, tmp_path / "a.zip")
    assert server.starts == [0, 100_000]


def test_next_run_and_next_mirror_go_on_where_the_last_stopped(
    serve: Callable[[], Server], tmp_path: Path
) -> None:
    bad, good, target = serve(), serve(), tmp_path / "a.zip"
    (tmp_path / "a.zip.part").write_bytes(CONTENT[:50_000])
    bad.drop_after, bad.drops = 0, 99
    fetch([bad.url, good.url], SIZE, SHA256, target)
    assert bad.starts == [50_000]
    assert good.starts == [50_000]
    assert target.read_bytes() == CONTENT
    assert names(tmp_path) == ["a.zip"]


def test_server_that_ignores_ranges_starts_over(
    serve: Callable[[], Server], tmp_path: Path
) -> None:
    server = serve()
    server.knows_ranges, server.drop_after, server.drops = False, 100_000, 1
    fetch([server.url], SIZE, SHA256, tmp_path / "a.zip")
    assert server.starts == [0, 0]
    assert (tmp_path / "a.zip").read_bytes() == CONTENT


def test_server_that_ignores_ranges_and_always_drops_is_given_up(
    serve: Callable[[], Server], tmp_path: Path
) -> None:
    server = serve()
    server.knows_ranges, server.drop_after, server.drops = False, 100_000, 99
    with pytest.raises(BenchError, match="the transfer broke off"):
        fetch([server.url], SIZE, SHA256, tmp_path / "a.zip")
    assert server.starts == [0, 0]
    assert (tmp_path / "a.zip.part").stat().st_size == 100_000


def test_dead_and_refusing_mirrors_are_skipped(serve: Callable[[], Server], tmp_path: Path) -> None:
    refusing, good = serve(), serve()
    refusing.status = 503
    target = fetch([DEAD, refusing.url, good.url], SIZE, SHA256, tmp_path / "a.zip")
    assert target.read_bytes() == CONTENT


def test_wrong_content_is_thrown_away(serve: Callable[[], Server], tmp_path: Path) -> None:
    server = serve()
    server.content = bytes(SIZE)
    with pytest.raises(BenchError, match="wrong content") as error:
        fetch([server.url], SIZE, SHA256, tmp_path / "a.zip")
    assert SHA256 in error.value.message
    assert hashlib.sha256(bytes(SIZE)).hexdigest() in error.value.message
    assert names(tmp_path) == []


def test_wrong_content_of_one_mirror_does_not_stop_the_next(
    serve: Callable[[], Server], tmp_path: Path
) -> None:
    bad, good = serve(), serve()
    bad.content = bytes(SIZE)
    fetch([bad.url, good.url], SIZE, SHA256, tmp_path / "a.zip")
    assert good.starts == [0]
    assert (tmp_path / "a.zip").read_bytes() == CONTENT


def test_bad_leftover_is_not_blamed_on_the_mirror(
    serve: Callable[[], Server], tmp_path: Path
) -> None:
    server = serve()
    (tmp_path / "a.zip.part").write_bytes(b"?" * 1000)
    fetch([server.url], SIZE, SHA256, tmp_path / "a.zip")
    assert server.starts == [1000, 0]
    assert (tmp_path / "a.zip").read_bytes() == CONTENT


@pytest.mark.parametrize("left", [SIZE, SIZE + 1])
def test_leftover_of_full_length(serve: Callable[[], Server], tmp_path: Path, left: int) -> None:
    server = serve()
    (tmp_path / "a.zip.part").write_bytes((CONTENT + b"?")[:left])
    fetch([server.url], SIZE, SHA256, tmp_path / "a.zip")
    assert server.starts == ([] if left == SIZE else [0])


@pytest.mark.parametrize("says_length", [True, False])
@pytest.mark.parametrize("length", [1000, SIZE + 1000])
def test_other_length_is_refused(
    serve: Callable[[], Server], tmp_path: Path, length: int, says_length: bool
) -> None:
    server = serve()
    server.says_length = says_length
    server.content = (CONTENT * 2)[:length]
    with pytest.raises(BenchError, match=f"{SIZE:,}"):
        fetch([server.url], SIZE, SHA256, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()


def test_all_mirrors_failing_are_listed_with_reasons(
    serve: Callable[[], Server], tmp_path: Path
) -> None:
    gone = serve()
    gone.status = 404
    with pytest.raises(BenchError) as error:
        fetch([DEAD, gone.url], SIZE, SHA256, tmp_path / "a.zip")
    assert f"{DEAD}: no connection" in error.value.message
    assert "refused" in error.value.message
    assert f"{gone.url}: the server answers 404" in error.value.message
    assert "modelnet40.path" in error.value.hint
    assert not (tmp_path / "a.zip").exists()


def test_no_mirror_at_all(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="no address"):
        fetch([], SIZE, SHA256, tmp_path / "a.zip")


def test_full_disk_is_said_before_the_download(
    serve: Callable[[], Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve()
    monkeypatch.setattr(download.shutil, "disk_usage", lambda _: _Usage(free=1000))
    with pytest.raises(BenchError, match="disk is full"):
        fetch([server.url], SIZE, SHA256, tmp_path / "a.zip")
    assert server.starts == []


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


def test_ctrl_c_keeps_what_has_arrived(
    serve: Callable[[], Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, real = serve(), download.tqdm.update

    def interrupted(bar: object, count: int) -> None:
        real(bar, count)
        raise KeyboardInterrupt

    monkeypatch.setattr(download.tqdm, "update", interrupted)
    with pytest.raises(KeyboardInterrupt):
        fetch([server.url], SIZE, SHA256, tmp_path / "a.zip")
    assert names(tmp_path) == ["a.zip.part"]
    monkeypatch.setattr(download.tqdm, "update", real)
    fetch([server.url], SIZE, SHA256, tmp_path / "a.zip")
    assert server.starts[1] == 50_000
    assert (tmp_path / "a.zip").read_bytes() == CONTENT
