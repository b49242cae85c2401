import { registrationAttributeTexts } from '../../scripts/docs/registration-texts';
import { propertyNames as roleProperties } from '../../src/integration/contract';
import { propertyNames } from '../../src/registration/contract';
import { readTemplate, resolveTemplate } from '../sandbox/cloudformation/template';
import { REGION } from '../support/declared-integration';
import { requiredResource } from '../support/installed-provider';
import {
  ACCOUNT_ID,
  dataOf,
  failuresOf,
  openRegisteringCustomer,
  type RegisteringCustomer,
} from '../support/registration';
import { argumentsOf, documentOf, example, INTEGRATION, PUBLISHED } from './examples';

const PATH = 'template/registered.yaml';
const REGISTRATION = 'DatadogAccount';
const document = documentOf(example(PATH));
const LIMIT_MS = 120_000;

test('it has properties and asks for attributes that the resources have', () => {
  const own = ['ServiceToken', 'ServiceTimeout'];
  const unknown = (logicalId: string, known: readonly string[]) =>
    Object.keys(document.Resources[logicalId]?.Properties ?? {}).filter(
      (name) => ![...known, ...own].includes(name),
    );
  expect(unknown(REGISTRATION, propertyNames)).toEqual([]);
  expect(unknown(INTEGRATION, roleProperties)).toEqual([]);
  const asked = argumentsOf('Fn::GetAtt', document)
    .map((argument) => String(argument).split(','))
    .filter(([of]) => of === REGISTRATION)
    .map(([, name = '']) => name);
  expect(asked).toContain('ExternalId');
  expect(asked.filter((name) => !(name in registrationAttributeTexts))).toEqual([]);
});

describe('deployed with a provider that has Datadog’s keys', () => {
  let registering: RegisteringCustomer;

  beforeAll(async () => {
    registering = await openRegisteringCustomer();
  });
  afterAll(() => registering.close());

  const resolved = (externalId = '') => {
    const { provider, account } = registering.customer;
    const text = example(PATH).replaceAll(`!ImportValue ${PUBLISHED.export}`, provider.arn);
    return resolveTemplate(readTemplate(text), {
      parameters: {},
      region: REGION,
      accountId: account.id,
      partition: account.partition,
      stackName: 'monitoring',
      stackId: 'of-the-example',
      resources: { [REGISTRATION]: { attributes: { ExternalId: externalId } } },
    });
  };
  const resource = (logicalId: string, externalId?: string) => ({
    ...requiredResource(resolved(externalId), logicalId),
    serviceToken: registering.customer.provider,
  });

  it(
    'has Datadog get data from every region, and leaves nothing on either side when it is deleted',
    async () => {
      const side = registering.renew();
      const { sandbox, account } = registering.customer;
      const before = account.digest();
      const stack = registering.customer.stack('monitoring');

      await stack.deploy({ resources: { [REGISTRATION]: resource(REGISTRATION) } });
      expect(failuresOf(stack)).toEqual([]);
      const externalId = String(stack.attribute(REGISTRATION, 'ExternalId'));
      await stack.deploy({
        resources: {
          [REGISTRATION]: resource(REGISTRATION),
          [INTEGRATION]: resource(INTEGRATION, externalId),
        },
      });
      expect(failuresOf(stack)).toEqual([]);
      expect(side.organization.accounts.of(ACCOUNT_ID)?.attributes.account_tags).toEqual(['team:platform']);
      const [visit] = await sandbox.datadog.crawl();
      expect(dataOf(visit)).toEqual({ data: 34, regions: 34, errors: [] });

      expect(await stack.delete()).toBe('DELETE_COMPLETE');
      expect(side.organization.accounts.list()).toEqual([]);
      expect(account.digest()).toEqual(before);
    },
    LIMIT_MS,
  );
});
