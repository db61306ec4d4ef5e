"""What a client does to have a file validated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.vendors.scravio.lab import Lab


@dataclass
class Upload:
    """A file on its way: each step as the client sends it."""

    lab: Lab
    content: bytes
    filename: str = "leads.csv"
    key: str = "key-1"

    def request(self, **changes: object) -> httpx.Response:
        return self.lab.post(
            "/validation-jobs/file",
            {
                "filename": self.filename,
                "contentType": "text/csv",
                "sizeBytes": len(self.content),
                "idempotencyKey": self.key,
                **changes,
            },
        )

    def put(self) -> Upload:
        """Request the upload and put the file there."""
        self.ticket = self.request().json()["data"]
        answer = self.lab.fetch(self.ticket["uploadUrl"], method="PUT", content=self.content)
        assert answer.status_code == 200, answer.text
        return self

    @property
    def process_body(self) -> dict[str, object]:
        return {
            "uploadId": self.ticket["uploadId"],
            "key": self.ticket["key"],
            "filename": self.filename,
            "idempotencyKey": self.key,
        }

    def process(self, **changes: object) -> httpx.Response:
        return self.lab.post("/validation-jobs/file/process", {**self.process_body, **changes})

    def review(self) -> Any:
        """What the parse of the file gives."""
        answer = self.process()
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def confirm(self, **changes: object) -> httpx.Response:
        body = {"parseId": self.review()["parseId"], "idempotencyKey": self.key, **changes}
        return self.lab.post("/validation-jobs/file/confirm", body)
