"""The refresh token's cookie."""

from __future__ import annotations

from fastapi import Request, Response

from plano_kit.auth.issuer.sessions import REFRESH_LIFETIME
from plano_kit.problems import Forbidden


class RefreshCookie:
    """An HttpOnly, SameSite=Strict cookie for one host and the folder of the `/auth` endpoints.

    It has no Path on purpose: a browser then takes the folder of the URL that it asked for (RFC 6265, 5.1.4), which is
    `/auth` here and `/api/auth` behind a gateway that strips `/api`. No service but the issuer ever sees it.
    """

    def __init__(self, issuer: str, secure: bool) -> None:
        self.name = f"{issuer}-refresh"
        self._secure = secure

    def read(self, request: Request) -> str | None:
        """The token that came along, None without one.

        Raises Forbidden where the browser says that another origin sent the request: SameSite lets sibling domains
        through.
        """
        if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
            raise Forbidden("this must be asked from the platform's own pages")
        return request.cookies.get(self.name)

    def write(self, response: Response, token: str) -> None:
        """Have the browser keep the token for as long as it is good."""
        self._set(response, token, int(REFRESH_LIFETIME.total_seconds()))

    def clear(self, response: Response) -> None:
        """Have the browser forget the token."""
        self._set(response, "", 0)

    def _set(self, response: Response, value: str, seconds: int) -> None:
        response.set_cookie(
            self.name, value, max_age=seconds, path=None, secure=self._secure, httponly=True, samesite="strict"
        )
