"""Sends a PagerDuty event for each finding; the same finding alerted again is the same PagerDuty alert.

Environment: PAGERDUTY_URL, https://events.pagerduty.com where not set (https://events.eu.pagerduty.com in the EU), and SECRET_ID, a secret of
Secrets Manager with {"routing_key": "…"}, the integration key of an Events API v2 integration. To see the event for a message:
python3 pagerduty.py alert.json
"""

import json
import os
import sys

import messages

LONGEST_SUMMARY = 1_024
SEVERITY = {"critical": "critical", "high": "error", "medium": "warning", "low": "info"}


def handler(event, context):
    url = os.environ.get("PAGERDUTY_URL", "https://events.pagerduty.com") + "/v2/enqueue"
    key = messages.secret()["routing_key"]
    return messages.deliver(event, lambda message: messages.call("POST", url, {"routing_key": key, **trigger(message)}))


def trigger(message):
    """https://developer.pagerduty.com/docs/send-alert-event

    Nothing is sent when a finding is resolved, so nothing resolves the PagerDuty alert but a person. Once it is resolved, another message about
    the same finding opens a new one.
    """
    finding = message.get("finding", {})
    owner = message.get("resourceOwner", {})
    details = {
        "text": "\n".join(messages.lines(message)),
        "what to do": "\n".join(f"{text}\n{command}" if command else text for text, command in messages.steps(message)),
        "account": owner.get("account"),
        "account name": owner.get("accountName"),
        "owner": owner.get("owner"),
        "execution": message.get("execution"),
    }
    link = message.get("links", {}).get("finding")
    return {
        "event_action": "trigger",
        "dedup_key": messages.identity(message),
        "client": "Access Analyzer Triage",
        "payload": {
            "summary": message["subject"][:LONGEST_SUMMARY],
            "source": finding.get("resource", {}).get("arn") or "access-analyzer-triage",
            "severity": SEVERITY[messages.severity(message)],
            "class": finding.get("type") or message["kind"],
            "component": finding.get("resource", {}).get("type") or "",
            "group": owner.get("account") or "",
            "custom_details": {name: value for name, value in details.items() if value},
        },
        "links": [{"href": link, "text": "The finding in the AWS console"}] if link else [],
    }


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file_of_message:
        print(json.dumps(trigger(messages.read(file_of_message.read())), indent=2))
