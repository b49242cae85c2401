/** Where the validator runs and what belongs to it, as far as it is told. */
export interface AlertPlace {
  readonly region: string;
  readonly functionName?: string;
  readonly logGroup?: string;
  readonly stackName?: string;
  readonly dashboardName?: string;
}

/**
 * Reads the place from the environment: names beginning with `AWS_LAMBDA_` are Lambda's own
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), the others the template's.
 */
export function alertPlaceOf(
  region: string,
  environment: Readonly<Record<string, string | undefined>>,
): AlertPlace {
  const named = (field: keyof AlertPlace, variable: string) => {
    const value = environment[variable] ?? '';
    return value === '' ? {} : { [field]: value };
  };
  return {
    region,
    ...named('functionName', 'AWS_LAMBDA_FUNCTION_NAME'),
    ...named('logGroup', 'AWS_LAMBDA_LOG_GROUP_NAME'),
    ...named('stackName', 'STACK_NAME'),
    ...named('dashboardName', 'DASHBOARD_NAME'),
  };
}
