terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
  }
}

variable "bucket" {
  description = "An S3 bucket of yours that the organization's accounts may read"
  type        = string
}

variable "external_id" {
  description = "The external id from the AWS integration page in Datadog"
  type        = string
}

variable "organizational_unit_id" {
  description = "Such as ou-abcd-12345678, or r-abcd for the whole organization"
  type        = string
}

variable "region" {
  description = "The one region of the stacks"
  type        = string
  default     = "us-east-1"
}

variable "call_as" {
  description = "SELF in the management account, DELEGATED_ADMIN in that of a delegated administrator"
  type        = string
  default     = "SELF"
}

variable "template" {
  description = "The file that `npm run package` writes"
  type        = string
  default     = "../../../dist/account.yaml"
}

resource "aws_s3_object" "template" {
  bucket      = var.bucket
  key         = "datadog-integration-role/${filesha256(var.template)}.yaml"
  source      = var.template
  source_hash = filesha256(var.template)
}

data "aws_s3_bucket" "templates" {
  bucket = var.bucket
}

resource "aws_cloudformation_stack_set" "datadog" {
  name             = "datadog"
  permission_model = "SERVICE_MANAGED"
  call_as          = var.call_as
  template_url     = "https://${data.aws_s3_bucket.templates.bucket_regional_domain_name}/${aws_s3_object.template.key}"
  capabilities     = ["CAPABILITY_IAM"]

  parameters = {
    ExternalId         = var.external_id
    Permissions        = "Full"
    ResourceCollection = "true"
  }

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  managed_execution {
    active = true
  }

  operation_preferences {
    max_concurrent_percentage    = 25
    failure_tolerance_percentage = 10
  }

  lifecycle {
    # AWS sets it, and refuses to be told it, with service-managed permissions.
    ignore_changes = [administration_role_arn]
  }
}

resource "aws_cloudformation_stack_set_instance" "unit" {
  stack_set_name            = aws_cloudformation_stack_set.datadog.name
  stack_set_instance_region = var.region
  call_as                   = var.call_as

  deployment_targets {
    organizational_unit_ids = [var.organizational_unit_id]
  }
}
