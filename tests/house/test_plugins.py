"""What the tests stand on holds: no network, real mail, clean tables, measured ratios."""

import socket
import time
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from playwright.sync_api import Error, Page
from pytest_django.live_server_helper import LiveServer

from assessment.models import Council, Framework
from reports import pdf
from tests.cast import make_framework
from tests.plugins import renders
from tests.plugins.bench import Bench, table
from tests.plugins.database import depends_on_the_database
from tests.plugins.importing import own_first
from tests.plugins.network import OutsideNetwork, is_this_machine
from tests.plugins.renders import anew
from tests.plugins.smtp import Mailbox

OUTSIDE = "192.0.2.1"  # reserved for documentation: nobody's address


class TestTheNetworkGuard:
    def test_refuses_a_connection_to_another_host(self) -> None:
        with socket.socket() as outward, pytest.raises(OutsideNetwork):
            outward.connect((OUTSIDE, 80))

    def test_refuses_to_look_up_another_host(self) -> None:
        with pytest.raises(OutsideNetwork):
            socket.getaddrinfo("example.com", 80)

    @pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", b"127.0.0.2", None])
    def test_lets_this_machine_through(self, host: str | bytes | None) -> None:
        assert is_this_machine(host)


class TestTheMailServer:
    def test_receives_what_django_sends(self, smtp_server: Mailbox) -> None:
        EmailMessage("Cwrdd â Frank", "Dear Frank", to=["frank@example.com"]).send()
        (message,) = smtp_server.to("frank@example.com")
        assert message["Subject"] == "Cwrdd â Frank"
        assert smtp_server.to("bob@example.com") == []


class TestARenderedDocument:
    PAGE = '<html lang="en"><title>t</title><h1>t</h1>'

    def test_is_that_of_the_product_and_made_once(self) -> None:
        once = pdf.render(self.PAGE)
        assert once == anew(self.PAGE)
        assert pdf.render(self.PAGE) is once

    def test_is_there_for_another_worker(self, tmp_path: Path) -> None:
        made = renders.once(tmp_path)(self.PAGE, "one")
        (file,) = tmp_path.iterdir()
        assert file.read_bytes() == made
        file.write_bytes(b"as another worker left it")
        assert renders.once(tmp_path)(self.PAGE, "one") == b"as another worker left it"
        assert renders.once(tmp_path)(self.PAGE, "two") == anew(self.PAGE, "two")

    def test_carries_the_identifier_that_is_asked_for(self) -> None:
        assert pdf.render(self.PAGE, "one") != pdf.render(self.PAGE, "two")


class TestCollecting:
    def test_begins_where_no_other_worker_begins(self) -> None:
        files = [Path(name) for name in "abcde"]
        begun = [own_first(files, worker, 3) for worker in range(3)]
        assert [order[0] for order in begun] == [Path("a"), Path("b"), Path("d")]
        assert [sorted(order) for order in begun] == [files] * 3


class TestTheBrowser:
    def test_gets_the_front_end_files_from_the_live_server(
        self, live_server: LiveServer, page: Page
    ) -> None:
        response = page.goto(f"{live_server.url}/static/vendor/govuk-frontend.min.js")
        assert response is not None
        assert response.status == 200

    def test_reaches_no_other_host(self, page: Page) -> None:
        with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
            page.goto("http://example.com/")
        with pytest.raises(Error, match="net::ERR_"):
            page.goto(f"http://{OUTSIDE}/")


@pytest.mark.django_db(transaction=True)
class TestTheTables:
    """Run twice: what the first leaves would meet the second."""

    @pytest.mark.parametrize("time", ["once", "twice"])
    def test_are_empty_after_a_test_that_published_a_framework(self, time: str) -> None:
        assert not Framework.objects.exists()
        make_framework(published=True)
        connection.commit()


class TestASecondDatabase:
    def test_is_no_matter_to_a_test_without_one(self, request: pytest.FixtureRequest) -> None:
        assert not depends_on_the_database(request.node)

    @pytest.mark.django_db
    def test_matters_to_a_test_that_asks_for_one(self, request: pytest.FixtureRequest) -> None:
        assert depends_on_the_database(request.node)

    def test_matters_to_a_test_whose_cast_stands_in_one(
        self, request: pytest.FixtureRequest, ashford: Council
    ) -> None:
        assert depends_on_the_database(request.node)

    @pytest.mark.one_database
    def test_is_no_matter_to_a_test_of_what_comes_out(
        self, request: pytest.FixtureRequest, ashford: Council
    ) -> None:
        assert not depends_on_the_database(request.node)


class TestABenchmark:
    def test_gives_the_ratio_to_its_baseline(self) -> None:
        bench = Bench()
        ratio = bench.compare("wait", lambda: time.sleep(0.02), lambda: None, runs=3)
        (row,) = bench.rows
        assert row.value >= 20
        assert row.baseline is not None
        assert ratio == row.value / row.baseline > 20
        assert "wait" in table(bench.rows)
