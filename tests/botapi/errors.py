"""What the server says when it refuses a call."""


class ApiError(Exception):
    """An answer that is not ok, with the code, the words and the parameters of the official server."""

    def __init__(
        self, code: int, description: str, retry_after: int | None = None, migrate_to_chat_id: int | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        given = {"retry_after": retry_after, "migrate_to_chat_id": migrate_to_chat_id}
        self.parameters = {name: value for name, value in given.items() if value is not None}


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)
