import type { Parameters } from '../parameters';

const MAX_CHARACTERS = 512;
/** As AWS's model of the service has them. */
const GROUP_NAME = '[\\.\\-_/#A-Za-z0-9]+';
const OTHER_NAME = '[^:*]*';
const PATTERNS: Readonly<Record<string, string>> = {
  logGroupName: GROUP_NAME,
  logGroupNamePrefix: GROUP_NAME,
  logStreamName: OTHER_NAME,
  logStreamNamePrefix: OTHER_NAME,
  filterName: OTHER_NAME,
  filterNamePrefix: OTHER_NAME,
};

/** @throws AwsError InvalidParameterException for names that break their rules, all in one message */
export function checkNames(parameters: Parameters): void {
  const faults = Object.entries(PATTERNS).flatMap(([name, pattern]) => {
    const value = parameters.text(name);
    return value === undefined ? [] : faultsOf(name, value, pattern);
  });
  if (faults.length > 0) throw parameters.invalid(faults);
}

function faultsOf(name: string, value: string, pattern: string): readonly string[] {
  const rule = (text: string) =>
    `Value '${value}' at '${name}' failed to satisfy constraint: Member must ${text}`;
  return [
    ...(new RegExp(`^(?:${pattern})$`).test(value)
      ? []
      : [rule(`satisfy regular expression pattern: ${pattern}`)]),
    ...(value === '' ? [rule('have length greater than or equal to 1')] : []),
    ...(value.length > MAX_CHARACTERS ? [rule(`have length less than or equal to ${MAX_CHARACTERS}`)] : []),
  ];
}
