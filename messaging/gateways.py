"""The two ways out: an SMS gateway over HTTP and a mail server.

What matters for "never twice" is *when* something breaks. Before anything was handed
over, the message may be tried again; after that nobody knows, and nobody guesses.
"""

import contextlib
import http.client
import json
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from messaging.lifecycle import Channel
from messaging.models import Message

SECONDS = 10
CREATED, REDIRECTS = 200, 300
# What a gateway answers when it surely did not take the message, for now.
TRY_LATER = frozenset({429, 500, 503})
# A proxy says these about a gateway behind it, which may have taken the message.
NOBODY_CAN_TELL = frozenset({502, 504})
SMTP_PERMANENT = 500


class NotNow(Exception):
    """The message was surely not taken; a later try may go better."""


class NotTaken(Exception):
    """The message was surely not taken and never will be."""


class NobodyKnows(Exception):
    """The message was handed over, and no answer came back."""


def send(message: Message) -> str:
    """Hand the message over; return the name the gateway gave it."""
    if message.channel == Channel.SMS:
        return _send_sms(message)
    return _send_mail(message)


def _send_sms(message: Message) -> str:
    """POST to the gateway. The message's own id lets the gateway see a repeat."""
    address = urlsplit(settings.SMS_GATEWAY_URL)
    secure = address.scheme == "https"
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(address.netloc, timeout=SECONDS)
    try:
        connection.connect()
    except OSError as error:
        raise NotNow from error
    with contextlib.closing(connection):
        try:
            connection.request(
                "POST", address.path, body=_payload(message), headers=_headers(message)
            )
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise NobodyKnows from error
    _judge(answer.status)
    return _name_in(content)


def _payload(message: Message) -> bytes:
    """The body of the request."""
    return json.dumps(
        {
            "id": str(message.pk),
            "to": message.to,
            "text": message.body,
            "sender": settings.SMS_SENDER,
        }
    ).encode()


def _headers(message: Message) -> dict[str, str]:
    """Who we are, and which message this is."""
    return {
        "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(message.pk),
    }


def _judge(status: int) -> None:
    """Turn the status of an answer into what it means for the message."""
    if CREATED <= status < REDIRECTS:
        return
    if status in TRY_LATER:
        raise NotNow(str(status))
    if status in NOBODY_CAN_TELL:
        raise NobodyKnows(str(status))
    raise NotTaken(str(status))


def _name_in(content: bytes) -> str:
    """The gateway's own name for the message, when it gave one."""
    try:
        answer = json.loads(content)
    except ValueError:
        return ""
    return str(answer.get("id", ""))[:100] if isinstance(answer, dict) else ""


def _send_mail(message: Message) -> str:
    """Hand the mail to the server; one connection per message, one answer."""
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotNow from error
    name = f"<{message.pk}@{urlsplit(settings.SITE_URL).hostname}>"
    mail = EmailMessage(
        message.title, message.body, to=[message.to], headers={"Message-ID": name}
    )
    try:
        connection.send_messages([mail])
    except smtplib.SMTPException as error:
        raise _meaning(error) from error
    except OSError as error:
        raise NobodyKnows from error
    finally:
        # The answer has been given; a server that hangs up rudely changes nothing.
        with contextlib.suppress(OSError, smtplib.SMTPException):
            connection.close()
    return name


def _meaning(error: smtplib.SMTPException) -> Exception:
    """What a mail server's no means: later, never, or nobody knows."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
    elif isinstance(error, smtplib.SMTPResponseException):
        codes = [error.smtp_code]
    else:
        return NobodyKnows()
    return NotTaken() if max(codes) >= SMTP_PERMANENT else NotNow()
