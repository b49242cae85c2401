import { AwsError } from '../aws-error';
import type { CheckedPlan } from '../cloudformation/plan';
import type { StackPlace } from '../machines';
import type { Parameters } from '../parameters';
import { RawAnswer } from '../raw-answer';
import type { Call } from '../service';
import { validationError } from './lookup';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_BODY_BYTES = 51_200;
const MOST_S3_BYTES = 1_000_000;

export function placeOf({ account, region, accessKeyId }: Call): StackPlace {
  return { account, region, accessKeyId };
}

/**
 * What a call asks a stack to be, checked.
 *
 * @param current what the stack has been deployed with, for what the call leaves as it is
 * @throws AwsError what CloudFormation answers to a template, parameters or capabilities that it refuses
 */
export async function planOfCall(call: Call, name: string, current?: CheckedPlan): Promise<CheckedPlan> {
  const { parameters, world } = call;
  const text = await templateText(call, current);
  const tags = parameters.has('Tags')
    ? Object.fromEntries(
        parameters.records('Tags').map((tag) => [tag.requiredText('Key'), tag.requiredText('Value')]),
      )
    : (current?.tags ?? {});
  const plan = {
    name,
    text,
    parameters: parametersIn(parameters, current),
    tags,
    capabilities: parameters.texts('Capabilities'),
  };
  return world.machines.stacks.check(placeOf(call), plan);
}

function parametersIn(parameters: Parameters, current: CheckedPlan | undefined): Record<string, string> {
  return Object.fromEntries(
    parameters.records('Parameters').flatMap((parameter) => {
      const key = parameter.requiredText('ParameterKey');
      if (!parameter.flag('UsePreviousValue')) return [[key, parameter.text('ParameterValue') ?? '']];
      const value = current?.parameters[key];
      if (current === undefined)
        throw validationError(
          `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
        );
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

/** The template that a call brings, names in S3, or leaves as it is. @throws AwsError ValidationError */
export async function templateText(call: Call, current?: CheckedPlan): Promise<string> {
  const { parameters } = call;
  const body = parameters.text('TemplateBody');
  const url = parameters.text('TemplateURL');
  if (parameters.flag('UsePreviousTemplate') && current !== undefined) return current.text;
  if (body !== undefined && url === undefined) {
    if (Buffer.byteLength(body) <= MOST_BODY_BYTES) return body;
    throw parameters.invalid([
      `Value '${body.slice(0, 40)}...' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MOST_BODY_BYTES}`,
    ]);
  }
  if (url === undefined || body !== undefined)
    throw validationError('Either Template URL or Template Body must be specified.');
  return templateInS3(call, url);
}

/** Path style, as the sandbox serves S3. */
async function templateInS3({ world, accessKeyId, region }: Call, url: string): Promise<string> {
  if (!URL.canParse(url))
    throw validationError(`S3 error: Domain name specified in ${url} is not a valid S3 domain`);
  const [, Bucket = '', ...key] = decodeURIComponent(new URL(url).pathname).split('/');
  try {
    const object = await world.machines.calls({ accessKeyId, region })('s3', 'GetObject', {
      Bucket,
      Key: key.join('/'),
    });
    if (!(object instanceof RawAnswer)) throw new Error('S3 answers GetObject with an object');
    const bytes = Buffer.from(object.body);
    if (bytes.length > MOST_S3_BYTES)
      throw validationError(`Template may not exceed ${MOST_S3_BYTES} bytes in size.`);
    return bytes.toString('utf8');
  } catch (error) {
    if (error instanceof AwsError && error.code !== 'ValidationError')
      throw validationError(
        `S3 error: ${error.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
      );
    throw error;
  }
}
