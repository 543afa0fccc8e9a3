"""Prints what CloudFormation makes of a template that sam package has written, as JSON.

Usage: packaged.py FILE [PARAMETER=VALUE]...; parameters left out have their defaults.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform
from template import NoManagedPolicies


def main(file, *arguments):
    template = yaml_parse(Path(file).read_text())
    given = dict(argument.split("=", 1) for argument in arguments)
    parameters = {name: given.get(name, parameter.get("Default")) for name, parameter in template["Parameters"].items()}
    json.dump(transform(template, parameters, NoManagedPolicies()), sys.stdout, indent=2)


if __name__ == "__main__":
    main(*sys.argv[1:])
