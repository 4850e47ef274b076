"""The embedded servers together, and the environment that points at them."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from nedtrappning.launcher import postgres, root
from nedtrappning.launcher.postgres import Cluster
from nedtrappning.launcher.state import State
from nedtrappning.launcher.supervisor import Supervisor
from nedtrappning.launcher.valkey import Broker


@dataclass(frozen=True)
class Servers:
    """A database and a broker: our own, unless the environment names others."""

    cluster: Cluster | None
    broker: Broker | None

    def start(self, supervisor: Supervisor) -> None:
        """Start both, then wait for both."""
        starting = [
            (server.start(supervisor), server.answers)
            for server in (self.broker, self.cluster)
            if server is not None
        ]
        for running, answers in starting:
            running.wait_until(answers)

    def environment(self) -> dict[str, str]:
        """What settings.py reads to find them."""
        found = {}
        if self.cluster is not None:
            found["DATABASE_URL"] = self.cluster.url(postgres.APP)
            found["OWNER_DATABASE_URL"] = self.cluster.url(postgres.OWNER)
            found["APP_ROLE"] = postgres.APP
        else:
            given = os.environ["DATABASE_URL"]
            found["DATABASE_URL"] = given
            found["OWNER_DATABASE_URL"] = os.environ.get("OWNER_DATABASE_URL", given)
            found["APP_ROLE"] = urlsplit(given).username or postgres.APP
        if self.broker is not None:
            found["REDIS_URL"] = self.broker.url
        return found

    def describe(self) -> str:
        """For the progress lines."""
        ours = [
            name
            for name, server in (("PostgreSQL", self.cluster), ("Valkey", self.broker))
            if server is not None
        ]
        return " and ".join(ours) or "the servers named in the environment"


def in_state(state: State, *, durable: bool, allow_other: bool) -> Servers:
    """The servers of a state folder."""
    other = os.environ if allow_other else {}
    cluster = broker = None
    if not other.get("DATABASE_URL"):
        cluster = Cluster(
            folder=state.folder / "pg",
            sockets=state.sockets(),
            secrets=state.secrets(),
            log=state.log("postgres"),
            way=root.way(),
            durable=durable,
        )
    if not other.get("REDIS_URL"):
        broker = Broker(
            folder=state.folder / "valkey",
            sockets=state.sockets(),
            log=state.log("valkey"),
            durable=durable,
        )
    return Servers(cluster, broker)


def clean_environment() -> dict[str, str]:
    """The person's environment without what would bend PostgreSQL's client."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith("PG")
    } | {"PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "nedtrappning.settings"}
