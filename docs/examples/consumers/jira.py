"""Files a Jira issue for each finding, and comments on it when the same finding is alerted again.

Environment: JIRA_URL such as https://example.atlassian.net, JIRA_PROJECT, JIRA_ISSUE_TYPE, and SECRET_ID, a secret of Secrets Manager with
{"email": "…", "token": "…"}. To see the issue for a message: python3 jira.py alert.json
"""

import base64
import json
import os
import sys

import messages

LONGEST_SUMMARY = 255
LONGEST_DESCRIPTION = 30_000

# What this process filed lately: Jira's search may not find it for some seconds, unless it is told to look.
# https://developer.atlassian.com/cloud/jira/platform/search-and-reconcile
MOST_RECENT = 50
recent = []


def handler(event, context):
    secret = messages.secret()
    credentials = base64.b64encode(f"{secret['email']}:{secret['token']}".encode()).decode()

    def jira(method, path, body):
        return messages.call(method, os.environ["JIRA_URL"] + "/rest/api/3" + path, body, {"Authorization": "Basic " + credentials})

    return messages.deliver(event, lambda message: file(message, jira))


def file(message, jira):
    """https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/, api-group-issues, api-group-issue-comments"""
    query = f'project = "{os.environ["JIRA_PROJECT"]}" AND labels = "{messages.identity(message)}" AND statusCategory != Done'
    found = jira("POST", "/search/jql", {"jql": query, "fields": ["summary"], "maxResults": 1, "reconcileIssues": recent})["issues"]
    if found:
        jira("POST", f"/issue/{found[0]['id']}/comment", {"body": document(message)})
        return
    created = jira("POST", "/issue", issue(message))
    recent.append(int(created["id"]))
    del recent[:-MOST_RECENT]


def issue(message):
    return {
        "fields": {
            "project": {"key": os.environ.get("JIRA_PROJECT", "SEC")},
            "issuetype": {"name": os.environ.get("JIRA_ISSUE_TYPE", "Task")},
            "summary": message["subject"][:LONGEST_SUMMARY],
            "description": document(message),
            "labels": ["access-analyzer-triage", messages.identity(message), "severity-" + messages.severity(message)],
        }
    }


def document(message):
    """Text nodes only, in which nothing is markup. https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/"""
    blocks = [("paragraph", line) for line in messages.lines(message)]
    for text, command in messages.steps(message):
        blocks += [("paragraph", text), ("codeBlock", command or "")]
    content, room = [], LONGEST_DESCRIPTION
    for kind, text in blocks:
        room -= len(text)
        if text.strip() and room >= 0:
            content.append({"type": kind, "content": [{"type": "text", "text": text}]})
    return {"type": "doc", "version": 1, "content": content}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file_of_message:
        print(json.dumps(issue(messages.read(file_of_message.read())), indent=2))
