"""Messages of Access Analyzer Triage from an Amazon SQS queue, and calls of a web API: what the consumers beside share."""

import hashlib
import json
import os
import urllib.error
import urllib.request

SCHEMA = "1."
TIMEOUT_SECONDS = 10
LONGEST_ERROR = 500


def deliver(event, one):
    """Delivers a batch; the queue keeps the messages that failed, and only those.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
    """
    failed = []
    for record in event["Records"]:
        try:
            message = read(record["body"])
            if identity(message):
                one(message)
        except Exception as e:  # Whatever it is, the message must not be lost: the queue retries it, then its dead-letter queue keeps it.
            print(json.dumps({"messageId": record["messageId"], "failed": f"{type(e).__name__}: {e}"[:LONGEST_ERROR]}))
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def read(body):
    """The message, as docs/schemas/message.schema.json describes it. Fields may be added to it within a version."""
    message = json.loads(body)
    version = message.get("schemaVersion") if isinstance(message, dict) else None
    if version is None:
        raise ValueError("not a message of Access Analyzer Triage: is RawMessageDelivery on?")
    if not version.startswith(SCHEMA):
        raise ValueError(f"schema version {version} is not known, only {SCHEMA}*")
    return message


def identity(message):
    """The same for each message about the same finding, and safe in every query; None for a digest, which is about no single one.

    An id names a finding in one analyzer only. A failure is another matter than the alert about the same finding.
    """
    kind = message["kind"]
    about = message.get("failure") or message.get("finding") or {}
    finding = about.get("findingId") or about.get("id")
    if kind == "digest":
        return None
    if kind == "storm":
        parts = [kind, message["storm"]["hour"]]
    elif finding:
        parts = [kind, str(about.get("analyzerArn")), finding]
    else:
        parts = [kind, str(message.get("execution"))]
    return "aat-" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def severity(message):
    """critical, high, medium or low. Failures and storms are high, as in their message attributes."""
    return message["decision"]["severity"] if message["kind"] == "alert" else "high"


def lines(message):
    """What the message says, a line each, without what is among the steps."""
    told = [text for text, _ in steps(message)]
    return [line for line in message["text"].splitlines() if line.strip() and line not in told and not (told and line.startswith("First: "))]


def steps(message):
    """What to do first, as sentences with a command or None, and how to find out who changed the resource."""
    containment = message.get("containment")
    if not containment:
        return []
    found = [(step["text"][:1].upper() + step["text"][1:], step["command"]) for step in containment["steps"]]
    if found and found[0][1]:
        region = f" ({containment['region']})" if containment["region"] else ""
        first = containment["steps"][0]["text"]
        found[0] = (f"In account {containment['account'] or 'of the resource'}{region}, {first}", found[0][1])
    if containment["whoChangedIt"]:
        found.append(("Who changed it in the last 90 days:", containment["whoChangedIt"]))
    return found


def secret():
    """The secret that SECRET_ID names, a JSON object. Read for each batch, so that a rotated one is used at once."""
    import boto3  # In Lambda's runtime; not needed to look at what would be sent.

    return json.loads(boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET_ID"])["SecretString"])


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would take the credentials to another host."""

    def redirect_request(self, *args):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


def call(method, url, body=None, headers=None):
    """Calls an API that speaks JSON; anything but success is an error, without what the credentials were."""
    request = urllib.request.Request(url, method=method, headers={"Accept": "application/json", **(headers or {})})
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    try:
        with OPENER.open(request, timeout=TIMEOUT_SECONDS) as response:
            return json.loads(response.read() or b"null")
    except urllib.error.HTTPError as e:
        raise RuntimeError(f"{method} {url.split('?')[0]}: {e.code} {e.read(LONGEST_ERROR).decode(errors='replace')}") from None
