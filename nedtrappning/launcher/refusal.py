"""The launcher will not, or cannot, go on: one sentence and an exit code."""


class Refusal(Exception):
    """A sentence for the person at the terminal, never a traceback."""

    def __init__(self, sentence: str, *, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code
