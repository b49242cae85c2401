import { DATADOG_ADDRESSES, HOME } from '../places';
import type { OutsiderForm, RegionsForm, ValidatorForm, WeatherForm } from '../situation';
import { documentOf } from '../situation';
import type { Draw } from './draw';

const BY_DEFAULT = ['ap-southeast-2', 'eu-central-1', 'eu-west-1', 'sa-east-1', 'us-west-2'];
const OPT_IN = ['af-south-1', 'ap-east-1', 'eu-south-1'];

/** A few regions: what is true of three is true of all. */
export function drawRegions(draw: Draw): RegionsForm {
  const optIn = draw.some(OPT_IN);
  const exist = [HOME, ...draw.some(BY_DEFAULT).slice(0, 2), ...optIn.slice(0, 1)].sort();
  const off = draw.chance(30) ? exist.filter((region) => optIn.includes(region)) : [];
  const on = exist.filter((region) => !off.includes(region));
  const away = on.filter((region) => region !== HOME);
  const stsOff = away.length > 0 && draw.chance(8) ? draw.some(away).slice(0, 1) : [];
  const named = draw.chance(15) ? draw.some(draw.chance(20) ? exist : on) : [];
  const form = [
    ...(off.length === 0 ? [] : ['one region off']),
    ...(stsOff.length === 0 ? [] : ['STS off in one region']),
    ...(named.length === 0 ? [] : [`Regions names ${named.length}`]),
  ].join(', ');
  return { form: form === '' ? 'all on' : form, exist, off, stsOff, named };
}

const PERMISSIONS = [
  'account:ListRegions',
  'cloudwatch:ListMetrics',
  'iam:GetAccountSummary',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListInstanceProfilesForRole',
  'iam:ListPolicies',
  'iam:ListPolicyVersions',
  'iam:ListRolePolicies',
  'iam:SimulatePrincipalPolicy',
  'ssm:GetParametersByPath',
];

/** What the validator may not do, though its template lets it. */
export function drawValidator(draw: Draw): ValidatorForm {
  if (!draw.chance(12)) return { form: 'as deployed', lacks: null };
  const lacks = draw.pick(PERMISSIONS);
  return { form: `without ${lacks}`, lacks };
}

const DAY_MS = 86_400_000;
const FAIR: WeatherForm = { form: 'fair', ageMs: DAY_MS, spreadMs: 0, faults: [] };

/** What AWS does not answer, or not yet: seldom anything. */
export function drawWeather(draw: Draw, regions: readonly string[]): WeatherForm {
  const faulty = (form: string, fault: WeatherForm['faults'][number]): WeatherForm => ({
    ...FAIR,
    form,
    faults: [fault],
  });
  if (!draw.chance(10)) return FAIR;
  const region = draw.pick(regions);
  const effect = draw.pick(['throttle', 'serverError'] as const);
  return draw.pick<WeatherForm>([
    { ...FAIR, form: 'the role is new', ageMs: 2_000 },
    { ...FAIR, form: 'the role is new, and not known everywhere', ageMs: 2_000, spreadMs: 20_000 },
    faulty('AssumeRole comes to nothing in one region', {
      service: 'sts',
      operation: 'AssumeRole',
      region,
      effect,
    }),
    faulty('STS is silent in one region', {
      service: 'sts',
      operation: draw.pick(['AssumeRole', 'GetCallerIdentity']),
      region,
      effect: 'hang',
    }),
    faulty('the role cannot be read', { service: 'iam', operation: 'GetRole', effect }),
    faulty('the evaluator does not answer', {
      service: 'iam',
      operation: 'SimulatePrincipalPolicy',
      effect,
    }),
    faulty('regions cannot be listed', { service: 'account', operation: 'ListRegions', effect }),
  ]);
}

export function drawOutsider(draw: Draw): OutsiderForm {
  const isRefused = draw.chance(2);
  return {
    form: isRefused ? 'refused by its own organization' : 'as it comes',
    ...(isRefused ? { unseen: 'datadogs own' } : {}),
    roleName: draw.pick(['DatadogCrawler', 'integrations-worker', 'DatadogAWSIntegration']),
    path: draw.pick(['/', '/', '/service/']),
    tags: draw.pick([{}, { team: 'integrations' }, { team: 'other' }]),
    sessionName: draw.pick(['datadog', 'DatadogAWSIntegration', 'crawler-17']),
    sourceIp: draw.pick(DATADOG_ADDRESSES),
    userAgent: draw.pick(['datadog-agent/7', 'Boto3/1.34']),
    scps: isRefused ? [documentOf({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' })] : [],
  };
}
