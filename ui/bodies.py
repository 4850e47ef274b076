"""Bodies of calls from other systems: read to a length, then by whoever knows them."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import IO, Any, ClassVar

from rest_framework.parsers import BaseParser


class BoundedJSON(BaseParser):
    """JSON that is never read further than one byte past `LONGEST`."""

    media_type = "application/json"
    LONGEST: ClassVar[int]

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return what the body says."""
        return self.read(stream.read(self.LONGEST + 1))

    @abstractmethod
    def read(self, raw: bytes) -> Any:
        """Return what the bytes say, or refuse them; they may be one too many."""
