#!/usr/bin/env python3
"""Prints 2,000 findings as an organization of forty accounts may have them, as list-findings does."""
import json
import random

chance = random.Random(2026)
members = ["1%011d" % (7919 * n * n) for n in range(40)]
partners = ["444455556666", "555566667777", "777788889999"]
findings = []


def add(resource, kind, owner, principal, actions, condition=None, public=False, status="ACTIVE"):
    findings.append({
        "id": "%08x-0000-4000-9000-%012x" % (len(findings), len(findings)),
        "resource": resource, "resourceType": kind, "resourceOwnerAccount": owner, "isPublic": public, "status": status,
        "principal": {"AWS": principal}, "action": actions, "condition": condition or {}, "sources": [{"type": "POLICY"}],
        "createdAt": "2026-11-01T08:00:00Z", "analyzedAt": "2026-11-24T08:00:00Z", "updatedAt": "2026-11-01T08:00:00Z"})


for member in members:  # an auditor and a deployment in every account
    add(f"arn:aws:iam::{member}:role/SecurityAudit", "AWS::IAM::Role", member,
        "arn:aws:iam::111122223333:role/SecurityAudit", ["sts:AssumeRole"])
    for name in ["deploy", "publish", "promote", "rollback", "migrate", "verify", "seed"]:
        add(f"arn:aws:s3:::acme-artifacts-{member}", "AWS::S3::Bucket", member,
            f"arn:aws:iam::999988887777:role/pipeline/{name}", ["s3:GetObject", "s3:ListBucket"])
for n in range(900):  # partners fetch what is exported for them
    add(f"arn:aws:s3:::acme-export-{n // 3}", "AWS::S3::Bucket", members[3], partners[n % 3], ["s3:GetObject"])
for n in range(160):  # a vendor monitors, each role with an external id of its own
    add(f"arn:aws:iam::{members[5]}:role/monitoring/collector-{n}", "AWS::IAM::Role", members[5], "210987654321",
        ["sts:AssumeRole"], {"sts:ExternalId": "acme-%d" % n})
for n in range(14):  # somebody archived these in the console
    add(f"arn:aws:kms:us-east-1:{members[8]}:key/%08x-0000-4000-8000-000000000000" % chance.getrandbits(32), "AWS::KMS::Key",
        members[8], "arn:aws:iam::444455556666:role/backup", ["kms:Decrypt", "kms:DescribeKey"], status="ARCHIVED")
for n in range(60):  # public buckets
    add(f"arn:aws:s3:::acme-web-{n}", "AWS::S3::Bucket", members[9], "*", ["s3:GetObject"], public=True)
while len(findings) < 2000:  # and what is like nothing else
    member = chance.choice(members)
    add(f"arn:aws:sqs:eu-west-1:{member}:queue-{len(findings)}", "AWS::SQS::Queue", member,
        "2%011d" % chance.randrange(10**11), [chance.choice(["sqs:SendMessage", "sqs:ReceiveMessage"])])

chance.shuffle(findings)
print(json.dumps({"findings": findings}, indent=1))
