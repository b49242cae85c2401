import {
  ACCOUNT_ATTRIBUTE_NAMES,
  ACCOUNT_PROPERTY_NAMES,
  ACCOUNT_RESOURCE_TYPE,
  accountProperties,
  EXISTING_REGISTRATION_MODES,
  GROUPED_PROPERTY_NAMES,
} from '../../examples/cdk/lib/account-properties';
import {
  ATTRIBUTE_NAMES,
  RESOURCE_TYPE as CDK_RESOURCE_TYPE,
  EXISTING_ROLE_MODES,
  PERMISSION_SETS,
  PROPERTY_NAMES,
  PROVIDER_EXPORT,
  PROVIDER_PARAMETER,
  SELF_TEST_MODES,
} from '../../examples/cdk/lib/properties';
import { registrationSchema } from '../../scripts/docs/registration-schema';
import { registrationAttributeTexts } from '../../scripts/docs/registration-texts';
import { permissionSetNames, publishedPermissionSets } from '../../src/datadog/permission-sets';
import { propertyNames } from '../../src/integration/contract';
import { existingRoleModes, selfTestModes } from '../../src/integration/spec';
import { attributes } from '../../src/provider/attributes';
import {
  contract as registrationContract,
  propertyNames as registrationPropertyNames,
} from '../../src/registration/contract';
import { existingRegistrationModes } from '../../src/registration/spec';
import { RESOURCE_TYPE } from '../support/customer-account';
import { specOf } from '../support/iam/specs';
import { ACCOUNT, argumentsOf, documentOf, example, INTEGRATION, PUBLISHED, TEMPLATES } from './examples';

const ROLE = { arn: 'arn:aws:iam::123456789012:role/DatadogIntegrationRole', roleId: 'AROA', policyArns: [] };
const attributeNames = Object.keys(attributes(specOf(), ROLE, publishedPermissionSets, 'passed'));
/** CloudFormation's own. */
const OF_EVERY_CUSTOM_RESOURCE = ['ServiceToken', 'ServiceTimeout'];

const unknownIn = (names: readonly string[], known: readonly string[]) =>
  names.filter((name) => !known.includes(name));

describe.each(TEMPLATES)('%s', (path) => {
  const document = documentOf(example(path));

  test('has the resource with properties that it knows', () => {
    const { Type: type, Properties: properties = {} } = document.Resources[INTEGRATION] ?? {};

    expect(type).toBe(RESOURCE_TYPE);
    expect(Object.keys(properties)).toContain('ExternalId');
    expect(unknownIn(Object.keys(properties), [...propertyNames, ...OF_EVERY_CUSTOM_RESOURCE])).toEqual([]);
  });

  test('asks it for attributes that it gives', () => {
    const asked = argumentsOf('Fn::GetAtt', document).map((argument) => String(argument).split(','));

    expect(asked).toContainEqual([INTEGRATION, 'DatadogRoleName']);
    expect(asked.filter(([of]) => of !== INTEGRATION)).toEqual([]);
    expect(
      unknownIn(
        asked.map(([, name = '']) => name),
        attributeNames,
      ),
    ).toEqual([]);
  });

  test('finds the provider where template.yaml publishes it', () => {
    const parameter = document.Parameters['ServiceToken'];

    if (parameter === undefined) expect(argumentsOf('Fn::ImportValue', document)).toEqual([PUBLISHED.export]);
    else
      expect(parameter).toMatchObject({
        Type: 'AWS::SSM::Parameter::Value<String>',
        Default: PUBLISHED.parameter,
      });
  });
});

describe('the CDK construct', () => {
  test('knows the properties, but for the one that the package sets', () => {
    expect([...Object.values(PROPERTY_NAMES), 'Release'].sort()).toEqual([...propertyNames].sort());
  });

  test('knows the choices, the attributes and where the provider is found', () => {
    expect(PERMISSION_SETS).toEqual(permissionSetNames);
    expect(EXISTING_ROLE_MODES).toEqual(existingRoleModes);
    expect(SELF_TEST_MODES).toEqual(selfTestModes);
    expect(ATTRIBUTE_NAMES).toEqual(attributeNames);
    expect(CDK_RESOURCE_TYPE).toBe(RESOURCE_TYPE);
    expect({ export: PROVIDER_EXPORT, parameter: PROVIDER_PARAMETER }).toEqual(PUBLISHED);
  });
});

describe('the CDK construct of the registration', () => {
  test('knows the properties, but for the one that the package sets, and what is in their groups', () => {
    const groups = Object.entries(registrationContract).flatMap(([name, rule]) =>
      rule.kind === 'group' ? [[name, Object.keys(rule.properties)]] : [],
    );

    expect([...Object.values(ACCOUNT_PROPERTY_NAMES), 'Release'].sort()).toEqual(
      [...registrationPropertyNames].sort(),
    );
    expect(
      Object.entries(GROUPED_PROPERTY_NAMES).map(([name, inner]) => [name, Object.values(inner)]),
    ).toEqual(groups);
  });

  test('writes them by these names', () => {
    const written = accountProperties(
      Object.fromEntries(
        Object.entries(ACCOUNT_PROPERTY_NAMES).map(([name, group]) => [
          name,
          Object.entries(GROUPED_PROPERTY_NAMES)
            .filter(([of]) => of === group)
            .map(([, inner]) => Object.fromEntries(Object.keys(inner).map((one) => [one, 'given'])))[0],
        ]),
      ),
    );

    expect(Object.entries(written).map(([name, inner]) => [name, Object.keys(Object(inner))])).toEqual(
      Object.entries(GROUPED_PROPERTY_NAMES).map(([name, inner]) => [name, Object.values(inner)]),
    );
  });

  test('knows the choices and the attributes', () => {
    expect(EXISTING_REGISTRATION_MODES).toEqual(existingRegistrationModes);
    expect(ACCOUNT_ATTRIBUTE_NAMES).toEqual(Object.keys(registrationAttributeTexts));
    expect(ACCOUNT_RESOURCE_TYPE).toBe(registrationSchema().typeName);
  });
});

describe.each(['terraform/account/main.tf', 'terraform/organization/main.tf'])('%s', (path) => {
  const text = example(path);

  test('gives the parameters that account.yaml has, and asks for its outputs', () => {
    const [, block = ''] = /^ {2}parameters = \{\n([^}]*)\}/m.exec(text) ?? [];
    const parameters = [...block.matchAll(/^\s*(\w+)\s*=/gm)].map(([, name = '']) => name);
    const outputs = [...text.matchAll(/outputs\["(\w+)"\]/g)].map(([, name = '']) => name);

    expect(parameters).toContain('ExternalId');
    expect(unknownIn(parameters, Object.keys(ACCOUNT.Parameters))).toEqual([]);
    expect(unknownIn(outputs, Object.keys(ACCOUNT.Outputs))).toEqual([]);
  });
});

describe.each([
  'README.md',
  'cdk/README.md',
  'datadog/README.md',
  'sam/README.md',
  'template/README.md',
  'terraform/README.md',
])('%s', (path) => {
  const text = example(path);

  test('names parameters and outputs that account.yaml has', () => {
    const parameters = [...text.matchAll(/\b([A-Z][A-Za-z]+)=(?!=)/g)].map(([, name = '']) => name);
    const outputs = [...text.matchAll(/outputs? `(\w+)`|OutputKey=='(\w+)'/g)].map(
      ([, named = '', asked = '']) => named || asked,
    );

    expect(unknownIn(parameters, [...Object.keys(ACCOUNT.Parameters), 'OutputKey'])).toEqual([]);
    // Terraform names the outputs of its own code by its own custom.
    expect(unknownIn(outputs, [...Object.keys(ACCOUNT.Outputs), 'datadog_role_name'])).toEqual([]);
  });
});

test('the body for Datadog is JSON with what Datadog needs of a role', () => {
  const [, body = ''] = /<<BODY\n([\s\S]*?)\n\s*BODY\n/.exec(example('datadog/README.md')) ?? [];

  expect(JSON.parse(body)).toEqual({
    data: {
      type: 'account',
      attributes: {
        aws_account_id: '$AWS_ACCOUNT_ID',
        aws_partition: 'aws',
        auth_config: { role_name: '$ROLE_NAME', external_id: '$EXTERNAL_ID' },
      },
    },
  });
});
