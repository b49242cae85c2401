import { prefixOf } from './templates';

/** The shell commands that deploy a release: the one file, or template and zips from a bucket. */
export function nextCommands(release: string): string {
  const prefix = prefixOf(release);
  return [
    'BUCKET=...        # an S3 bucket of yours, in the region of the stack',
    'EXTERNAL_ID=...   # from the AWS integration page in Datadog',
    '',
    'aws cloudformation deploy --stack-name datadog --template-file dist/account.yaml --s3-bucket "$BUCKET" \\',
    '  --parameter-overrides "ExternalId=$EXTERNAL_ID" --capabilities CAPABILITY_IAM',
    '',
    '# Or with the code in a bucket:',
    `aws s3 cp dist/custom-resource.zip "s3://$BUCKET/${prefix}custom-resource.zip"`,
    `aws s3 cp dist/validator.zip "s3://$BUCKET/${prefix}validator.zip"`,
    'aws cloudformation deploy --stack-name datadog --template-file dist/hosted.yaml --s3-bucket "$BUCKET" \\',
    '  --parameter-overrides "CodeBucket=$BUCKET" "ExternalId=$EXTERNAL_ID" --capabilities CAPABILITY_IAM',
    '',
  ].join('\n');
}
