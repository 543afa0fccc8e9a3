"""What the linters do not see: that template.yaml and statemachine.asl.json fit together, and both fit the built jars.

The template is transformed as CloudFormation would do it (aws-sam-translator), with the state machine's definition inlined.
Prints one line a check and exits 1 if one failed. Run it from the repository's root after `mvn package`.
"""

import json
import os
import re
import sys
import zipfile
from pathlib import Path

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

TEMPLATE = Path("template.yaml")
STATE_MACHINE = Path("statemachine.asl.json")
SUBSTITUTION = re.compile(r"\$\{(\w+)}")

# Functions whose jar is another one's.
MODULES = {"DigestFunction": "notify-function"}

# Actions that the Service Authorization Reference gives no resource level. Everything else must name its resources.
WITHOUT_RESOURCE_LEVEL = {
    "kms:ListAliases",
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}

# Amazon States Language, "Error handling". asl-validator 4.0.0 accepts any other field of a retrier.
RETRIER_FIELDS = {"ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Comment"}
CATCHER_FIELDS = {"ErrorEquals", "Next", "ResultPath", "Comment"}


class NoManagedPolicies:
    """Managed policies are asked for by name only where a template uses them; this one does not."""

    def load(self):
        return {}


def transformed(template):
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::StateMachine":
            definition = resource["Properties"].pop("DefinitionUri")
            resource["Properties"]["Definition"] = json.loads(Path(definition).read_text())
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"
    parameters = {name: parameter.get("Default", "none") for name, parameter in template["Parameters"].items()}
    return transform(template, parameters, NoManagedPolicies())


def of_type(resources, kind):
    return {name: resource["Properties"] for name, resource in resources.items() if resource["Type"] == kind}


def listed(value):
    return value if isinstance(value, list) else [value]


def tasks(definition):
    return {name: state for name, state in definition["States"].items() if state["Type"] == "Task"}


def only(values, what):
    if len(values) != 1:
        raise AssertionError(f"expected one {what}, found {sorted(values)}")
    return next(iter(values.items()))


def statements(resources):
    for name, role in of_type(resources, "AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in listed(policy["PolicyDocument"]["Statement"]):
                yield name, statement


def check_substitutions_are_supplied_and_used(resources, definition):
    used = set(SUBSTITUTION.findall(json.dumps(definition)))
    _, machine = only(of_type(resources, "AWS::StepFunctions::StateMachine"), "state machine")
    supplied = set(machine["DefinitionSubstitutions"])
    # SAM adds its own for the inlined definition's intrinsic functions; this definition has none.
    missing, unused = sorted(used - supplied), sorted(supplied - used)
    return [f"{STATE_MACHINE} uses ${{{name}}}, which {TEMPLATE} does not supply" for name in missing] + [
        f"{TEMPLATE} supplies {name}, which {STATE_MACHINE} does not use" for name in unused
    ]


def check_tasks_reach_what_the_role_allows(resources, definition):
    _, machine = only(of_type(resources, "AWS::StepFunctions::StateMachine"), "state machine")
    substitutions = machine["DefinitionSubstitutions"]
    mistakes, called = [], set()
    wanted = {"lambda:invoke": ("FunctionName", "AWS::Lambda::Alias"), "sqs:sendMessage": ("QueueUrl", "AWS::SQS::Queue")}
    for name, state in tasks(definition).items():
        service = state["Resource"].split(":::")[-1]
        if service not in wanted:
            mistakes.append(f'state "{name}" calls {service}, which the role does not allow')
            continue
        field, kind = wanted[service]
        substitution = SUBSTITUTION.fullmatch(state["Parameters"][field])
        value = substitutions.get(substitution[1]) if substitution else None
        target = value.get("Ref") if isinstance(value, dict) else None
        if target is None or resources[target]["Type"] != kind:
            mistakes.append(f'state "{name}": {field} is {state["Parameters"][field]}, expected a substitution by a {kind}, found {value}')
        elif kind == "AWS::Lambda::Alias":
            called.add(target)
    _, allowed = only(
        {
            index: {resource.get("Ref") for resource in listed(statement["Resource"])}
            for index, (_, statement) in enumerate(statements(resources))
            if "lambda:InvokeFunction" in listed(statement["Action"])
        },
        "statement that allows lambda:InvokeFunction",
    )
    return (
        mistakes
        + [f"the state machine's role may not call {name}, which a task calls" for name in sorted(called - allowed)]
        + [f"the state machine's role may call {name}, which no task calls" for name in sorted(allowed - called)]
    )


def check_retries_and_catches(resources, definition):
    mistakes = []
    for name, state in tasks(definition).items():
        for field in ("TimeoutSeconds", "Retry", "Catch"):
            if field not in state:
                mistakes.append(f'state "{name}" has no {field}')
        for kind, known in (("Retry", RETRIER_FIELDS), ("Catch", CATCHER_FIELDS)):
            fields = {field for entry in state.get(kind, []) for field in entry}
            for field in sorted(fields - known):
                mistakes.append(f'state "{name}": {kind} has the unknown field {field}')
    return mistakes


def check_handlers_are_in_the_jars(resources, definition):
    mistakes = []
    for name, function in of_type(resources, "AWS::Lambda::Function").items():
        module = MODULES.get(name, name.removesuffix("Function").lower() + "-function")
        jars = sorted(Path(module, "target").glob(f"{module}-*-lambda.jar"))
        if len(jars) != 1:
            mistakes.append(f"{name}: expected one jar {module}/target/{module}-*-lambda.jar, found {len(jars)}; run mvn package")
            continue
        handler = function["Handler"].split("::")[0].replace(".", "/") + ".class"
        with zipfile.ZipFile(jars[0]) as jar:
            if handler not in jar.namelist():
                mistakes.append(f"{name}: the handler {function['Handler']} is not in {jars[0]}")
    return mistakes


def check_functions_take_no_environment(resources, definition):
    # A changed variable would not publish a new version behind the alias.
    return [
        f"{name} has environment variables; pass the setting in the state machine's payload"
        for name, function in of_type(resources, "AWS::Lambda::Function").items()
        if "Environment" in function
    ]


def check_permissions_name_their_resources(resources, definition):
    mistakes = []
    for name, role in of_type(resources, "AWS::IAM::Role").items():
        if role.get("ManagedPolicyArns"):
            mistakes.append(f"{name} has managed policies {role['ManagedPolicyArns']}")
    for name, statement in statements(resources):
        actions = set(listed(statement["Action"]))
        for action in sorted(actions):
            if action.endswith(":*") or action == "*":
                mistakes.append(f"{name} allows {action}")
        if "*" in listed(statement["Resource"]):
            for action in sorted(actions - WITHOUT_RESOURCE_LEVEL):
                mistakes.append(f'{name} allows {action} on "*", but it has a resource level')
    return mistakes


def check_arns_name_no_partition(resources, definition):
    mistakes = []
    for name, resource in resources.items():
        # The service integrations' ARNs in the definition are names of the language, the same for every engine.
        properties = {key: value for key, value in resource.get("Properties", {}).items() if key != "DefinitionString"}
        for arn in sorted(set(re.findall(r"arn:aws[\w-]*:[\w:*/-]*", json.dumps(properties)))):
            mistakes.append(f"{name} has {arn}; write arn:${{AWS::Partition}}:")
    return mistakes


def main():
    definition = json.loads(STATE_MACHINE.read_text())
    resources = transformed(yaml_parse(TEMPLATE.read_text()))["Resources"]
    failed = False
    for check in [value for name, value in globals().items() if name.startswith("check_")]:
        mistakes = check(resources, definition)
        print(f"{'FAILED' if mistakes else 'ok'}: {check.__name__.removeprefix('check_').replace('_', ' ')}")
        for mistake in mistakes:
            print(f"  {mistake}")
        failed = failed or bool(mistakes)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
