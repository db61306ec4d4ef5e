"""The local authority of `--tls`, and the certificate that the server shows. Must not know sockets or vendors.

The authority outlives the server where state is kept, so that whoever was told to trust it is told once; its
certificate is made anew at each start, for the names that the server has by then. Whoever has the authority's key can
pass for any site towards those who trust it, so the key is readable by its owner only.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

from mockserver.core.errors import ConfigurationError

_FOLDER, _AUTHORITY, _KEY, _SERVER = "tls", "ca.pem", "ca.key", "server.pem"


class Certificates:
    """Files for a server that is known by `names`: `authority` for clients, `server` with certificate and key.

    They are kept under `folder`, or without one in a temporary folder until `remove`. Raises `ConfigurationError`.
    """

    def __init__(self, folder: Path | None, names: Collection[str]) -> None:
        import trustme

        self._temporary = folder is None
        self._folder = Path(tempfile.mkdtemp(prefix="mockserver-")) if folder is None else folder / _FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        self.authority = (self._folder / _AUTHORITY).absolute()
        self.server = self._folder / _SERVER
        key = self._folder / _KEY
        if self.authority.exists() and key.exists():
            try:
                authority = trustme.CA.from_pem(self.authority.read_bytes(), key.read_bytes())
            except ValueError as error:
                raise ConfigurationError(f"{self._folder} holds no usable authority: {error}; remove it") from None
        else:
            authority = trustme.CA(organization_name="mockserver", organization_unit_name="local testing")
            _write_secret(key, authority.private_key_pem.bytes())
            self.authority.write_bytes(authority.cert_pem.bytes())
        try:
            leaf = authority.issue_cert(*dict.fromkeys(names), organization_name="mockserver")
        except ValueError as error:
            self.remove()
            raise ConfigurationError(f"no certificate can have one of the names {', '.join(names)}: {error}") from None
        _write_secret(self.server, leaf.private_key_and_cert_chain_pem.bytes())

    def remove(self) -> None:
        """Remove what nobody will need again."""
        if self._temporary:
            shutil.rmtree(self._folder, ignore_errors=True)


def _write_secret(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)  # so that no earlier, wider mode stays
    path.touch(mode=0o600)
    path.write_bytes(content)
