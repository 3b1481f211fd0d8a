"""A Chromium without a window, driven through the pipe of its debugging protocol: no driver, no port, no download."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.report.looks import BOXES, FRAMES, INK, RESTED

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OPTIONS = (
    "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-sandbox",
    "--disable-dev-shm-usage", "--force-color-profile=srgb", "--hide-scrollbars",
)  # fmt: skip
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PATIENCE = 30.0  # seconds for one answer
_BEGIN = (  # the protocol reads from file 3 and writes to file 4
    "import fcntl, os, sys; into, out = (fcntl.fcntl(int(one), fcntl.F_DUPFD, 10) for one in sys.argv[1:3]);"
    "os.dup2(into, 3); os.dup2(out, 4); os.execv(sys.argv[3], sys.argv[3:])"
)


def binary() -> str | None:
    """The browser of this machine, by its name; None without one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """One browser with one tab. `said`: what the page logged or threw; `asked`: addresses that it asked for."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self._loaded = False
        self._count = 0
        self._buffer = b""
        self._profile = tempfile.TemporaryDirectory(prefix="procure-browser-", ignore_cleanup_errors=True)
        into, self._write = os.pipe()
        self._read, out = os.pipe()
        command = [str(binary()), *OPTIONS, f"--user-data-dir={self._profile.name}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BEGIN, str(into), str(out), *command], pass_fds=(into, out),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(into)
        os.close(out)
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def open(self, path: Path, width: int = 1280, dark: bool = False) -> None:
        """Load a file into the tab and wait until it is drawn."""
        self.said, self.asked, self._loaded = [], [], False
        self.resize(width)
        self.colour(dark)
        self.call("Page.navigate", url=path.resolve().as_uri())
        while not self._loaded:
            self._take()
        self.run(FRAMES)

    def resize(self, width: int, height: int = 900) -> None:
        """Make the window this wide, as a telephone or a screen is."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def colour(self, dark: bool) -> None:
        """Make the system's colours dark or light."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def look(self, width: int, dark: bool) -> None:
        """Another width and other colours for the page that is open; waits until its charts are drawn so."""
        self.colour(dark)
        self.resize(width)
        self.run(RESTED)

    def ink(self) -> list[float]:
        """Of each chart's picture the part of its pixels that are not of its commonest colour, 0..1."""
        half = 0.5  # as large, a fourth of the pixels
        boxes = [[max(1, round(half * side)) for side in box] for box in self.run(BOXES)]
        width, height = self.run("[innerWidth, document.documentElement.scrollHeight]")
        whole = {"x": 0, "y": 0, "width": width, "height": height, "scale": half}
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=whole)["data"]
        found: list[float] = self.run(INK % (json.dumps(shot), json.dumps(boxes)))
        return found

    def run(self, script: str) -> Any:
        """The value of an expression in the page; what it throws is raised."""
        done = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in done:
            raise AssertionError(done["exceptionDetails"])
        return done["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Press and release a key."""
        text = {"Enter": "\r", " ": " "}.get(key, "")
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, windowsVirtualKeyCode=code, text=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key, windowsVirtualKeyCode=code)

    def hover(self, x: float, y: float) -> None:
        """Move the mouse to a place of the window."""
        for step in (1, 0):
            self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x + step, y=y)

    def paper(self) -> bytes:
        """The page as it prints, a PDF of the size that its styles ask for."""
        return base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])

    def close(self) -> None:
        """End the browser."""
        os.close(self._write)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._read)
        self._profile.cleanup()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the protocol and its answer; events on the way are kept."""
        self._count += 1
        number = self._count
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._take()
            if answer.get("id") == number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _take(self) -> dict[str, Any]:
        """The next message; what it tells of the page is kept."""
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], PATIENCE)
            more = os.read(self._read, 1 << 20) if ready else b""
            if not more:
                raise AssertionError("the browser does not answer")
            self._buffer += more
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        self._keep(message.get("method", ""), message.get("params", {}))
        return message

    def _keep(self, event: str, parameters: dict[str, Any]) -> None:
        if event == "Page.loadEventFired":
            self._loaded = True
        elif event == "Network.requestWillBeSent":
            self.asked.append(parameters["request"]["url"])
        elif event == "Runtime.consoleAPICalled":
            self.said.append(f"{parameters['type']}: {parameters['args']}")
        elif event == "Runtime.exceptionThrown":
            self.said.append(str(parameters["exceptionDetails"]))
        elif event == "Log.entryAdded":
            self.said.append(str(parameters["entry"]["text"]))


def opened(browser: Browser, folder: Path, name: str, text: str, width: int = 1280, dark: bool = False) -> Path:
    """Write a page and open it: nothing may be logged, and nothing but the file itself asked for."""
    path = folder / f"{name}.html"
    path.write_text(text, encoding="utf-8")
    browser.open(path, width, dark)
    untouched(browser, path)
    return path


def untouched(browser: Browser, path: Path) -> None:
    """Nothing has been logged, and nothing but the file itself asked for."""
    browser.run("0")  # whatever was said before this answer has been read
    assert browser.said == []
    assert browser.asked == [path.resolve().as_uri()]


def barred(browser: Browser, brief: bool = False) -> list[str]:
    """What axe finds that keeps anyone out of the page that is open, by its rule.

    brief: without tables and contrast, which take it longest and are alike in all pages.
    """
    within = "{exclude: [['.scroll'], ['details:not([open])']]}" if brief else "document"
    rules = "{'color-contrast': {enabled: false}}" if brief else "{}"
    browser.run(AXE.read_text(encoding="utf-8") + "; 0")
    found: list[str] = browser.run(
        f"axe.run({within}, {{resultTypes: ['violations'], rules: {rules}}}).then(all => all.violations.map("
        "one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 120)).join(' | ')))"
    )
    return found
