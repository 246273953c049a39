"""From which address a request came: our proxies are believed, the browser is not."""

from typing import Any

import pytest
from django.test import RequestFactory

from agency.http import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, None, "192.0.2.9", "192.0.2.9"),
        (0, "198.51.100.7", "192.0.2.9", "192.0.2.9"),
        (1, "198.51.100.7", "10.0.0.1", "198.51.100.7"),
        (1, "203.0.113.66, 198.51.100.7", "10.0.0.1", "198.51.100.7"),
        (2, "203.0.113.66, 198.51.100.7, 10.0.0.2", "10.0.0.1", "198.51.100.7"),
        (2, "198.51.100.7", "10.0.0.1", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1", "10.0.0.1"),
        (1, "2001:DB8::1", "10.0.0.1", "2001:db8::1"),
        (1, None, "", None),
    ],
)
def test_whose_address_counts(
    settings: Any, proxies: int, forwarded: str | None, remote: str, address: str | None
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
    assert client_address(request) == address
