"""`./run`: everything on this machine, with invented people, until Ctrl+C."""

import argparse
import os
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlsplit

from nedtrappning.launcher import servers
from nedtrappning.launcher.ports import LOOPBACK, free_port, healthy, listening
from nedtrappning.launcher.refusal import Refusal
from nedtrappning.launcher.servers import Servers
from nedtrappning.launcher.state import State
from nedtrappning.launcher.supervisor import (
    ROOT,
    CommandFailed,
    Running,
    Supervisor,
    Task,
)

CALLBACK = "/account/e-id/callback/"
PRODUCTION = (
    "MODE=production is set: ./run and its demo log-ins exist only on a machine for "
    "trying things out. Start production with the services in docker-compose.yml."
)
NOT_OURS_TO_EMPTY = (
    "--fresh empties only the servers that ./run makes itself: empty the one in "
    "DATABASE_URL by its own means."
)


@dataclass(frozen=True)
class Options:
    """What the person asked for."""

    port: int
    state: Path
    fresh: bool
    demo: str


def read(words: list[str]) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="./run", description="Start Nedtrappning on this machine."
    )
    parser.add_argument("--port", type=int, default=8000, help="default 8000")
    parser.add_argument(
        "--state",
        type=Path,
        default=ROOT / ".state",
        metavar="DIR",
        help="where the data lives (default .state)",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="throw the data away and begin anew"
    )
    parser.add_argument(
        "--empty", action="store_true", help="load no demo region and no log-ins"
    )
    parser.add_argument(
        "--demo",
        choices=["small", "full"],
        default="small",
        help="30 patients (small) or 300 over 18 months (full)",
    )
    found = parser.parse_args(words)
    demo = "" if found.empty else found.demo
    return Options(found.port, found.state, found.fresh, demo)


class Progress:
    """A line for each thing that is under way, with the seconds since the start."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def say(self, sentence: str) -> None:
        """One line, at once, also into a pipe."""
        print(f"{time.monotonic() - self._began:6.1f} s  {sentence}", flush=True)


def main(words: list[str]) -> int:
    """Start everything, stay, and stop everything."""
    if os.environ.get("MODE") == "production":
        raise Refusal(PRODUCTION, code=2)
    options = read(words)
    if options.fresh and os.environ.get("DATABASE_URL"):
        raise Refusal(NOT_OURS_TO_EMPTY, code=2)
    progress = Progress()
    with State(options.state) as state, listening(options.port) as web:
        url = f"http://{LOOPBACK}:{web.getsockname()[1]}"
        state.announce(url)
        if options.fresh:
            state.clear()
        with Supervisor(keep_open=(state.servers,)) as supervisor:
            try:
                Start(options, state, supervisor, progress, web, url).everything()
                supervisor.watch(progress.say)
            except KeyboardInterrupt:
                print(flush=True)
                progress.say("Stopping.")
    progress.say("Stopped. The data stays; ./run continues with it.")
    return 0


@dataclass(frozen=True)
class Start:
    """One start, step by step."""

    options: Options
    state: State
    supervisor: Supervisor
    progress: Progress
    web: socket.socket
    url: str

    def everything(self) -> None:
        """From nothing to the Ready line."""
        ours = servers.in_state(self.state, durable=True, allow_other=True)
        env = self._environment(ours)
        self.progress.say(f"Starting {ours.describe()}.")
        self._start_standins(env)
        collecting = self._begin("collectstatic", "--noinput", env=env)
        ours.start(self.supervisor)
        self.progress.say("Preparing the database and the texts.")
        self._finish("prepare", self._begin("prepare", env=env))
        self._finish("collectstatic", collecting)
        self.progress.say("Starting the web server, the worker and the clock.")
        worker, web = self._start_worker(env), self._start_web(env)
        logins = self._load_demo(env) if self.options.demo else []
        worker.wait_until(lambda: b" ready." in worker.task.log.read_bytes())
        web.wait_until(lambda: healthy(self.web.getsockname()[1]))
        print(f"Ready: {self.url}", flush=True)
        print("\n".join(logins), flush=True)

    def _environment(self, ours: Servers) -> dict[str, str]:
        secrets = self.state.secrets()
        return {
            **servers.clean_environment(),
            **ours.environment(),
            "MODE": "demo",
            "SECRET_KEY": secrets["secret_key"],
            "ALLOWED_HOSTS": f"{LOOPBACK},localhost",
            "SITE_URL": self.url,
            "OIDC_ISSUER": f"http://{LOOPBACK}:{free_port()}",
            "OIDC_CLIENT_ID": "nedtrappning",
            "OIDC_CLIENT_SECRET": token_urlsafe(32),
            "SMTP_URL": f"smtp://{LOOPBACK}:{free_port()}",
            "SMS_GATEWAY_URL": f"http://{LOOPBACK}:{free_port()}/messages",
            "SMS_GATEWAY_TOKEN": secrets["sms_token"],
            # A real clamd may be named; the stand-in knows one test file only.
            "CLAMD_URL": os.environ.get("CLAMD_URL")
            or f"tcp://{LOOPBACK}:{free_port()}",
            "STATE_DIR": str(self.state.folder),
            "STATIC_ROOT": str(self.state.folder / "static"),
        }

    def _begin(self, *words: str, env: dict[str, str]) -> Iterator[str]:
        """Start a command of manage.py; its lines come as they are asked for."""
        return self.supervisor.begin([sys.executable, "manage.py", *words], env=env)

    def _finish(self, name: str, lines: Iterator[str], *, shown: bool = False) -> None:
        """Wait for a command; what a silent one said is shown if it fails."""
        said = []
        try:
            for line in lines:
                if shown:
                    self.progress.say(f"  {line}")
                else:
                    said.append(line)
        except CommandFailed as failure:
            raise Refusal(_why(name, said)) from failure

    def _load_demo(self, env: dict[str, str]) -> list[str]:
        """Load the demo region beside the starting servers; who can log in to it."""
        self.progress.say("Loading the demo region, if it is not there already.")
        logins = self._begin("demo_logins", env=env)
        loading = self._begin("demo", "--size", self.options.demo, env=env)
        self._finish("demo", loading, shown=True)
        return list(logins)

    def _start_standins(self, env: dict[str, str]) -> None:
        """What production finds elsewhere: mail, text messages, e-ID."""
        self._start_module(
            *("The local stand-in for mail, SMS and virus scanner", "standins"),
            *("--state", str(self.state.folder)),
            *("--smtp-port", str(urlsplit(env["SMTP_URL"]).port)),
            *("--sms-port", str(urlsplit(env["SMS_GATEWAY_URL"]).port)),
            *("--clamd-port", _standin_port(env["CLAMD_URL"])),
            env=env,
        )
        self._start_module(
            *("The demo e-ID", "legitimation"),
            *("--port", str(urlsplit(env["OIDC_ISSUER"]).port)),
            *("--callback", f"{self.url}{CALLBACK}"),
            *("--callback", f"{self.url}{CALLBACK}".replace(LOOPBACK, "localhost")),
            env=env,
        )

    def _start_module(
        self, name: str, module: str, *words: str, env: dict[str, str]
    ) -> None:
        self.supervisor.start(
            Task(
                name=name,
                argv=[sys.executable, "-m", f"nedtrappning.{module}", *words],
                env=env,
                log=self.state.log(module),
                stage=1,
            )
        )

    def _start_worker(self, env: dict[str, str]) -> Running:
        schedule = self.state.folder / "beat"
        schedule.mkdir(exist_ok=True)
        return self.supervisor.start(
            Task(
                name="The worker",
                argv=[
                    *(sys.executable, "-m", "celery", "-A", "nedtrappning.celery"),
                    *("worker", "--pool", "threads", "--concurrency", "2"),
                    *("--beat", "--schedule", str(schedule / "schedule")),
                    *("--loglevel", "INFO"),
                ],
                env=env,
                log=self.state.log("worker"),
                stage=2,
            )
        )

    def _start_web(self, env: dict[str, str]) -> Running:
        return self.supervisor.start(
            Task(
                name="The web server",
                argv=[
                    *(sys.executable, "-m", "gunicorn", "nedtrappning.wsgi"),
                    *("--bind", f"fd://{self.web.fileno()}"),
                    *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
                    *("--graceful-timeout", "3"),
                    "--no-control-socket",
                ],
                env=env,
                log=self.state.log("web"),
                stage=2,
                sockets=(self.web.fileno(),),
            )
        )


def _why(name: str, said: list[str]) -> str:
    """What a failed command said, and what to do when the data is of another time."""
    if any("InconsistentMigrationHistory" in line for line in said):
        return (
            "The stored data was made by an earlier version that this one cannot read. "
            "Start again with ./run --fresh (the old data is thrown away)."
        )
    return "\n".join([*said, f"manage.py {name} failed."])


def _standin_port(clamd_url: str) -> str:
    """The stand-in's own port; any free one while a real scanner is used."""
    given = os.environ.get("CLAMD_URL")
    return "0" if given else str(urlsplit(clamd_url).port)
