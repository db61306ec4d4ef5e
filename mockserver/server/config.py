"""How the server is started: flags, `MOCKSERVER_*` variables, and the combinations that cannot work."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mockserver.core.errors import ConfigurationError

PREFIX = "MOCKSERVER_"

CLIENT_VARIABLES = frozenset({"MOCKSERVER_URL", "MOCKSERVER_CONTROL_TOKEN", "MOCKSERVER_WORKSPACE"})
"""Variables with our prefix for clients: which server and which workspace. `serve` heeds only the token."""

DEFAULT_SEED = 42
DEFAULT_PORT = 4545

_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})


class Config(BaseModel):
    """Everything `mockserver serve` can be told; each field is a flag and a variable of the same name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(DEFAULT_PORT, ge=0, le=65535, description="Port to listen on; 0 picks a free one")
    data: Path | None = Field(None, description="Folder of the workspaces' databases (default .mockserver)")
    ephemeral: bool = Field(False, description="Keep everything in memory")
    fixture: str = Field("demo", description="What the default workspace starts with: demo, empty or a YAML file")
    seed: int = Field(DEFAULT_SEED, ge=0, lt=2**63, description="Seed of workspaces that are given none")
    speed: float | None = Field(None, gt=0, le=1e6, description="Let the default workspace's time run X times as fast")
    public_url: str | None = Field(
        None, description="Address under which clients reach the server, for URLs we give out"
    )
    control_token: str | None = Field(None, min_length=8, description="Token that the control API asks for")
    open_control: bool = Field(False, description="Serve the control API without a token beyond loopback")
    ready_file: Path | None = Field(None, description="File to write with URL and keys once ready")
    tls: bool = Field(False, description="Serve HTTPS with a certificate of a local authority")

    @property
    def data_folder(self) -> Path | None:
        """Where workspaces are kept; None for memory."""
        return None if self.ephemeral else (self.data or Path(".mockserver"))

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def origin(self) -> str:
        """The address at which clients reach the server, as far as the port is known before it is bound."""
        return self.at(self.port or DEFAULT_PORT)

    def at(self, port: int) -> str:
        """The address at which clients reach the server: the public one, or the one listened on."""
        if self.public_url is not None:
            return self.public_url.rstrip("/")
        host = "localhost" if self.host in _EVERYWHERE or is_loopback(self.host) else self.host
        return f"{'https' if self.tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"

    @property
    def names(self) -> list[str]:
        """The names and addresses under which clients may reach the server, besides those of vendors."""
        public = urlsplit(self.public_url or "").hostname
        own = [each for each in (self.host, public) if each is not None and each not in _EVERYWHERE]
        return ["localhost", "127.0.0.1", "::1", *own]


def load(flags: Mapping[str, object], environment: Mapping[str, str] | None = None) -> Config:
    """The configuration of flags over variables; raises `ConfigurationError` for what cannot work."""
    environment = os.environ if environment is None else environment
    known = {PREFIX + name.upper() for name in Config.model_fields} | CLIENT_VARIABLES
    unknown = sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
    if unknown:
        ours = sorted(PREFIX + name.upper() for name in Config.model_fields)
        raise ConfigurationError(f"unknown variable {', '.join(unknown)}; known are {', '.join(ours)}")
    given = {name: value for name, value in flags.items() if value is not None}
    values: dict[str, object] = {
        name: environment[PREFIX + name.upper()]
        for name in Config.model_fields
        if environment.get(PREFIX + name.upper())
    }
    try:
        config = Config.model_validate(values | given)
    except ValidationError as error:
        problems = (f"{_flag(str(each['loc'][0]))}: {each['msg']}" for each in error.errors())
        raise ConfigurationError("; ".join(problems)) from None
    _check(config)
    return config


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')} ({PREFIX}{name.upper()})"


def _check(config: Config) -> None:
    if config.ephemeral and config.data is not None:
        raise ConfigurationError("--data and --ephemeral exclude each other: keep the state, or do not")
    if not is_loopback(config.host) and not config.control_token and not config.open_control:
        raise ConfigurationError(
            f"listening on {config.host} opens the control API to the network: "
            "set --control-token, or say --open-control if that is meant"
        )
    if config.public_url is not None and not config.public_url.startswith(("http://", "https://")):
        raise ConfigurationError("--public-url starts with http:// or https://")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
