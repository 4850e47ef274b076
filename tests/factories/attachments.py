"""Files of every kind that is taken, as small as they get, and those beside forms."""

import uuid
from datetime import datetime

from accounts.models import User
from referrals.actions import attach, scanned
from referrals.models import Attachment
from tests.factories.referrals import AT

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
BMP = b"BM\x1e\x00\x00\x00\x00\x00\x00\x00\x1a\x00\x00\x00\x0c\x00\x00\x00"
TEXT = "Provsvar: allt är bra.\r\n".encode()
HTML = (
    b"<!doctype html><html><head><title>Dold</title><style>p{}</style></head><body>"
    b"<h1>Epikris</h1><p>Tar 20 mg &amp; sover.</p><script>alert(1)</script>"
    b"<img src=x onerror=alert(2)></body></html>"
)
ALL = {
    "svar.pdf": PDF,
    "bild.jpg": JPEG,
    "bild.jpeg": JPEG,
    "bild.png": PNG,
    "bild.gif": GIF,
    "bild.bmp": BMP,
    "svar.txt": TEXT,
    "sida.html": HTML,
}
# The largest that fits, alone: base64 makes ten million signs of it.
LARGEST = 7_500_000


def pdf_of(size: int, mark: bytes = b"") -> bytes:
    """A PDF by its first bytes, so large."""
    return (b"%PDF-1.7\n" + mark).ljust(size, b" ")


def beside(
    form_key: uuid.UUID,
    by: User,
    *,
    name: str = "svar.pdf",
    content: bytes = PDF,
    at: datetime = AT,
) -> Attachment:
    """A file beside a form, not looked at yet."""
    return attach.attach(form_key=form_key, name=name, content=content, by=by, at=at)


def clean(attachment: Attachment, at: datetime = AT) -> Attachment:
    """The scanner has found nothing in it."""
    scanned.note_clean(attachment, by=attachment.added_by, at=at)
    attachment.refresh_from_db()
    return attachment


def stopped(attachment: Attachment, at: datetime = AT) -> Attachment:
    """The scanner has found something in it."""
    scanned.quarantine(attachment, found="Test", by=attachment.added_by, at=at)
    attachment.refresh_from_db()
    return attachment
