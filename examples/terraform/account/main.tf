terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "bucket" {
  description = "An S3 bucket of yours in the region of the stack"
  type        = string
}

variable "datadog_keys_secret_arn" {
  description = "ARN of a Secrets Manager secret with Datadog's keys, in the region of the stack: the stack enters the account in Datadog"
  type        = string
  default     = ""
}

variable "external_id" {
  description = "The external id from the AWS integration page in Datadog, where there is no secret with Datadog's keys"
  type        = string
  default     = ""
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

resource "aws_cloudformation_stack" "datadog" {
  name         = "datadog"
  template_url = "https://${data.aws_s3_bucket.templates.bucket_regional_domain_name}/${aws_s3_object.template.key}"
  capabilities = ["CAPABILITY_IAM"]

  parameters = {
    DatadogKeysSecretArn = var.datadog_keys_secret_arn
    ExternalId           = var.external_id
    Permissions          = "Full"
    ResourceCollection   = "true"
    SelfTest             = "Require"
    Tags                 = "team=platform,cost-center=42"
  }
}

output "datadog_role_name" {
  description = "Enter this as AWS Role Name in Datadog, unless the stack does it"
  value       = aws_cloudformation_stack.datadog.outputs["DatadogRoleName"]
}

output "self_test_result" {
  description = "passed, or what went wrong when the role was tried"
  value       = aws_cloudformation_stack.datadog.outputs["SelfTestResult"]
}
