"""Our own cluster: two roles with few rights, also where root is all there is."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from nedtrappning.launcher import root
from nedtrappning.launcher.postgres import APP, OWNER, Cluster
from nedtrappning.launcher.state import State
from nedtrappning.launcher.supervisor import Supervisor

WAYS = {
    "as it is done here": lambda: root.way(),
    "as nobody": lambda: root.Way(root.as_nobody, 65534),
}


@pytest.fixture(params=WAYS)
def cluster(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Cluster]:
    if request.param == "as nobody" and not (
        sys.platform == "linux" and os.geteuid() == 0 and root.works(root.as_nobody)
    ):
        pytest.skip("only root can become nobody")
    # Long enough that the sockets need a shorter place of their own.
    folder = tmp_path / ("a" * 60) / "state"
    with State(folder) as state, Supervisor() as supervisor:
        ours = Cluster(
            folder=state.folder / "pg",
            sockets=state.sockets(),
            secrets=state.secrets(),
            log=state.log("postgres"),
            way=WAYS[request.param](),
            durable=False,
        )
        ours.start(supervisor).wait_until(ours.answers)
        yield ours


def test_the_owner_makes_tables_and_the_app_role_does_not(cluster: Cluster):
    with psycopg2.connect(cluster.url(OWNER)) as owner, owner.cursor() as cursor:
        cursor.execute("CREATE EXTENSION btree_gist")
        cursor.execute("CREATE TABLE thing (id int)")
    owner.close()

    app = psycopg2.connect(cluster.url(APP))
    for statement in ("SELECT * FROM thing", "CREATE TABLE other (id int)"):
        with (
            pytest.raises(psycopg2.errors.InsufficientPrivilege),
            app.cursor() as cursor,
        ):
            cursor.execute(statement)
        app.rollback()
    app.close()


def test_a_wrong_password_is_refused(cluster: Cluster):
    wrong = cluster.url(OWNER).replace(cluster.secrets["owner"], "wrong")

    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(wrong)
