/** Where a client finds the sandbox, and what was deployed there. */
export interface ClientPlace {
  readonly endpoint: string;
  readonly region: string;
  readonly externalId: string;
}

/** The account whose owner the clients are, as its access key. */
export const CUSTOMER = '123456789012';

/** The environment of a client that asks as the owner of this access key, and reads no configuration of the user. */
export function clientEnvironment(place: ClientPlace, accessKeyId: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_ENDPOINT_URL: place.endpoint,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  };
}
