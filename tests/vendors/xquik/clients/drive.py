"""Drives the vendor's own Python SDK through what it can do here. Run by `test_sdk`, which writes to standard input."""

from __future__ import annotations

import json
import sys

import x_twitter_scraper

from tests.vendors.xquik.clients import own, social, watching
from tests.vendors.xquik.clients.driver import DONE


def main() -> None:
    for part in (*own.PARTS, *social.PARTS, *watching.PARTS):
        part()
    json.dump({"version": x_twitter_scraper.__version__, "done": DONE}, sys.stdout)


if __name__ == "__main__":
    main()
