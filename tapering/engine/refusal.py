"""What the engine says when it will not compute."""


class Refusal(Exception):
    """A request that cannot be answered, and the place in it that is why.

    `path` is written as in the request: "policy.bands[0].size". An empty path
    means the request as a whole.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(path, message)
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message
