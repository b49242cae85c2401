import { parseTemplateYaml } from '../sandbox/cloudformation/template/yaml';
import { TEMPLATE, TEMPLATE_TEXT } from '../support/installed-provider';

interface Interface {
  readonly ParameterGroups: readonly {
    readonly Label: { readonly default: string };
    readonly Parameters: readonly string[];
  }[];
  readonly ParameterLabels: Readonly<Record<string, { readonly default: string }>>;
}

/** What the console makes a form of. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-interface.html */
const form = (
  parseTemplateYaml(TEMPLATE_TEXT) as unknown as {
    readonly Metadata: { readonly 'AWS::CloudFormation::Interface': Interface };
  }
).Metadata['AWS::CloudFormation::Interface'];
const parameters = Object.entries(TEMPLATE.Parameters ?? {});

describe('the template as a form', () => {
  it('asks for the keys first, with which nothing else is needed', () => {
    expect(form.ParameterGroups[0]?.Parameters[0]).toBe('DatadogKeysSecretArn');
  });

  it('has every parameter in one group, with a label', () => {
    const names = parameters.map(([name]) => name).sort();
    expect(form.ParameterGroups.flatMap(({ Parameters }) => Parameters).sort()).toEqual(names);
    expect(Object.keys(form.ParameterLabels).sort()).toEqual(names);
  });

  it.each(parameters)('describes %s', (_, { Description: description = '' }) => {
    expect(description.length).toBeGreaterThan(10);
  });

  it.each(parameters.filter(([, { AllowedPattern: pattern }]) => pattern !== undefined))(
    'says what %s may be, where a pattern alone would not tell',
    (_, { AllowedPattern: pattern = '', ConstraintDescription: words }) => {
      expect(pattern.length < 40 || words !== undefined).toBe(true);
    },
  );
});
