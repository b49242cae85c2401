"""cfn-lint rules for Custom::DatadogIntegrationRole and Custom::DatadogIntegrationAccount, by the schemas that the project makes
of the resources themselves.

cfn-lint takes schemas of types of one's own by --registry-schemas, but looks none up for Custom::, which it holds for
AWS::CloudFormation::CustomResource: hence two rules. The schemas are looked for beside this file, then in the repository.
"""

import json
import re
from collections import deque
from pathlib import Path

from cfnlint.helpers import FUNCTIONS
from cfnlint.jsonschema import ValidationError
from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.rules.jsonschema.CfnLintJsonSchema import CfnLintJsonSchema

NAMES = ["custom-datadog-integrationrole.json", "custom-datadog-integrationaccount.json"]
HERE = Path(__file__).resolve()


def schema_of(name):
    places = [HERE.parent / name, *(parent / "schema" / name for parent in HERE.parents)]
    return json.loads(next(place for place in places if place.exists()).read_text(encoding="utf-8"))


SCHEMAS = {schema["typeName"]: schema for schema in map(schema_of, NAMES)}


def given(schema):
    """A read-only property can be had by Fn::GetAtt, and not be given."""
    properties = {
        name: one
        for name, one in schema["properties"].items()
        if f"/properties/{name}" not in schema["readOnlyProperties"]
    }
    return {**schema, "properties": properties}


GIVEN = {name: given(schema) for name, schema in SCHEMAS.items()}


class DatadogIntegrationProperties(CfnLintJsonSchema):
    """Properties against the schema"""

    id = "E9171"
    shortdesc = "Properties of Custom::DatadogIntegrationRole and Custom::DatadogIntegrationAccount are valid"
    description = "The resource refuses what this finds, before it touches anything"
    tags = ["resources", "datadog"]

    def __init__(self):
        super().__init__(keywords=["Resources/*"], all_matches=True)

    def validate(self, validator, _, instance, schema):
        if not isinstance(instance, dict) or instance.get("Type") not in GIVEN:
            return
        resource_type = instance["Type"]
        properties = instance.get("Properties", {})
        condition = instance.get("Condition")
        conditions = {condition: True} if isinstance(condition, str) else {}
        properties_validator = validator.evolve(
            context=validator.context.evolve(
                functions=list(FUNCTIONS),
                strict_types=False,
                conditions=validator.context.conditions.evolve(conditions),
                path=validator.context.path.evolve(
                    cfn_path=deque(["Resources", resource_type, "Properties"]),
                ).descend(path="Properties"),
            ),
        )
        extended = self.extend_validator(
            properties_validator, GIVEN[resource_type], properties_validator.context.evolve()
        )
        for error in self._validate(extended, properties):
            if not is_empty_parameter(error):
                error.path.appendleft("Properties")
                yield error


def is_empty_parameter(error: ValidationError) -> bool:
    """A parameter whose default is empty, which whoever deploys has to fill in: no fault of the template."""
    return error.validator == "ref" and "found: 0 when" in error.message


class DatadogIntegrationAttributes(CloudFormationLintRule):
    """Attributes that the resource does not have"""

    id = "E9172"
    shortdesc = "Attributes of Custom::DatadogIntegrationRole and Custom::DatadogIntegrationAccount exist"
    description = "Fn::GetAtt and Fn::Sub ask for attributes that the resource gives"
    tags = ["functions", "datadog"]

    def match(self, cfn):
        attributes = {
            logical_id: schema["attributes"]
            for name, schema in SCHEMAS.items()
            for logical_id in cfn.get_resources(name)
        }
        for *path, value in cfn.search_deep_keys("Fn::GetAtt"):
            parts = value.split(".", 1) if isinstance(value, str) else value
            if len(parts) == 2:
                yield from self.unknown(attributes, path, *parts)
        for *path, value in cfn.search_deep_keys("Fn::Sub"):
            text = value if isinstance(value, str) else next(iter(value), "")
            for logical_id, attribute in re.findall(r"\$\{(\w+)\.([\w.]+)\}", str(text)):
                yield from self.unknown(attributes, path, logical_id, attribute)

    def unknown(self, attributes, path, logical_id, attribute):
        if not isinstance(attribute, str) or logical_id not in attributes:
            return
        known = attributes[logical_id]
        if attribute not in known:
            yield RuleMatch(path, f"{logical_id} has no attribute {attribute!r}, but {', '.join(known)}")
