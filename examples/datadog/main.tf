terraform {
  required_version = ">= 1.5"
  required_providers {
    datadog = {
      source  = "DataDog/datadog"
      version = ">= 3.30"
    }
  }
}

variable "notify" {
  description = "Whom the monitors notify, such as @on-call@example.com or @slack-alerts; nobody without it"
  type        = string
  default     = ""
}

variable "silent_minutes" {
  description = "For how long a validator may be silent: three times the stack's ValidationEvery"
  type        = number
  default     = 180
}

locals {
  can_assume = jsondecode(file("${path.module}/monitors/can-assume.json"))
  drift      = jsondecode(file("${path.module}/monitors/drift.json"))
}

resource "datadog_monitor_json" "can_assume" {
  monitor = jsonencode(merge(local.can_assume, {
    message = trimspace("${local.can_assume.message} ${var.notify}")
    options = merge(local.can_assume.options, { no_data_timeframe = var.silent_minutes })
  }))
}

resource "datadog_monitor_json" "drift" {
  monitor = jsonencode(merge(local.drift, { message = trimspace("${local.drift.message} ${var.notify}") }))
}

resource "datadog_dashboard_json" "access" {
  dashboard = file("${path.module}/dashboard.json")
}
