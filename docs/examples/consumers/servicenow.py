"""Opens a ServiceNow incident for each finding, and adds a work note to it when the same finding is alerted again.

Environment: SERVICENOW_URL such as https://example.service-now.com, and SECRET_ID, a secret of Secrets Manager with
{"user": "…", "password": "…"}. To see the incident for a message: python3 servicenow.py alert.json
"""

import base64
import json
import os
import re
import sys
import urllib.parse

import messages

TABLE = "/api/now/table/incident"
LONGEST_SHORT_DESCRIPTION = 160
LONGEST_TEXT = 4_000

# Urgency and impact are 1, 2 or 3, of which the priority is made.
URGENCY = {"critical": "1", "high": "1", "medium": "2", "low": "3"}
IMPACT = {"critical": "1", "high": "2", "medium": "2", "low": "3"}


def handler(event, context):
    secret = messages.secret()
    credentials = base64.b64encode(f"{secret['user']}:{secret['password']}".encode()).decode()

    def table(method, path, body=None):
        answer = messages.call(method, os.environ["SERVICENOW_URL"] + TABLE + path, body, {"Authorization": "Basic " + credentials})
        return answer["result"]

    return messages.deliver(event, lambda message: file(message, table))


def file(message, table):
    """https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html"""
    key = messages.identity(message)
    query = urllib.parse.urlencode(
        {"sysparm_query": f"correlation_id={key}^active=true", "sysparm_fields": "sys_id,correlation_id", "sysparm_limit": "1"}
    )
    # Parts of a query that an instance does not understand it leaves out, and would answer any incident.
    found = [incident for incident in table("GET", "?" + query) if incident["correlation_id"] == key]
    if found:
        table("PATCH", "/" + urllib.parse.quote(found[0]["sys_id"], safe=""), {"work_notes": description(message)})
    else:
        table("POST", "", incident(message))


def incident(message):
    severity = messages.severity(message)
    return {
        "short_description": message["subject"][:LONGEST_SHORT_DESCRIPTION],
        "description": description(message),
        "urgency": URGENCY[severity],
        "impact": IMPACT[severity],
        "correlation_id": messages.identity(message),
        "correlation_display": "Access Analyzer Triage",
    }


def description(message):
    lines = messages.lines(message) + [""]
    for text, command in messages.steps(message):
        lines += [text] + (["  " + command] if command else [])
    return plain("\n".join(lines))[:LONGEST_TEXT]


def plain(text):
    """Work notes show as HTML what stands between [code] and [/code].

    https://www.servicenow.com/docs/r/platform-administration/render-journal-field-entries-as-html.html
    """
    return re.sub(r"(?i)\[(/?\s*code)", r"(\1", text)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file_of_message:
        print(json.dumps(incident(messages.read(file_of_message.read())), indent=2))
