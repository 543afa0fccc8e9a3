"""The functions' jobs as one would write them in Python: the same calls of AWS in the same order, the sample rules as plain
Python, a shorter email. Only to be measured beside them: it neither guards nor retries nor explains as they do."""

import datetime
import json
import os

import boto3
from botocore.config import Config

CONFIG = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 3})
clients = {}


def client(service, region=None):
    key = service, region
    if key not in clients:
        clients[key] = boto3.client(service, region_name=region or os.environ["AWS_REGION"], config=CONFIG)
    return clients[key]


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def log(**fields):
    print(json.dumps(fields))


def read_finding(analyzer, finding_id):
    answer = client("accessanalyzer", analyzer.split(":")[3]).get_finding_v2(analyzerArn=analyzer, id=finding_id)
    details = next(iter(answer["findingDetails"][0].values()))
    return {
        "id": finding_id,
        "analyzerArn": analyzer,
        "type": answer["findingType"],
        "status": answer["status"],
        "isPublic": details.get("isPublic"),
        "resource": {
            "arn": answer["resource"],
            "type": answer["resourceType"],
            "account": answer["resourceOwnerAccount"],
            "region": analyzer.split(":")[3],
        },
        "principal": details.get("principal"),
        "access": {"actions": sorted(details.get("action", [])), "condition": details.get("condition", {})},
        "updatedAt": answer["updatedAt"].isoformat(),
    }


def read_entry(table, key):
    return client("dynamodb").get_item(TableName=table, Key={"findingId": {"S": key}}, ConsistentRead=True).get("Item")


def read_entries(table, keys):
    answer = client("dynamodb").batch_get_item(
        RequestItems={table: {"Keys": [{"findingId": {"S": key}} for key in keys], "ConsistentRead": True}}
    )
    return {item["findingId"]["S"]: item for item in answer["Responses"].get(table, [])}


def next_version(table, entry):
    version = int(entry.get("version", {"N": "0"})["N"])
    stored = dict(entry, version={"N": str(version + 1)})
    condition = (
        {"ConditionExpression": "#version = :version", "ExpressionAttributeValues": {":version": {"N": str(version)}}}
        if version
        else {"ConditionExpression": "attribute_not_exists(#version)"}
    )
    return dict(TableName=table, Item=stored, ExpressionAttributeNames={"#version": "version"}, **condition)


def write_entry(table, entry):
    put = next_version(table, entry)
    client("dynamodb").put_item(**put)
    return put["Item"]


def write_entry_with(table, entry, *others):
    client("dynamodb").transact_write_items(TransactItems=[{"Put": next_version(table, entry)}, *others])


def one_more(table, key, counter):
    return dict(
        TableName=table,
        Key={"findingId": {"S": key}},
        UpdateExpression="ADD #count :one",
        ExpressionAttributeNames={"#count": counter},
        ExpressionAttributeValues={":one": {"N": "1"}},
    )


def kept(table, key):
    return {"Put": {"TableName": table, "Item": {"findingId": {"S": key}, "at": {"S": now()}}}}


def count(table, key, counter):
    answer = client("dynamodb").update_item(ReturnValues="UPDATED_NEW", **one_more(table, key, counter))
    return int(answer["Attributes"][counter]["N"])


def enrich(event, context):
    detail = event["event"]["detail"]
    finding = read_finding(event["event"]["resources"][0], detail.get("id") or detail["findingId"])
    resource = finding["resource"]
    facts = {"tags": {"status": "UNSUPPORTED"}, "keyAliases": {"status": "NONE", "values": []}}
    if resource["type"] == "AWS::KMS::Key":
        kms = client("kms", resource["region"])
        tags = kms.list_resource_tags(KeyId=resource["arn"])["Tags"]
        facts["tags"] = {"status": "FOUND", "values": {t["TagKey"]: t["TagValue"] for t in tags}}
        aliases = kms.list_aliases(KeyId=resource["arn"])["Aliases"]
        facts["keyAliases"] = {"status": "FOUND", "values": [a["AliasName"] for a in aliases]}
    elif resource["type"] == "AWS::S3::Bucket":
        tags = client("s3").get_bucket_tagging(Bucket=resource["arn"].split(":::")[1])["TagSet"]
        facts["tags"] = {"status": "FOUND", "values": {t["Key"]: t["Value"] for t in tags}}
    log(step="enrich", findingId=finding["id"], tags=facts["tags"]["status"])
    return {"finding": finding, "facts": facts, "readAt": now()}


def evaluate(event, context):
    state, table = event["state"], event["config"]["ledger"]
    finding, tags = state["finding"], state["facts"]["tags"].get("values", {})
    aliases = state["facts"]["keyAliases"].get("values", [])
    known = read_entries(table, [finding["id"], "access#" + finding["resource"]["arn"]])
    entry = known.get(finding["id"]) or {"findingId": {"S": finding["id"]}}
    if finding["isPublic"] and tags.get("Data Classification") == "Confidential":
        outcome, rule = "NOTIFY", "confidential-is-never-public"
    elif (
        finding["resource"]["type"] == "AWS::KMS::Key"
        and tags.get("IsAllowedToShare") == "true"
        and tags.get("Environment") == "development"
        and "alias/DevelopmentKey" in aliases
    ):
        outcome, rule = "ARCHIVE", "development-key-sharing"
    else:
        outcome, rule = "NOTIFY", None
    claim = {"execution": {"S": event["execution"]}, "until": {"S": now()}, "effect": {"S": outcome}}
    write_entry(table, dict(entry, claim={"M": claim}))
    log(step="evaluate", findingId=finding["id"], outcome=outcome, rule=rule)
    return dict(state, decision={"outcome": outcome, "rule": rule, "decidedAt": now()})


def archive(event, context):
    state, table = event["state"], event["config"]["ledger"]
    finding, rule = state["finding"], state["decision"]["rule"]
    analyzer = finding["analyzerArn"]
    outcome = "CHANGED"
    entry = read_entry(table, finding["id"])
    if entry["claim"]["M"]["execution"]["S"] == event["execution"]:
        if read_finding(analyzer, finding["id"])["status"] == "ACTIVE":
            client("accessanalyzer", analyzer.split(":")[3]).update_findings(
                analyzerArn=analyzer, ids=[finding["id"]], status="ARCHIVED"
            )
            outcome = read_finding(analyzer, finding["id"])["status"]
    entry.pop("claim", None)
    entry["standing"] = {"M": {"kind": {"S": "ARCHIVED_BY_US"}, "rule": {"S": rule}, "at": {"S": now()}}}
    counted = {"Update": one_more(table, "archived#" + now()[:10] + "#" + rule, "archived")}
    write_entry_with(table, entry, counted, kept(table, "access#" + finding["resource"]["arn"]))
    log(step="archive", findingId=finding["id"], outcome=outcome)
    return dict(state, archive={"outcome": outcome})


def notify(event, context):
    state, table, topic = event["state"], event["config"]["ledger"], event["config"]["topic"]
    finding, decision = state["finding"], state["decision"]
    said = "told#" + str(finding.get("contentHash"))
    known = read_entries(table, [finding["id"], said])
    entry = known[finding["id"]]
    listening = client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]["SubscriptionsConfirmed"] != "0"
    within = count(table, "messages#" + now()[:13], "messages") <= int(event["config"]["maxImmediateAlertsPerHour"])
    entry = write_entry(table, entry)
    text = "\n".join(
        [
            "%s is shared with %s." % (finding["resource"]["arn"], finding["principal"]["value"]),
            "",
            "  Severity    " + decision["severity"],
            "  Type        " + finding["resource"]["type"],
            "  Owner       " + finding["resource"]["account"],
            "  Actions     " + ", ".join(finding["access"]["actions"]),
            "",
            "Why you get this alert: " + decision["reason"],
        ]
    )
    if said not in known and listening and within:
        client("sns").publish(
            TopicArn=topic,
            Subject="[%s] %s" % (decision["severity"].upper(), finding["resource"]["type"]),
            Message=json.dumps({"default": text, "email": text, "sqs": json.dumps(state)}),
            MessageStructure="json",
            MessageAttributes={"severity": {"DataType": "String", "StringValue": decision["severity"]}},
        )
    entry.pop("claim", None)
    entry["standing"] = {"M": {"kind": {"S": "ALERTED"}, "at": {"S": now()}, "execution": {"S": event["execution"]}}}
    write_entry_with(table, entry, kept(table, said), kept(table, "access#" + finding["resource"]["arn"]))
    log(step="notify", findingId=finding["id"], published=True)
    return dict(state, notification={"published": True})


def digest(event, context):
    table, topic = event["config"]["ledger"], event["config"]["topic"]
    client("sns").get_topic_attributes(TopicArn=topic)
    read_entry(table, "mark#digest")
    due, archived = [], []
    for item in client("dynamodb").scan(TableName=table, ConsistentRead=True)["Items"]:
        if "digestDue" in item:
            due.append(item)
        elif item["standing"]["M"]["kind"]["S"] == "ARCHIVED_BY_US":
            archived.append(item)
    subject = "Access Analyzer digest: %d alerts, %d archived" % (len(due), len(archived))
    text = "\n".join("  " + item["summary"]["M"]["resourceArn"]["S"] for item in due + archived)
    client("sns").publish(
        TopicArn=topic, Subject=subject, Message=json.dumps({"default": text, "email": text}), MessageStructure="json"
    )
    client("dynamodb").put_item(TableName=table, Item={"findingId": {"S": "mark#digest"}, "at": {"S": now()}})
    client("dynamodb").batch_get_item(
        RequestItems={table: {"Keys": [{"findingId": item["findingId"]} for item in due], "ConsistentRead": True}}
    )
    for item in due:
        item.pop("digestDue")
        write_entry(table, item)
    log(step="digest", alerts=len(due), archived=len(archived))
    return {"published": True, "subject": subject}


def sweep(event, context):
    config = event["config"]
    analyzer, table = config["analyzerArns"], config["ledger"]
    page = client("accessanalyzer", analyzer.split(":")[3]).list_findings_v2(
        analyzerArn=analyzer, maxResults=100, filter={"status": {"eq": ["ACTIVE"]}}
    )
    answer = client("dynamodb").batch_get_item(
        RequestItems={
            table: {"Keys": [{"findingId": {"S": f["id"]}} for f in page["findings"]], "ConsistentRead": True}
        }
    )
    entries = {item["findingId"]["S"]: item for item in answer["Responses"][table]}
    started = 0
    for finding in page["findings"]:
        entry = entries.get(finding["id"])
        if entry is None or entry["review"]["M"]["rulesVersion"]["S"] != event["sweep"]["rulesVersion"]:
            client("stepfunctions").start_execution(
                stateMachineArn=config["stateMachine"],
                name=finding["id"] + "-sweep",
                input=json.dumps({"reference": {"analyzerArn": analyzer, "findingId": finding["id"]}}),
            )
            started += 1
    log(step="sweep", started=started)
    return {"started": started, "nextToken": page.get("nextToken")}
