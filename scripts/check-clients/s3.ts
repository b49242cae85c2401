import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientPlace } from '../counted-checks/client-environment';
import type { Tally } from '../counted-checks/tally';
import { type CliCheck, runCliChecks } from './cli-check';

/** S3, as a deployment uses it: each command goes on where the one before it ended. */
export async function checkS3(place: ClientPlace, tally: Tally): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'check-clients-'));
  try {
    await writeFile(join(folder, 'code.txt'), CODE);
    await writeFile(join(folder, 'template.yaml'), PACKAGED_TEMPLATE);
    await runCliChecks(place, s3Checks(folder), tally);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A template with a file beside it, for the CLI to put into the bucket. */
const PACKAGED_TEMPLATE = `Resources:
  Function:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code.txt
      Handler: index.handler
      Runtime: nodejs20.x
`;
const CODE = 'the code of a function\n';

/** A bucket and what is put there, as a deployment does it. */
function s3Checks(folder: string): readonly CliCheck[] {
  const file = join(folder, 'code.txt');
  const template = join(folder, 'template.yaml');
  const packaged = [
    ...['cloudformation', 'package', '--template-file', template, '--s3-bucket', 'checked'],
    ...['--s3-prefix', 'packaged'],
  ];
  return [
    { name: 's3 mb', args: ['s3', 'mb', 's3://checked'], says: ['make_bucket: checked'] },
    { name: 's3 cp to a bucket', args: ['s3', 'cp', file, 's3://checked/a/'], says: ['upload: '] },
    { name: 's3 cp from a bucket', args: ['s3', 'cp', 's3://checked/a/code.txt', '-'], says: [CODE] },
    { name: 's3 ls', args: ['s3', 'ls'], says: ['checked'] },
    { name: 's3 ls of a bucket', args: ['s3', 'ls', 's3://checked'], says: ['PRE a/'] },
    { name: 's3 ls of a folder', args: ['s3', 'ls', 's3://checked/a/'], says: [`${CODE.length} code.txt`] },
    {
      name: 's3api head-object of what is not there',
      args: ['s3api', 'head-object', '--bucket', 'checked', '--key', 'none'],
      says: ['(404)', 'HeadObject operation: Not Found'],
      fails: true,
    },
    {
      name: 's3api get-bucket-location',
      args: ['s3api', 'get-bucket-location', '--bucket', 'checked'],
      says: ['"LocationConstraint"'],
    },
    {
      name: 's3api put-object with a checksum',
      args: ['s3api', 'put-object', '--bucket', 'checked', '--key', 'b', '--body', file],
      says: ['"ETag"'],
    },
    {
      name: 's3api get-object of a range',
      args: [
        ...['s3api', 'get-object', '--bucket', 'checked', '--key', 'b', '--range', 'bytes=4-7'],
        join(folder, 'part'),
      ],
      says: ['"ContentRange": "bytes 4-7/', '"ContentLength": 4'],
    },
    { name: 'cloudformation package', args: packaged, says: ['CodeUri: s3://checked/packaged/'] },
    {
      name: 's3 rb of a bucket that is not empty',
      args: ['s3', 'rb', 's3://checked'],
      says: ['(BucketNotEmpty)', 'The bucket you tried to delete is not empty'],
      fails: true,
    },
    {
      name: 's3api delete-objects',
      args: [
        ...['s3api', 'delete-objects', '--bucket', 'checked', '--delete', 'Objects=[{Key=b},{Key=none}]'],
      ],
      says: ['"Key": "b"', '"Key": "none"'],
    },
    {
      name: 's3 rm of all that is there',
      args: ['s3', 'rm', 's3://checked', '--recursive'],
      says: ['delete: s3://checked/a/code.txt', 'delete: s3://checked/packaged/'],
    },
    { name: 's3 rb', args: ['s3', 'rb', 's3://checked'], says: ['remove_bucket: checked'] },
    {
      name: 's3 ls of a bucket that is gone',
      args: ['s3', 'ls', 's3://checked'],
      says: ['(NoSuchBucket)', 'The specified bucket does not exist'],
      fails: true,
    },
  ];
}
