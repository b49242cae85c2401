"""How long until a Python function has imported boto3 and made an IAM client, in milliseconds."""

import time

started_at = time.perf_counter()
import boto3  # noqa: E402

boto3.client("iam", region_name="us-east-1")
print((time.perf_counter() - started_at) * 1000)
