"""Files that people send, kept in memory and never on a disk on the way."""

import io
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# Room for the largest file that any page takes, with some to spare.
MOST_KEPT = 12_000_000
# More than this is not even read to its end.
MOST_READ = 60_000_000


class InMemoryOnly(FileUploadHandler):
    """Keeps what fits. Of a larger file only the size, so that a page can say so.

    Everything else in the same form is there as usual: nothing that was typed is lost.
    """

    kept = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - the signature is Django's
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a flood before it is read."""
        if content_length > MOST_READ:
            raise RequestDataTooBig("The request is larger than any page takes.")

    def new_file(self, *args: Any, **rest: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **rest)
        self.file = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece while there is room for it."""
        self.kept += len(raw_data)
        if self.kept <= MOST_KEPT:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file as a form gets it. One that did not fit has a size and no end."""
        self.file.seek(0)
        return InMemoryUploadedFile(
            file=self.file,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def whole(upload: "UploadedFile[Any]") -> bytes | None:
    """The content of a file, or None when it was too large to keep."""
    content: bytes = upload.read()
    return content if len(content) == upload.size else None
