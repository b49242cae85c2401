import { createHash } from 'node:crypto';
import type { Package } from './write-package';

const DIGEST_CHARACTERS = 12;

/**
 * The shell commands that deploy these packages. Their prefix in the bucket changes with what is in them:
 * CloudFormation updates a function when its S3 key changes, and never looks whether the object did
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html).
 */
export function nextCommands(packages: readonly Package[]): string {
  const contents = packages.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('');
  const version = createHash('sha256').update(contents).digest('hex').slice(0, DIGEST_CHARACTERS);
  const prefix = `datadog-integration-role/${version}/`;
  return [
    'BUCKET=...        # an S3 bucket of yours, in the region of the stack',
    'EXTERNAL_ID=...   # from the AWS integration page in Datadog',
    '',
    ...packages.map(({ file }) => `aws s3 cp dist/${file} "s3://$BUCKET/${prefix}${file}"`),
    'aws cloudformation deploy --stack-name datadog --template-file template.yaml --s3-bucket "$BUCKET" \\',
    `  --parameter-overrides "CodeBucket=$BUCKET" CodePrefix=${prefix} "ExternalId=$EXTERNAL_ID" \\`,
    '  --capabilities CAPABILITY_IAM',
    '',
  ].join('\n');
}
