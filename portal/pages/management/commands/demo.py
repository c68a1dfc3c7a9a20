import hashlib
import os
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from portal import pdf
from portal.models import Source
from portal.pages import demo, loading
from portal.pages.loading.fact_sources import PAGE
from portal.pages.loading.samples import SampleError

Result = TypeVar("Result")


class Command(BaseCommand):
    help = "A running portal on this machine: real programme facts, marked sample data, an account for each role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="first port to try (8000)")
        parser.add_argument("--reset", action="store_true", help="begin again with an empty database")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PORTAL_ENV != "demo":
            raise CommandError("Start the demo as `python3 manage.py demo`, without PORTAL_ENV of your own.")
        if options["reset"]:
            _remove_data()
        self._step("สร้างไฟล์ที่ใช้แสดงผล / derived files", lambda: call_command("build", verbosity=0, stdout=_Quiet()))
        self._step("เตรียมฐานข้อมูล / database", lambda: call_command("migrate", verbosity=0))
        self.bring_data()
        self._step("บัญชีผู้ใช้ / accounts", demo.make_accounts)
        connections.close_all()
        self._serve(demo.free_port(options["port"]))

    def bring_data(self) -> None:
        """Load facts and samples, unless those of these files are there."""
        if is_loaded():
            return
        self._step("ข้อมูลจริงของโครงการ / programme facts", lambda: call_command("load_programme", stdout=_Quiet()))
        refusal = self._step("ข้อมูลสมมติ / sample data", _load_samples)
        if refusal:
            kept = f"ข้อมูลสมมติคงไว้ตามเดิม / sample data left as they were: {refusal}"
            self.stdout.write(f"{kept} (เริ่มใหม่ / begin again: demo --reset)")
        note_loaded()

    def _step(self, name: str, work: Callable[[], Result]) -> Result:
        self.stdout.write(f"{name} …", ending=" ")
        self.stdout.flush()
        started = monotonic()
        result = work()
        self.stdout.write(f"{monotonic() - started:.1f} s")
        return result

    def _serve(self, port: int) -> None:
        """Become the web server, with a worker beside: Ctrl-C and exit codes reach it without anything between."""
        address = f"http://{demo.HOST}:{port}"
        self._announce(address)
        os.environ["PORTAL_BASE_URL"] = address
        sys.stdout.flush()
        start_worker()
        server = ["gunicorn", "portal.wsgi:application", "--bind", f"{demo.HOST}:{port}", "--worker-class", "gthread"]
        size = ["--workers", "1", "--threads", "8", "--timeout", "90", "--log-level", "warning", "--no-control-socket"]
        os.execv(sys.executable, [sys.executable, "-m", *server, *size])  # noqa: S606  (fixed words, our own Python)

    def _announce(self, address: str) -> None:
        self.stdout.write(f"\nพอร์ทัล / portal    {address}/      English {address}/en/")
        self.stdout.write(f"ปีงบประมาณ / year   {address}/years/2552/   PDF {address}/years/2552.pdf")
        self.stdout.write(f"เข้าสู่ระบบ / sign in {address}/account/login/   รหัสผ่าน / password {demo.PASSWORD}")
        for account in demo.ACCOUNTS:
            self.stdout.write(f"    {account.username:<10} {demo.where(account)}")
        self.stdout.write(f"จดหมายที่ส่งออกเก็บเป็นไฟล์ / mails are kept as files   {settings.EMAIL_FILE_PATH}")
        if reason := pdf.unavailable_reason():
            self.stdout.write(f"\nPDF: {reason}")
        self.stdout.write("\nกด Ctrl-C เพื่อหยุด / press Ctrl-C to stop")


def start_worker() -> subprocess.Popen[bytes]:
    """The background work of the demo. It ends with us, who will be the web server, however that ends."""
    beside = ["worker", "--beside", str(os.getpid())]
    return subprocess.Popen([sys.executable, settings.BASE_DIR / "manage.py", *beside])


class _Quiet:
    """Swallows the lines of the commands within."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing is kept back."""


def _load_samples() -> str:
    """Why there are none of today: real work stands in their way, and the old ones, or none, stay. Else empty."""
    try:
        call_command("load_samples", stdout=_Quiet())
    except CommandError as error:
        if isinstance(error.__cause__, SampleError):
            return str(error.__cause__)
        raise
    return ""


def _remove_data() -> None:
    for path in settings.DATA_DIR.glob("portal.sqlite3*"):
        path.unlink()
    for folder in (settings.MEDIA_ROOT / "reports", settings.EMAIL_FILE_PATH):
        shutil.rmtree(folder, ignore_errors=True)
    _stamp().unlink(missing_ok=True)


def _stamp() -> Path:
    return settings.DATA_DIR / "demo-data.sha256"


def _data_hash() -> str:
    """Of everything that decides what is loaded: data files and loaders."""
    folder = Path(loading.__file__).parent
    files = [*sorted((settings.BASE_DIR / "portal" / "data").glob("*.json")), *sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def is_loaded() -> bool:
    """Whether these data were loaded, and the database has them still: it may have been deleted by hand."""
    return (
        Source.objects.filter(code=PAGE).exists()
        and _stamp().exists()
        and _stamp().read_text(encoding="ascii") == _data_hash()
    )


def note_loaded() -> None:
    _stamp().write_text(_data_hash(), encoding="ascii")
