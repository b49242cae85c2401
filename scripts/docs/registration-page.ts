import { datadogSites } from '../../src/datadog/sites';
import { MAX_ENTRIES, MAX_ENTRY_CHARACTERS } from '../../src/registration/contract';
import { type SettingValue, settingDefaults } from '../../src/registration/settings';
import { code, count, listed } from './markdown';
import { type RegistrationRule, type RegistrationRuleName, registrationRules } from './registration-rules';
import { registrationAttributeTexts, registrationTexts } from './registration-texts';

/** The part of docs/properties.md that is about `Custom::DatadogIntegrationAccount`. */
export function registrationPart(): string {
  return `## Properties of \`Custom::DatadogIntegrationAccount\`

What is not given is left to Datadog, and never counts as different: the default is then what Datadog sets when the account is registered. One that
is given no longer goes back to what it was before it was given. \`Metrics.Enabled\` is the property \`Enabled\` in the group
\`Metrics\`. [datadog.md](datadog.md#the-registration) says what the resource does.

| property | default | rule | a change is |
| --- | --- | --- | --- |
| \`ServiceToken\` | required | CloudFormation's own: ARN of the provider's function, in the stack's account and region | not supported by CloudFormation |
| \`ServiceTimeout\` | \`3600\` | CloudFormation's own: 1 to 3,600 seconds | update |
${registrationRules.map(row).join('\n')}

## What those of the registration do

${registrationRules.map(([name]) => `- \`${name}\`: ${registrationTexts[name].summary}`).join('\n')}

## Attributes of the registration

\`Ref\` gives the account config id, with \`adopted:\` before it where the registration was adopted, \`Fn::GetAtt\`:

| attribute | what it is |
| --- | --- |
${Object.entries(registrationAttributeTexts)
  .map(([name, text]) => `| \`${name}\` | ${text} |`)
  .join('\n')}
`;
}

function row([name, rule]: (typeof registrationRules)[number]): string {
  const { default: shown, rule: more, change } = registrationTexts[name];
  const rules = [ruleText(rule), more].filter((text) => text !== undefined);
  return `| \`${name}\` | ${shown ?? shownDefault(name, rule)} | ${rules.join('; ')} | ${change} |`;
}

function shownDefault(name: RegistrationRuleName, rule: RegistrationRule): string {
  if ('default' in rule) return code(rule.default);
  const settings: Readonly<Record<string, SettingValue | undefined>> = settingDefaults;
  return `Datadog's: ${inWords(settings[name])}`;
}

function inWords(value: SettingValue | undefined): string {
  if (typeof value !== 'object') return code(String(value));
  if ('include_all' in value) return 'all';
  if ('exclude_only' in value) return `all but ${listed(value.exclude_only.map(code))}`;
  return 'none';
}

/** What the contract says of a property, in words. */
function ruleText(rule: RegistrationRule): string | undefined {
  switch (rule.kind) {
    case 'site':
      return datadogSites
        .map(({ site, shortNames }) => [site, ...shortNames].map(code).join(' or '))
        .join(', ');
    case 'tags':
      return `a list of at most ${rule.maxEntries} tags of 1 to ${rule.maxCharacters} characters, without commas`;
    case 'regions':
      return `a list of at most ${rule.maxEntries} names of regions`;
    case 'boolean':
      return '`true`, `false`';
    case 'selection':
      return `an object with one of ${listed(rule.choices.map(selectionText))}`;
    case 'tagFilters':
      return `a list of at most ${MAX_ENTRIES} objects with ${code(rule.of)} and ${code('Tags')}`;
    case 'nameFilters':
      return `a list of at most ${MAX_ENTRIES} objects with ${code(rule.of)} and one of ${listed(rule.choices.map(code))}, which list names of lower-case letters, digits, ${listed(['.', '_', '*'].map(code))}`;
    case 'entries':
      return `a list of at most ${MAX_ENTRIES} texts of at most ${MAX_ENTRY_CHARACTERS} characters`;
    case 'choice':
      return rule.choices.map(code).join(', ');
    case 'text':
      return `at most ${count(rule.maxCharacters)} characters`;
    case 'role':
    case 'release':
      return undefined;
  }
}

function selectionText(choice: string): string {
  return choice === 'IncludeAll'
    ? `${code(choice)} (\`true\`)`
    : `${code(choice)} (a list of at most ${MAX_ENTRIES})`;
}
