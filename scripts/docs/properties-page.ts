import { datadogSites } from '../../src/datadog/sites';
import { contract, type PropertyName, propertyNames } from '../../src/integration/contract';
import { code, count } from './markdown';
import { attributeTexts, propertyTexts } from './property-texts';
import { registrationPart } from './registration-page';

/** The default as tables show it. */
export function shownDefault(name: PropertyName): string {
  const rule = contract[name];
  return propertyTexts[name].default ?? ('default' in rule ? `\`${rule.default}\`` : '');
}

/** docs/properties.md */
export function propertiesPage(): string {
  return `# Properties and attributes

\`npm run docs\` writes this page and two schemas, of [the role](../schema/custom-datadog-integrationrole.json) and of
[the registration](../schema/custom-datadog-integrationaccount.json), from the tables that the resources themselves read by. What editors and CI make of the
schemas: [examples/cfn-lint](../examples/cfn-lint/README.md).

Faulty properties are refused before anything is touched, all at once. An empty text counts as left out, as a parameter of a template
without a value passes it on; numbers and booleans are taken as their text. Unknown properties are refused by name.

## Properties of \`Custom::DatadogIntegrationRole\`

| property | default | rule | a change is |
| --- | --- | --- | --- |
| \`ServiceToken\` | required | CloudFormation's own: ARN of the provider's function, in the stack's account and region | not supported by CloudFormation |
| \`ServiceTimeout\` | \`3600\` | CloudFormation's own: 1 to 3,600 seconds | update |
${propertyNames.map(row).join('\n')}

## What they do

${propertyNames.map((name) => `- \`${name}\`: ${propertyTexts[name].summary}`).join('\n')}

## Attributes

\`Ref\` gives the role name, \`Fn::GetAtt\`:

| attribute | what it is |
| --- | --- |
${Object.entries(attributeTexts)
  .map(([name, text]) => `| \`${name}\` | ${text} |`)
  .join('\n')}

${registrationPart()}`;
}

function row(name: PropertyName): string {
  const rules = [contractText(name), propertyTexts[name].rule].filter((text) => text !== undefined);
  return `| \`${name}\` | ${shownDefault(name)} | ${rules.join('; ')} | ${propertyTexts[name].change} |`;
}

/** What the contract says of a property, in words. */
function contractText(name: PropertyName): string | undefined {
  switch (name) {
    case 'DatadogSite':
      return datadogSites
        .map(({ site, shortNames }) => [site, ...shortNames].map(code).join(' or '))
        .join(', ');
    case 'ExternalId':
    case 'RoleName': {
      const { minCharacters, maxCharacters, characters } = contract[name];
      return `${count(minCharacters)} to ${count(maxCharacters)} characters of ${code(characters)}`;
    }
    case 'Path':
    case 'Description':
    case 'Revision':
      return `at most ${count(contract[name].maxCharacters)} characters`;
    case 'MaxSessionDuration': {
      const { minimum, maximum } = contract[name];
      return `${count(minimum)} to ${count(maximum)}, a whole number`;
    }
    case 'Tags': {
      const { maxEntries, maxKeyCharacters, maxValueCharacters, awsPrefix, ownPrefix } = contract[name];
      return `at most ${maxEntries}; keys of at most ${maxKeyCharacters} and values of at most ${maxValueCharacters} letters, digits, blanks and \`_.:/=+-@\`; no key begins with ${code(awsPrefix)} or ${code(ownPrefix)}`;
    }
    case 'Permissions':
    case 'ExistingRole':
    case 'SelfTest':
      return contract[name].choices.map(code).join(', ');
    case 'ResourceCollection':
      return '`true`, `false`';
    case 'PermissionsBoundary':
      return 'ARN of a managed policy';
    case 'ManagedPolicyArns':
      return `a list of at most ${contract[name].maxEntries} ARNs of managed policies`;
    case 'ExcludeActions':
      return `a list of at most ${contract[name].maxEntries} actions, or patterns of actions with \`*\` and \`?\``;
    case 'Regions':
      return `a list of at most ${contract[name].maxEntries} names of regions`;
    case 'DatadogAccountId':
      return 'an account id of 12 digits, in quotes';
    case 'Release':
      return undefined;
  }
}
