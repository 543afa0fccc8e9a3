"""Prints N made-up findings as `aws accessanalyzer list-findings` does; of the same N always the same."""
import json
import random
import sys

RESOURCES = {
    "AWS::KMS::Key": "arn:aws:kms:eu-west-1:111122223333:key/%08d-1111-2222-3333-444455556666",
    "AWS::S3::Bucket": "arn:aws:s3:::amzn-s3-demo-bucket-%d",
    "AWS::SQS::Queue": "arn:aws:sqs:eu-west-1:111122223333:queue-%d",
    "AWS::IAM::Role": "arn:aws:iam::111122223333:role/role-%d",
}
PRINCIPALS = [
    "123456789012",
    "arn:aws:iam::444455556666:role/ci",
    "arn:aws:iam::777788889999:user/alice",
    "arn:aws:iam::999988887777:role/reporting",
]
ACTIONS = {
    "AWS::KMS::Key": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt"],
    "AWS::S3::Bucket": ["s3:GetObject", "s3:ListBucket", "s3:PutObject"],
    "AWS::SQS::Queue": ["sqs:ReceiveMessage", "sqs:SendMessage"],
    "AWS::IAM::Role": ["sts:AssumeRole"],
}
CONDITIONS = [{}, {}, {"aws:PrincipalOrgID": "o-abc1234567"}, {"aws:SourceVpc": "vpc-0a1b2c3d"}]


def finding(number, draw):
    kind = draw.choice(list(RESOURCES))
    is_public = draw.random() < 0.05
    actions = ACTIONS[kind]
    return {
        "id": "%08x-0000-4000-8000-%012x" % (number, number),
        "principal": {"AWS": "*" if is_public else draw.choice(PRINCIPALS)},
        "action": draw.sample(actions, draw.randint(1, len(actions))),
        "resource": RESOURCES[kind] % number,
        "isPublic": is_public,
        "resourceType": kind,
        "condition": {} if is_public else draw.choice(CONDITIONS),
        "createdAt": "2026-01-01T00:00:00Z",
        "analyzedAt": "2026-11-01T00:00:00Z",
        "updatedAt": "2026-10-01T00:00:00Z",
        "status": "ACTIVE",
        "resourceOwnerAccount": "111122223333",
    }


def main():
    draw = random.Random(1)
    json.dump({"findings": [finding(number, draw) for number in range(int(sys.argv[1]))]}, sys.stdout)


main()
