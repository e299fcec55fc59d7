"""The one exception that is meant for the person at the keyboard."""


class BenchError(Exception):
    """Something the user can mend: what is wrong, where, and what to do.

    Entry points print the message alone, without a traceback, and exit with
    :attr:`exit_code`.

    Parameters
    ----------
    message : str
        What was wrong and where.
    hint : str, optional
        What to do about it, printed on a line of its own.
    """

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  hint: {self.hint}" if self.hint else self.message
