"""cfn-lint rules for Custom::DatadogIntegrationRole, by the schema that the project makes of the resource itself.

cfn-lint takes schemas of types of one's own by --registry-schemas, but looks none up for Custom::, which it holds for
AWS::CloudFormation::CustomResource: hence two rules. The schema is looked for beside this file, then in the repository.
"""

import json
import re
from collections import deque
from pathlib import Path

from cfnlint.helpers import FUNCTIONS
from cfnlint.jsonschema import ValidationError
from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.rules.jsonschema.CfnLintJsonSchema import CfnLintJsonSchema

NAME = "custom-datadog-integrationrole.json"
HERE = Path(__file__).resolve()
PLACES = [HERE.parent / NAME, *(parent / "schema" / NAME for parent in HERE.parents)]
SCHEMA = json.loads(next(place for place in PLACES if place.exists()).read_text(encoding="utf-8"))
TYPE = SCHEMA["typeName"]

# A read-only property can be had by Fn::GetAtt, and not be given.
GIVEN = {
    **SCHEMA,
    "properties": {
        name: schema
        for name, schema in SCHEMA["properties"].items()
        if f"/properties/{name}" not in SCHEMA["readOnlyProperties"]
    },
}


class DatadogIntegrationRoleProperties(CfnLintJsonSchema):
    """Properties against the schema"""

    id = "E9171"
    shortdesc = "Properties of Custom::DatadogIntegrationRole are valid"
    description = "The resource refuses what this finds, before it touches anything"
    tags = ["resources", "datadog"]

    def __init__(self):
        super().__init__(keywords=["Resources/*"], all_matches=True)

    def validate(self, validator, _, instance, schema):
        if not isinstance(instance, dict) or instance.get("Type") != TYPE:
            return
        properties = instance.get("Properties", {})
        condition = instance.get("Condition")
        conditions = {condition: True} if isinstance(condition, str) else {}
        properties_validator = validator.evolve(
            context=validator.context.evolve(
                functions=list(FUNCTIONS),
                strict_types=False,
                conditions=validator.context.conditions.evolve(conditions),
                path=validator.context.path.evolve(
                    cfn_path=deque(["Resources", TYPE, "Properties"]),
                ).descend(path="Properties"),
            ),
        )
        extended = self.extend_validator(properties_validator, GIVEN, properties_validator.context.evolve())
        for error in self._validate(extended, properties):
            if not is_empty_parameter(error):
                error.path.appendleft("Properties")
                yield error


def is_empty_parameter(error: ValidationError) -> bool:
    """A parameter whose default is empty, which whoever deploys has to fill in: no fault of the template."""
    return error.validator == "ref" and "found: 0 when" in error.message


class DatadogIntegrationRoleAttributes(CloudFormationLintRule):
    """Attributes that the resource does not have"""

    id = "E9172"
    shortdesc = "Attributes of Custom::DatadogIntegrationRole exist"
    description = "Fn::GetAtt and Fn::Sub ask for attributes that the resource gives"
    tags = ["functions", "datadog"]

    def match(self, cfn):
        roles = cfn.get_resources(TYPE)
        for *path, value in cfn.search_deep_keys("Fn::GetAtt"):
            parts = value.split(".", 1) if isinstance(value, str) else value
            if len(parts) == 2:
                yield from self.unknown(roles, path, *parts)
        for *path, value in cfn.search_deep_keys("Fn::Sub"):
            text = value if isinstance(value, str) else next(iter(value), "")
            for role, attribute in re.findall(r"\$\{(\w+)\.([\w.]+)\}", str(text)):
                yield from self.unknown(roles, path, role, attribute)

    def unknown(self, roles, path, role, attribute):
        if isinstance(attribute, str) and role in roles and attribute not in SCHEMA["attributes"]:
            known = ", ".join(SCHEMA["attributes"])
            yield RuleMatch(path, f"{role} has no attribute {attribute!r}, but {known}")
