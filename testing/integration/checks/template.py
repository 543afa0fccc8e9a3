"""What the linters do not see: that template.yaml, its nested stacks and the state machines fit together, and all fit the built jars.

The templates are transformed as CloudFormation would do it (aws-sam-translator), with the state machines' definitions inlined.
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
# Definitions by the template's logical ids.
STATE_MACHINES = {"TriageStateMachine": Path("statemachine.asl.json"), "SweepStateMachine": Path("sweep.asl.json")}
SUBSTITUTION = re.compile(r"\$\{(\w+)}")

# Functions whose jar is another one's.
MODULES = {"DigestFunction": "notify-function"}

# Actions that the Service Authorization Reference gives no resource level. Everything else must name its resources.
WITHOUT_RESOURCE_LEVEL = {
    "access-analyzer:ListAnalyzers",
    "cloudtrail:DescribeTrails",
    "cloudtrail:LookupEvents",
    "kms:ListAliases",
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
    "tag:GetResources",
    "sns:GetSubscriptionAttributes",
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
        if "DefinitionUri" in resource.get("Properties", {}):
            definition = resource["Properties"].pop("DefinitionUri")
            resource["Properties"]["Definition"] = json.loads(Path(definition).read_text())
    template.get("Globals", {}).get("Function", {})["CodeUri"] = "s3://bucket/key"
    parameters = {name: parameter.get("Default", "none") for name, parameter in template["Parameters"].items()}
    return transform(template, parameters, NoManagedPolicies())


def all_resources(path, **parameters):
    """Resources of the template, and of the nested stacks that it deploys, by logical id."""
    template = yaml_parse(path.read_text())
    for name, value in parameters.items():
        template["Parameters"][name]["Default"] = value
    stacks = [stack for stack in template["Resources"].values() if stack["Type"] == "AWS::Serverless::Application"]
    resources = transformed(template)["Resources"]
    for stack in stacks:
        nested = all_resources(path.parent / stack["Properties"]["Location"])
        if both := resources.keys() & nested.keys():
            raise AssertionError(f"{path} and {stack['Properties']['Location']} both have the resources {sorted(both)}")
        resources |= nested
    return resources


def of_type(resources, kind):
    return {name: resource["Properties"] for name, resource in resources.items() if resource["Type"] == kind}


def listed(value):
    return value if isinstance(value, list) else [value]


def tasks(definition):
    return {name: state for name, state in definition["States"].items() if state["Type"] == "Task"}


def unconditional(values):
    """The values of a list, those of both branches of a condition too."""
    for value in values:
        if "Fn::If" in value:
            yield from unconditional(value["Fn::If"][1:])
        elif value != {"Ref": "AWS::NoValue"}:
            yield value


def statements(resources):
    """Each role's name and what it allows, also by a policy of its own."""
    for name, role in of_type(resources, "AWS::IAM::Role").items():
        for policy in unconditional(role.get("Policies", [])):
            for statement in listed(policy["PolicyDocument"]["Statement"]):
                yield name, statement
    for policy in of_type(resources, "AWS::IAM::Policy").values():
        for role in policy["Roles"]:
            for statement in listed(policy["PolicyDocument"]["Statement"]):
                yield role["Ref"], statement


def machines(resources):
    machines = of_type(resources, "AWS::StepFunctions::StateMachine")
    if set(machines) != set(STATE_MACHINES):
        raise AssertionError(f"{TEMPLATE} has the state machines {sorted(machines)}, expected {sorted(STATE_MACHINES)}")
    return machines


def allowed(resources, machine, action):
    role = machine["RoleArn"]["Fn::GetAtt"][0]
    return {
        resource.get("Ref")
        for name, statement in statements(resources)
        if name == role and action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    }


def check_substitutions_are_supplied_and_used(resources, definitions):
    mistakes = []
    for name, machine in machines(resources).items():
        used = set(SUBSTITUTION.findall(json.dumps(definitions[name])))
        # SAM adds its own for the inlined definition's intrinsic functions; these definitions have none.
        supplied = set(machine["DefinitionSubstitutions"])
        mistakes += [f"{STATE_MACHINES[name]} uses ${{{value}}}, which {TEMPLATE} does not supply" for value in sorted(used - supplied)]
        mistakes += [f"{TEMPLATE} supplies {value}, which {STATE_MACHINES[name]} does not use" for value in sorted(supplied - used)]
    return mistakes


def check_tasks_reach_what_the_role_allows(resources, definitions):
    wanted = {"lambda:invoke": ("FunctionName", "AWS::Lambda::Alias"), "sqs:sendMessage": ("QueueUrl", "AWS::SQS::Queue")}
    mistakes = []
    for machine_name, machine in machines(resources).items():
        substitutions, called, started = machine["DefinitionSubstitutions"], set(), set()
        for name, state in tasks(definitions[machine_name]).items():
            service = state["Resource"].split(":::")[-1]
            if service == "states:startExecution":
                # Only itself: no other name is passed to a machine.
                if state["Parameters"].get("StateMachineArn.$") != "$$.StateMachine.Id":
                    mistakes.append(f'state "{name}" starts another state machine than its own')
                started.add(machine_name)
                continue
            if service not in wanted:
                mistakes.append(f'state "{name}" calls {service}, which the role does not allow')
                continue
            field, kind = wanted[service]
            substitution = SUBSTITUTION.fullmatch(state["Parameters"][field])
            value = substitutions.get(substitution[1]) if substitution else None
            target = value.get("Ref") if isinstance(value, dict) else None
            if target is None or resources[target]["Type"] != kind:
                mistakes.append(
                    f'state "{name}": {field} is {state["Parameters"][field]}, expected a substitution by a {kind}, found {value}'
                )
            elif kind == "AWS::Lambda::Alias":
                called.add(target)
        for action, reached in (("lambda:InvokeFunction", called), ("states:StartExecution", started)):
            may = allowed(resources, machine, action)
            mistakes += [f"{machine_name}'s role lacks {action} on {name}, which a task calls" for name in sorted(reached - may)]
            mistakes += [f"{machine_name}'s role has {action} on {name}, which no task calls" for name in sorted(may - reached)]
    return mistakes


def check_retries_and_catches(resources, definitions):
    mistakes = []
    for definition in definitions.values():
        for name, state in tasks(definition).items():
            for field in ("TimeoutSeconds", "Retry", "Catch"):
                if field not in state:
                    mistakes.append(f'state "{name}" has no {field}')
            for kind, known in (("Retry", RETRIER_FIELDS), ("Catch", CATCHER_FIELDS)):
                fields = {field for entry in state.get(kind, []) for field in entry}
                for field in sorted(fields - known):
                    mistakes.append(f'state "{name}": {kind} has the unknown field {field}')
    return mistakes


def check_handlers_are_in_the_jars(resources, definitions):
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


def check_functions_take_no_environment(resources, definitions):
    # A changed variable would not publish a new version behind the alias. The JVM's flags are constant.
    return [
        f"{name} has the environment variable {variable}; pass the setting in the state machine's payload"
        for name, function in of_type(resources, "AWS::Lambda::Function").items()
        for variable, value in function.get("Environment", {}).get("Variables", {}).items()
        if variable != "JAVA_TOOL_OPTIONS" or not isinstance(value, str)
    ]


def check_permissions_name_their_resources(resources, definitions):
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


def check_arns_name_no_partition(resources, definitions):
    mistakes = []
    for name, resource in resources.items():
        # The service integrations' ARNs in the definition are names of the language, the same for every engine.
        properties = {key: value for key, value in resource.get("Properties", {}).items() if key != "DefinitionString"}
        for arn in sorted(set(re.findall(r"arn:aws[\w-]*:[\w:*/-]*", json.dumps(properties)))):
            mistakes.append(f"{name} has {arn}; write arn:${{AWS::Partition}}:")
    return mistakes


def main():
    definitions = {name: json.loads(path.read_text()) for name, path in STATE_MACHINES.items()}
    resources = all_resources(TEMPLATE, Mode="observe")
    failed = False
    for check in [value for name, value in globals().items() if name.startswith("check_")]:
        mistakes = check(resources, definitions)
        print(f"{'FAILED' if mistakes else 'ok'}: {check.__name__.removeprefix('check_').replace('_', ' ')}")
        for mistake in mistakes:
            print(f"  {mistake}")
        failed = failed or bool(mistakes)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
