import { AwsError } from '../aws-error';
import { pageOf } from '../paging';
import type { Call, ResultFields, Service } from '../service';
import { type Account, arnOf } from '../state';
import REGIONS from './regions.json';

const MAX_RESULTS = 50;

/** Which regions an account has enabled. https://docs.aws.amazon.com/accounts/latest/reference/api-reference.html */
export const ACCOUNT: Service = {
  name: 'account',
  protocol: 'rest-json',
  version: '2021-02-01',
  namespace: '',
  routes: { 'POST /listRegions': 'ListRegions' },
  global: true,
  validationCode: 'ValidationException',
  denial: { code: 'AccessDeniedException', status: 403 },
  invalidTokenCode: 'UnrecognizedClientException',
  operations: {
    ListRegions: {
      write: false,
      permissions: ({ account }) => [
        { action: 'account:ListRegions', resource: arnOf(account, 'account', 'account') },
      ],
      run: listRegions,
    },
  },
};

function listRegions(call: Call): ResultFields {
  const { account, parameters, world } = call;
  const wanted = parameters.texts('RegionOptStatusContains');
  const regions = regionsOf(account).filter(
    ({ RegionOptStatus }) => wanted.length === 0 || wanted.includes(RegionOptStatus),
  );
  const size = Math.min(parameters.number('MaxResults') ?? MAX_RESULTS, MAX_RESULTS, world.settings.pageSize);
  const invalid = () => new AwsError('ValidationException', 'The provided NextToken is invalid.');
  const { items, next } = pageOf(regions, size, parameters.text('NextToken'), invalid);
  return { Regions: items, NextToken: next };
}

/** The regions that there are for an account, in alphabetical order, and whether it has enabled them. */
export function regionsOf({ partition, settings }: Account) {
  const { regions: existing, regionsOff: off = [] } = settings;
  const table = Object.entries(REGIONS).find(([id]) => id === partition)?.[1] ?? { byDefault: [], optIn: [] };
  const byDefault = table.byDefault.map((RegionName) => ({
    RegionName,
    RegionOptStatus: 'ENABLED_BY_DEFAULT',
  }));
  const optIn = table.optIn.map((RegionName) => ({
    RegionName,
    RegionOptStatus: off.includes(RegionName) ? 'DISABLED' : 'ENABLED',
  }));
  return [...byDefault, ...optIn]
    .filter(({ RegionName }) => existing?.includes(RegionName) ?? true)
    .sort((one, other) => (one.RegionName < other.RegionName ? -1 : 1));
}
