import { lowerFirst, type Parameters } from '../parameters';

interface Rule {
  readonly minimum: number;
  readonly maximum: number;
  readonly pattern?: RegExp;
  /** The pattern as AWS's message shows it. */
  readonly shown?: string;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_RequestParameters */
const RULES: Readonly<Record<string, Rule>> = {
  RoleArn: { minimum: 20, maximum: 2048 },
  RoleSessionName: { minimum: 2, maximum: 64, pattern: /^[\w+=,.@-]*$/, shown: '[\\w+=,.@-]*' },
  ExternalId: { minimum: 2, maximum: 1224, pattern: /^[\w+=,.@:/-]*$/, shown: '[\\w+=,.@:\\/-]*' },
  SourceIdentity: { minimum: 2, maximum: 64, pattern: /^[\w+=,.@-]*$/, shown: '[\\w+=,.@-]*' },
  Policy: { minimum: 1, maximum: 2048 },
};

const MIN_SECONDS = 900;
const MAX_SECONDS = 43_200;

/** @throws AwsError ValidationError that names every parameter at fault */
export function checkAssumeRole(parameters: Parameters): void {
  const faults: string[] = [];
  for (const [name, { minimum, maximum, pattern, shown }] of Object.entries(RULES)) {
    const value = parameters.text(name);
    if (value === undefined) continue;
    const fault = (rule: string) => {
      faults.push(
        `Value '${value}' at '${lowerFirst(name)}' failed to satisfy constraint: Member must ${rule}`,
      );
    };
    if (value.length < minimum) fault(`have length greater than or equal to ${minimum}`);
    if (value.length > maximum) fault(`have length less than or equal to ${maximum}`);
    if (pattern?.test(value) === false) fault(`satisfy regular expression pattern: ${shown}`);
  }
  const seconds = parameters.number('DurationSeconds');
  const place = `Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value`;
  if (seconds !== undefined && seconds < MIN_SECONDS)
    faults.push(`${place} greater than or equal to ${MIN_SECONDS}`);
  if (seconds !== undefined && seconds > MAX_SECONDS)
    faults.push(`${place} less than or equal to ${MAX_SECONDS}`);
  if (faults.length > 0) throw parameters.invalid(faults);
}
