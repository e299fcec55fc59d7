"""Runs a page in a real browser, where there is one."""

import contextlib
import html
import json
import os
import re
import shutil
import signal
import subprocess
import time

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER = next((found for name in _NAMES if (found := shutil.which(name))), None)

needed = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")

_HARNESS = """
<script>
const press = (key, target = document.activeElement) =>
  target.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
const by = id => document.getElementById(id);
const current = () => document.querySelector(".pair.current")?.id ?? null;
const laid = one => one.getClientRects().length > 0;
const shown = () => [...document.querySelectorAll(".pair[id]")].filter(laid).map(one => one.id);
const change = (name, value) => {
  const form = document.querySelector("#filters form");
  form.elements[name].value = value;
  form.elements[name].dispatchEvent(new Event("input", {bubbles: true}));
};
const pause = () => new Promise(done => setTimeout(done, 30));
const saved = () => {
  by("save").click();
  const text = by("text").value;
  by("saved").close();
  return JSON.parse(text).decisions;
};
const give = async text => {
  const files = new DataTransfer();
  files.items.add(new File([text], "decisions.json"));
  by("load").files = files.files;
  by("loaded").textContent = "";
  by("load").dispatchEvent(new Event("change"));
  while (!by("loaded").textContent) await pause();
  return by("loaded").textContent;
};
(async () => {
  let found;
  try { found = await (async () => { %s })(); }
  catch (error) { found = {error: String(error.stack)}; }
  const out = document.createElement("pre");
  out.id = "found";
  out.textContent = JSON.stringify(found);
  document.body.append(out);
})();
</script>
"""


def run(page, script, folder, size="1280,900"):
    """Open a page from disk, run the body of an async function, and return what it gives."""
    path = folder / "scan.html"
    path.write_text(page.replace("</body>", _HARNESS % script + "</body>"), encoding="utf-8")
    out = folder / "dom.html"
    with out.open("wb") as stream:
        process = subprocess.Popen(
            [
                BROWSER,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--window-size={size}",
                f"--user-data-dir={folder / 'profile'}",
                "--virtual-time-budget=20000",
                "--dump-dom",
                path.as_uri(),
            ],
            stdout=stream,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            end = time.monotonic() + 120
            while process.poll() is None and not _whole(out) and time.monotonic() < end:
                time.sleep(0.05)
        finally:
            _close(process)
    text = out.read_text(encoding="utf-8")
    found = re.search(r'<pre id="found">(.*?)</pre>', text, re.DOTALL)
    assert found, text[-2000:]
    value = json.loads(html.unescape(found.group(1)))
    assert not (isinstance(value, dict) and "error" in value), value
    return value


def _whole(out):
    return out.read_bytes().rstrip().endswith(b"</html>")


def _close(process):
    """Let the browser end, which writes what it keeps; it may hang after a download."""
    for seconds, number in ((3, signal.SIGTERM), (10, signal.SIGKILL)):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            return
        os.killpg(process.pid, number)
    process.wait(10)
