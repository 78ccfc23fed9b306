"""What the browser's own scripts need to read in an answer: where a redirect leads, and when the session ends."""

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse

from nuandong.org import sessions
from nuandong.web.http import Request

BY_SCRIPT: Final = "X-Requested-With"
REDIRECTS: Final = range(301, 309)

Handler = Callable[[Request], HttpResponse]


def readable_answers(get_response: Handler) -> Handler:
    """To a script's POST a redirect goes as 204 with its target in X-Location.

    A script cannot look into a redirect, and following it would eat the messages meant for the next page. Every answer
    says the server's moment, for the clock of an old machine is off, and when the session ends.
    """

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        if BY_SCRIPT in request.headers and request.method == "POST" and response.status_code in REDIRECTS:
            response["X-Location"] = response["Location"]
            del response["Location"]
            response.status_code = 204
        response["X-Now"] = request.now.isoformat()
        if request.signed is not None:
            response["X-Session-Ends"] = sessions.ends_at(request.signed).isoformat()
        return response

    return middleware
