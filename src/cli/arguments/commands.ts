/** The program's name, as package.json installs it. */
export const PROGRAM = 'datadog-integration-role';

export const commandNames = ['validate', 'doctor', 'explain', 'plan'] as const;
export type CommandName = (typeof commandNames)[number];

/** An option as it is written and described. */
export interface OptionSpec {
  readonly name: string;
  /** What stands behind it; absent for a switch. */
  readonly value?: string;
  readonly short?: string;
  readonly help: string;
}

/** A command, as it is parsed and as its help shows it. */
export interface CommandSpec {
  readonly name: CommandName;
  readonly summary: string;
  /** What may stand behind the program's and the command's name. */
  readonly forms: readonly string[];
  readonly about: string;
  /** Whether words that are no options are taken. */
  readonly takesText: boolean;
  readonly options: readonly OptionSpec[];
}

const HELP: OptionSpec = { name: 'help', short: 'h', help: 'this text' };
const JSON_OUT: OptionSpec = { name: 'json', help: 'data on standard output instead of text' };
const OF_AWS: readonly OptionSpec[] = [
  { name: 'profile', value: 'NAME', help: 'profile of the AWS CLI (else AWS_PROFILE, or the default)' },
  {
    name: 'region',
    value: 'REGION',
    help: "region of the integration's stack (else AWS_REGION, AWS_DEFAULT_REGION, or the profile's)",
  },
];

/** What only a role takes that no record tells of. */
export const OF_VALUES = ['site', 'datadog-account-id', 'permissions', 'exclude-actions', 'regions'] as const;
/** What only the deployed validator takes. */
export const OF_INVOKE = ['stack', 'function'] as const;

export const commands: Readonly<Record<CommandName, CommandSpec>> = {
  validate: {
    name: 'validate',
    summary: 'tells whether Datadog can assume its role and use it, region by region, and if not, why',
    forms: [
      '[--role-name NAME]',
      '--role-name NAME --external-id ID [--site SITE]',
      '--invoke [--role-name NAME] [--stack NAME]',
    ],
    about:
      'Without --external-id: the integrations that this project has deployed in the account and region. With it: any role, made by hand or by anybody’s template. With --invoke: the deployed validator is run, which the role lets in, and its report shown. Nothing is changed; only the deployed validator publishes what it finds.',
    takesText: false,
    options: [
      {
        name: 'role-name',
        value: 'NAME',
        help: 'the role: name, path and name (team/DatadogRole), or ARN; without --external-id, all recorded ones',
      },
      {
        name: 'external-id',
        value: 'ID',
        help: 'AWS External ID as Datadog shows it: validates a role without a record',
      },
      {
        name: 'site',
        value: 'SITE',
        help: 'Datadog site, such as us5 or datadoghq.eu; datadoghq.com without it',
      },
      {
        name: 'datadog-account-id',
        value: 'ID',
        help: 'the AWS account that the role should trust, if not the one that Datadog publishes for the site',
      },
      {
        name: 'permissions',
        value: 'SET',
        help: 'Core, Standard or Full: what the role should be allowed; Standard without it',
      },
      {
        name: 'exclude-actions',
        value: 'LIST',
        help: 'actions of that set that the role need not be allowed, with commas between, such as "sns:Publish,logs:*"',
      },
      {
        name: 'regions',
        value: 'LIST',
        help: 'regions that Datadog shall see, with commas between; all without it',
      },
      { name: 'invoke', help: 'have the deployed validator do it' },
      {
        name: 'stack',
        value: 'NAME',
        help: 'with --invoke: the stack of the validator, where there are several',
      },
      {
        name: 'function',
        value: 'NAME',
        help: 'with --invoke: name or ARN of the validator’s Lambda function',
      },
      ...OF_AWS,
      JSON_OUT,
      { name: 'html', value: 'FILE', help: 'writes a page to look at into the file, too' },
      HELP,
    ],
  },
  doctor: {
    name: 'doctor',
    summary: 'looks at every AWS account that is entered in Datadog, in Datadog and in AWS, in one table',
    forms: ['[--assume-role NAME]'],
    about:
      'Datadog’s keys come from the environment: DD_API_KEY, DD_APP_KEY and DD_SITE (datadoghq.com without it). Each account that the AWS credentials are of is validated with the role, external id and regions that Datadog has for it; others are out of reach, unless --assume-role names a role in them that the credentials may assume. Nothing is changed, in Datadog or in AWS.',
    takesText: false,
    options: [
      {
        name: 'assume-role',
        value: 'NAME',
        help: 'the role to look at other accounts with, the same in each: name, or path and name',
      },
      ...OF_AWS,
      JSON_OUT,
      HELP,
    ],
  },
  explain: {
    name: 'explain',
    summary: 'says what an access-denied text means: cause, what it proves, what it does not, what to do',
    forms: ["'TEXT'", '< FILE'],
    about:
      'The text is what AWS, the AWS CLI or Datadog wrote, from the arguments or from standard input. Nobody is asked: this works without credentials.',
    takesText: true,
    options: [JSON_OUT, HELP],
  },
  plan: {
    name: 'plan',
    summary: 'shows what an update of the stack would do to the role now, and does nothing',
    forms: ['[--role-name NAME]'],
    about:
      'For one recorded integration, or all of the account and region: the steps from the role as it is to the role as the stack calls for it, in their order. Nothing is changed.',
    takesText: false,
    options: [
      { name: 'role-name', value: 'NAME', help: 'the role; all recorded ones without it' },
      ...OF_AWS,
      JSON_OUT,
      HELP,
    ],
  },
};
