"""Asks the sandbox through boto3 and prints, for each check, `ok NAME` or `no NAME: what was found`."""

import os

import boto3
from botocore.exceptions import ClientError

ROLE = "DatadogIntegrationRole"
ROLE_ARN = "arn:aws:iam::123456789012:role/" + ROLE
OWN_POLICY_ARN = "arn:aws:iam::123456789012:policy/datadog-integration-role/" + ROLE + "-permissions-1"
EXTERNAL_ID = os.environ["EXTERNAL_ID"]


def check(name, held, found):
    print(f"ok {name}" if held else f"no {name}: {found}")


def error_of(call, **arguments):
    """The error that AWS answers with, as code and text."""
    try:
        return "no error", str(call(**arguments))
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]


iam = boto3.client("iam")
sts = boto3.client("sts")
ssm = boto3.client("ssm")
datadog = boto3.client("sts", aws_access_key_id="464622532012", aws_secret_access_key="any")

role = iam.get_role(RoleName=ROLE)["Role"]
condition = role["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]
check("get_role", condition == {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}, condition)

pages = iam.get_paginator("list_attached_role_policies").paginate(
    RoleName=ROLE, PaginationConfig={"PageSize": 1}
)
attached = [policy["PolicyArn"] for page in pages for policy in page["AttachedPolicies"]]
check(
    "list_attached_role_policies, page by page",
    OWN_POLICY_ARN in attached and "arn:aws:iam::aws:policy/SecurityAudit" in attached,
    attached,
)

version = iam.get_policy_version(PolicyArn=OWN_POLICY_ARN, VersionId="v1")["PolicyVersion"]
check("get_policy_version", version["Document"]["Statement"][0]["Effect"] == "Allow", version)

error = error_of(iam.get_role, RoleName="Nobody")
check("get_role of nobody", error == ("NoSuchEntity", "The role with name Nobody cannot be found."), error)
try:
    iam.get_role(RoleName="Nobody")
    check("modelled exceptions", False, "no error")
except iam.exceptions.NoSuchEntityException:
    check("modelled exceptions", True, "")

session = datadog.assume_role(RoleArn=ROLE_ARN, RoleSessionName="datadog", ExternalId=EXTERNAL_ID)
credentials = session["Credentials"]
as_datadog = boto3.client(
    "sts",
    aws_access_key_id=credentials["AccessKeyId"],
    aws_secret_access_key=credentials["SecretAccessKey"],
    aws_session_token=credentials["SessionToken"],
)
arn = as_datadog.get_caller_identity()["Arn"]
check(
    "assume_role as Datadog, and a call with the session",
    arn == "arn:aws:sts::123456789012:assumed-role/" + ROLE + "/datadog",
    arn,
)

error = error_of(datadog.assume_role, RoleArn=ROLE_ARN, RoleSessionName="datadog")
check(
    "assume_role as Datadog without the external id",
    error[0] == "AccessDenied" and error[1].endswith("sts:AssumeRole on resource: " + ROLE_ARN),
    error,
)

value = ssm.get_parameter(Name="/datadog-integration-role/" + ROLE)["Parameter"]["Value"]
check("get_parameter", "schemaVersion" in value, value)
error = error_of(ssm.get_parameter, Name="/nobody")
check("get_parameter of nothing", error[0] == "ParameterNotFound", error)
