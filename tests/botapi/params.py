"""The parameters of one call, whether they came as a form, as multipart or as JSON."""

import json
from dataclasses import dataclass, field
from typing import Any

from .errors import bad_request

TRUE_WORDS = {"true", "yes", "1"}


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes
    mime_type: str


@dataclass(frozen=True)
class Params:
    values: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int | None = None) -> int | None:
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            return int(str(value))
        except ValueError:
            raise bad_request(f"parameter {name} must be an integer") from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in TRUE_WORDS

    def json(self, name: str) -> Any:
        """The decoded value; None when the parameter is absent or empty."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def json_object(self, name: str) -> dict[str, Any] | None:
        value = self.json(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return value

    def json_list(self, name: str) -> list[Any] | None:
        value = self.json(name)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"expected an Array in {name.replace('_', ' ')}")
        return value

    def upload(self, name: str) -> Upload | None:
        """The file sent under this name, directly or by `attach://`."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return self.uploads.get(name)
