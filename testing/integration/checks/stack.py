"""Makes the stack of template.yaml in moto, as CloudFormation would: as SAM transforms the template, by moto's CloudFormation; what that
leaves out (aliases, subscriptions, policies of topics and queues, alarms, metric filters, schedules) by the services' own calls, from
the properties that CloudFormation would give them.

Usage: stack.py create|update|delete ENDPOINT CODE [PARAMETER=VALUE]... from the repository's root. CODE is what the functions' packages
have; with another CODE an update publishes other versions. Prints, as JSON, resources by logical id, and what each role allows and trusts.
"""

import io
import json
import sys
import zipfile

import boto3
from samcli.yamlhelper import yaml_parse
from template import TEMPLATE, transformed

NAME, REGION, ACCOUNT = "access-analyzer-triage", "us-east-1", "111122223333"
BUCKET = "release"
NO_VALUE = {"Ref": "AWS::NoValue"}


def in_account(request, **_):
    request.headers["x-moto-account-id"] = ACCOUNT


class Stack:
    def __init__(self, endpoint, code, arguments, text=None):
        self.clients = {}
        self.endpoint = endpoint
        template = yaml_parse(text or TEMPLATE.read_text())
        for argument in arguments:
            name, _, value = argument.partition("=")
            template["Parameters"][name]["Default"] = value
        self.code = code
        self.template = transformed(template)
        self.parameters = {name: p.get("Default", "") for name, p in self.template["Parameters"].items()}
        self.conditions = {name: self.holds(c) for name, c in self.template["Conditions"].items()}
        self.resources = {
            name: self.chosen(r)
            for name, r in self.template["Resources"].items()
            if self.conditions.get(r.get("Condition"), True)
        }
        self.names = {
            name: self.value(r["Properties"]["FunctionName"])
            for name, r in self.resources.items()
            if r["Type"] == "AWS::Lambda::Function"
        }
        self.ids = {}

    def of(self, service):
        if service not in self.clients:
            client = boto3.client(
                service, region_name=REGION, endpoint_url=self.endpoint, aws_access_key_id="test", aws_secret_access_key="test"
            )
            client.meta.events.register("before-sign", in_account)
            self.clients[service] = client
        return self.clients[service]

    def holds(self, condition):
        (kind, arguments), = condition.items()
        return {
            "Condition": lambda: self.holds(self.template["Conditions"][arguments]),
            "Fn::Not": lambda: not self.holds(arguments[0]),
            "Fn::Equals": lambda: self.value(arguments[0]) == self.value(arguments[1]),
            "Fn::And": lambda: all(map(self.holds, arguments)),
            "Fn::Or": lambda: any(map(self.holds, arguments)),
        }[kind]()

    def chosen(self, node):
        """Without Fn::If and what has no value, which moto takes for null in a list."""
        if isinstance(node, list):
            return [part for part in map(self.chosen, node) if part != NO_VALUE]
        if not isinstance(node, dict):
            return node
        if set(node) == {"Fn::If"}:
            name, then, otherwise = node["Fn::If"]
            return self.chosen(then if self.conditions[name] else otherwise)
        parts = {key: self.chosen(part) for key, part in node.items()}
        return {key: part for key, part in parts.items() if part != NO_VALUE}

    def value(self, node):
        """What CloudFormation makes of a property."""
        if isinstance(node, list):
            return list(map(self.value, node))
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (kind, of), = node.items()
            if kind == "Ref":
                return self.reference(of)
            if kind == "Fn::GetAtt":
                return self.attribute(*of)
            if kind == "Fn::Join":
                return of[0].join(map(str, self.value(of[1])))
            if kind == "Fn::Sub":
                return self.substituted(of)
            if kind == "Fn::FindInMap":
                return self.template["Mappings"][of[0]][self.value(of[1])][str(self.value(of[2]))]
        return {key: self.value(part) for key, part in node.items()}

    def substituted(self, text):
        out = ""
        while "${" in text:
            before, _, rest = text.partition("${")
            name, _, text = rest.partition("}")
            value = self.attribute(*name.split(".")) if "." in name else self.reference(name)
            out += before + str(value)
        return out + text

    def reference(self, name):
        pseudo = {"Region": REGION, "AccountId": ACCOUNT, "Partition": "aws", "StackName": NAME, "URLSuffix": "amazonaws.com"}
        if name.startswith("AWS::"):
            return pseudo[name[5:]]
        if name in self.parameters:
            value = self.parameters[name]
            return value.split(",") if self.is_list(name) else value
        if self.resources[name]["Type"] == "AWS::Lambda::Alias":
            return self.alias(name)
        return self.ids[name]

    def is_list(self, name):
        return self.template["Parameters"][name]["Type"] == "CommaDelimitedList"

    def alias(self, name):
        properties = self.resources[name]["Properties"]
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.names[properties['FunctionName']['Ref']]}:{properties['Name']}"

    def attribute(self, name, attribute):
        kind, physical = self.resources[name]["Type"], self.ids[name]
        if kind == "AWS::IAM::Role":
            return f"arn:aws:iam::{ACCOUNT}:role/{physical}"
        if kind == "AWS::SQS::Queue":
            queue = physical.rsplit("/", 1)[-1]
            return queue if attribute == "QueueName" else f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}"
        if kind == "AWS::SNS::Topic":
            return physical.rsplit(":", 1)[-1] if attribute == "TopicName" else physical
        if kind == "AWS::DynamoDB::Table":
            return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{physical}"
        if kind == "AWS::KMS::Key":
            return f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{physical}"
        if kind == "AWS::Logs::LogGroup":
            return f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{physical}:*"
        if kind == "AWS::Events::Rule":
            return f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{physical}"
        raise KeyError(f"{name}.{attribute}")

    def body(self):
        """The template as moto can take it: aliases, which it does not make, by their ARNs."""
        left_out = set(LEFT_OUT)
        kept = {name: r for name, r in self.resources.items() if r["Type"] not in left_out and not self.is_version(r)}
        text = json.dumps({**{k: v for k, v in self.template.items() if k != "Conditions"}, "Resources": kept})
        template = json.loads(text)
        for resource in template["Resources"].values():
            resource.pop("Condition", None)
            waits = resource.get("DependsOn", [])
            waits = [waits] if isinstance(waits, str) else waits
            resource["DependsOn"] = [name for name in waits if name in kept]
            properties = resource.get("Properties", {})
            if resource["Type"] == "AWS::Lambda::Function":
                properties["Code"] = {"S3Bucket": BUCKET, "S3Key": "code.zip"}
            if resource["Type"] == "AWS::CloudFormation::Stack":
                properties["TemplateURL"] = f"https://{BUCKET}.s3.amazonaws.com/watch.yaml"
        resolved = self.by_arn(template)
        # moto answers a list in Python's notation.
        for name in filter(self.is_list, self.parameters):
            resolved["Parameters"][name] = {"Type": "String"}
        return json.dumps(resolved)

    @staticmethod
    def is_version(resource):
        return resource["Type"] == "AWS::Lambda::Version"

    def by_arn(self, node):
        if isinstance(node, list):
            return list(map(self.by_arn, node))
        if not isinstance(node, dict):
            return node
        if set(node) == {"Ref"} and isinstance(self.parameters.get(node["Ref"]), str) and self.is_list(node["Ref"]):
            return self.reference(node["Ref"])
        if set(node) == {"Ref"} and self.resources.get(node["Ref"], {}).get("Type") == "AWS::Lambda::Alias":
            return self.alias(node["Ref"])
        return {key: self.by_arn(part) for key, part in node.items()}

    def deploy(self, is_new):
        self.upload()
        parameters = [{"ParameterKey": name, "ParameterValue": str(value)} for name, value in self.parameters.items()]
        call = self.of("cloudformation").create_stack if is_new else self.of("cloudformation").update_stack
        call(StackName=NAME, TemplateBody=self.body(), Parameters=parameters, Capabilities=["CAPABILITY_IAM"])
        pages = self.of("cloudformation").get_paginator("list_stack_resources").paginate(StackName=NAME)
        for page in pages:
            for resource in page["StackResourceSummaries"]:
                self.ids[resource["LogicalResourceId"]] = resource["PhysicalResourceId"]
        for name, resource in self.resources.items():
            if resource["Type"] == "AWS::StepFunctions::StateMachine":
                self.define(name, is_new)
            if name not in self.ids and not self.is_version(resource):
                LEFT_OUT[resource["Type"]](self, name, resource["Properties"], is_new)

    def upload(self):
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as out:
            out.writestr(zipfile.ZipInfo("code"), self.code)
            out.writestr(zipfile.ZipInfo("rules.yaml"), open("rules/rules.yaml", encoding="utf-8").read())
        s3 = self.of("s3")
        s3.create_bucket(Bucket=BUCKET)
        s3.put_object(Bucket=BUCKET, Key="code.zip", Body=package.getvalue())
        s3.put_object(Bucket=BUCKET, Key="watch.yaml", Body=open("watch.yaml", "rb").read())
        self.package = package.getvalue()

    def make_alias(self, name, properties, is_new):
        function = self.names[properties["FunctionName"]["Ref"]]
        client = self.of("lambda")
        if not is_new:
            client.update_function_code(FunctionName=function, ZipFile=self.package)
        version = client.publish_version(FunctionName=function)["Version"]
        call = client.create_alias if is_new else client.update_alias
        call(FunctionName=function, Name=properties["Name"], FunctionVersion=version)
        self.ids[name] = self.alias(name)

    def make_subscription(self, name, properties, is_new):
        properties = self.value(properties)
        if is_new:
            self.of("sns").subscribe(TopicArn=properties["TopicArn"], Protocol=properties["Protocol"], Endpoint=properties["Endpoint"])

    def make_topic_policy(self, name, properties, is_new):
        properties = self.value(properties)
        for topic in properties["Topics"]:
            self.of("sns").set_topic_attributes(
                TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(properties["PolicyDocument"])
            )

    def make_queue_policy(self, name, properties, is_new):
        properties = self.value(properties)
        for queue in properties["Queues"]:
            self.of("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(properties["PolicyDocument"])})

    def make_alarm(self, name, properties, is_new):
        properties = self.value(properties)
        properties.pop("Tags", None)
        self.of("cloudwatch").put_metric_alarm(AlarmName=f"{NAME}-{name}", **properties)

    def make_filter(self, name, properties, is_new):
        properties = self.value(properties)
        transformations = [
            {key[0].lower() + key[1:]: value for key, value in t.items() if key != "Unit"} for t in properties["MetricTransformations"]
        ]
        self.of("logs").put_metric_filter(
            logGroupName=properties["LogGroupName"],
            filterName=f"{NAME}-{name}",
            filterPattern=properties["FilterPattern"],
            metricTransformations=transformations,
        )

    def make_schedule(self, name, properties, is_new):
        properties = self.value(properties)
        scheduler = self.of("scheduler")
        call = scheduler.create_schedule if is_new else scheduler.update_schedule
        properties.pop("Description", None)
        call(**properties)
        self.ids[name] = properties["Name"]

    def acting(self):
        """Who acts with which role: functions by name, the others by kind and name."""
        for name, resource in self.resources.items():
            properties = resource.get("Properties", {})
            if resource["Type"] == "AWS::Lambda::Function":
                yield self.names[name], properties["Role"]
            if resource["Type"] == "AWS::StepFunctions::StateMachine":
                yield f"machine {self.value(properties['StateMachineName'])}", properties["RoleArn"]
            if resource["Type"] == "AWS::Scheduler::Schedule":
                yield f"schedule {self.value(properties['Name'])}", properties["Target"]["RoleArn"]
            if resource["Type"] == "AWS::Events::Rule":
                for target in properties["Targets"]:
                    if "RoleArn" in target:
                        yield f"rule {self.value(properties['Name'])}", target["RoleArn"]

    def roles(self):
        """The statements of each role and of its trust, every reference resolved. (moto's IAM answers them in Python's notation.)"""
        roles = {}
        for actor, arn in self.acting():
            name = arn["Fn::GetAtt"][0]
            role = self.resources[name]["Properties"]
            policies = list(role["Policies"])
            for other in self.resources.values():
                if other["Type"] == "AWS::IAM::Policy" and {"Ref": name} in other["Properties"]["Roles"]:
                    policies.append(other["Properties"])
            roles[actor] = {
                "allowed": [s for policy in policies for s in self.value(policy["PolicyDocument"]["Statement"])],
                "trusted": self.value(role["AssumeRolePolicyDocument"]["Statement"]),
            }
        return roles

    def define(self, name, is_new):
        """moto's CloudFormation leaves a definition's substitutions out, and gives the machine to an engine that runs none."""
        properties = self.resources[name]["Properties"]
        definition = self.value(properties["DefinitionString"])
        for key, value in self.value(properties["DefinitionSubstitutions"]).items():
            definition = definition.replace("${" + key + "}", str(value))
        states = self.of("stepfunctions")
        role = self.value(properties["RoleArn"])
        if is_new:
            states.create_state_machine(name=self.value(properties["StateMachineName"]), definition=definition, roleArn=role)
        else:
            states.update_state_machine(stateMachineArn=self.ids[name], definition=definition, roleArn=role)
        if states.describe_state_machine(stateMachineArn=self.ids[name])["definition"] != definition:
            raise RuntimeError(f"{name} has the name of another state machine")

    def delete(self):
        machines = [name for name, r in self.resources.items() if r["Type"] == "AWS::StepFunctions::StateMachine"]
        for name in machines:
            arn = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{self.value(self.resources[name]['Properties']['StateMachineName'])}"
            self.of("stepfunctions").delete_state_machine(stateMachineArn=arn)
        self.of("cloudformation").delete_stack(StackName=NAME)


# What moto's CloudFormation does not know.
LEFT_OUT = {
    "AWS::Lambda::Alias": Stack.make_alias,
    "AWS::SNS::Subscription": Stack.make_subscription,
    "AWS::SNS::TopicPolicy": Stack.make_topic_policy,
    "AWS::SQS::QueuePolicy": Stack.make_queue_policy,
    "AWS::CloudWatch::Alarm": Stack.make_alarm,
    "AWS::Logs::MetricFilter": Stack.make_filter,
    "AWS::Scheduler::Schedule": Stack.make_schedule,
}


def main(do, endpoint, code, *arguments):
    stack = Stack(endpoint, code, arguments)
    if do == "delete":
        stack.delete()
        print("{}")
        return
    stack.deploy(do == "create")
    handlers = {stack.names[n]: stack.resources[n]["Properties"]["Handler"] for n in stack.names}
    json.dump({"resources": stack.ids, "handlers": handlers, "roles": stack.roles()}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
