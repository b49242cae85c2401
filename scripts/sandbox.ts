import { parseArgs } from 'node:util';
import { readScenario, type Sandbox, startScenario } from '../test/sandbox';

const DEFAULT_PORT = '4599';

const HELP = `Usage: npm run sandbox -- [--port N] [--datadog-port M] [--scenario file.json]

Serves an embedded AWS on loopback until it is stopped: CloudFormation with all that account.yaml needs (IAM, STS, Lambda, SSM
parameters, logs, SNS, CloudWatch, Scheduler), secrets, and S3 for templates; and Datadog's API, as far as it is about AWS.

  --port N           the port, ${DEFAULT_PORT} by default; 0 takes any free one
  --datadog-port M   a second port, where Datadog's API alone is; the site is what Host names, or else datadoghq.com
  --scenario FILE    accounts, policies, propagation delays and faults as JSON: see test/sandbox/README.md
  --help             this text
`;

function instructions({ endpoint, datadogEndpoint, datadogOrigin }: Sandbox): string {
  return `The sandbox listens on ${endpoint}. In another shell:

  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
  export AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=any

An access key of 12 digits is the administrator of that account. For example:

  aws sts get-caller-identity
  aws iam list-roles
  aws ssm get-parameters-by-path --path /datadog-integration-role

To deploy what npm run package has made:

  aws s3 mb s3://templates
  aws cloudformation deploy --stack-name datadog --template-file dist/account.yaml --s3-bucket templates \\
    --capabilities CAPABILITY_IAM --parameter-overrides ExternalId=0f9bb8a3d2c14c6e9a7b5d1e3f2a4c6d

To ask as Datadog does:

  AWS_ACCESS_KEY_ID=464622532012 aws sts assume-role --role-session-name datadog \\
    --role-arn arn:aws:iam::123456789012:role/DatadogIntegrationRole --external-id YOUR-EXTERNAL-ID

Datadog's API is at ${datadogEndpoint}, with the name of a site for {site}${alsoAt(datadogOrigin)}.
Any API key of 32 hex digits is an organization, any application key of 40 hex digits may do everything in it:

  export DATADOG_ENDPOINT_URL=${datadogEndpoint}
  curl -H "DD-API-KEY: $DD_API_KEY" -H "DD-APPLICATION-KEY: $DD_APP_KEY" \\
    ${datadogEndpoint.replace('{site}', 'datadoghq.com')}/api/v2/integration/aws/accounts

Ctrl-C stops it.
`;
}

function alsoAt(datadogOrigin: string | undefined): string {
  return datadogOrigin === undefined ? '' : `; by itself at ${datadogOrigin}`;
}

function portFrom(option: string, value: string): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`${option} must be a number from 0 to 65535, but is ${value}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: DEFAULT_PORT },
      'datadog-port': { type: 'string' },
      scenario: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const port = portFrom('--port', values.port);
  const given = values['datadog-port'];
  const datadogPort = given === undefined ? {} : { datadogPort: portFrom('--datadog-port', given) };
  const scenario = values.scenario === undefined ? {} : await readScenario(values.scenario);
  const sandbox = await startScenario(scenario, { port, ...datadogPort });
  process.stdout.write(instructions(sandbox));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.stop());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
