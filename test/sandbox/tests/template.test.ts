import {
  type ResolvedTemplate,
  readTemplate,
  resolveTemplate,
  type TemplateContext,
} from '../cloudformation/template';
import cases from './template-cases.json';

const STACK_ID = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/monitoring/1';

function resolved(text: string, context: Partial<TemplateContext> = {}): ResolvedTemplate {
  return resolveTemplate(readTemplate(text), {
    region: 'eu-west-1',
    accountId: '123456789012',
    partition: 'aws',
    stackName: 'monitoring',
    stackId: STACK_ID,
    ...context,
  });
}

/** Resolves one value, written in YAML, in a template with a few things to refer to. */
function valueFrom(yaml: string): unknown {
  const template = `
Parameters:
  Site: { Type: String, Default: datadoghq.eu }
  Regions: { Type: CommaDelimitedList, Default: 'eu-west-1, us-east-1' }
Conditions:
  InEurope: !Equals [!Ref Site, datadoghq.eu]
  InAmerica: !Not [!Condition InEurope]
  Both: !And [!Condition InEurope, !Condition InAmerica]
  Either: !Or [!Condition InEurope, !Condition InAmerica]
Mappings:
  Sites: { datadoghq.eu: { Account: 464622532012 } }
Resources:
  Role:
    Type: Custom::Role
    Properties:
      Value: ${yaml.replaceAll('\n', '\n      ')}
`;
  const resources = {
    Provider: { ref: 'provider', attributes: { Arn: 'arn:provider', 'Nested.Name': 'n' } },
  };
  return resolved(template, { resources }).resource('Role')?.properties['Value'];
}

describe('a value of a template', () => {
  it.each(cases.values)('$yaml is $value', ({ yaml, value }) => {
    expect(valueFrom(yaml)).toEqual(value);
  });

  it.each(cases.errors)('$yaml is an error: $message', ({ yaml, message }) => {
    expect(() => valueFrom(yaml)).toThrow(message);
  });
});

describe('the text of a template', () => {
  it('is refused when it is broken, or needs a transform', () => {
    expect(() => readTemplate('Resources: [')).toThrow();
    expect(() => readTemplate('Transform: AWS::Serverless-2016-10-31\nResources: {}')).toThrow(
      'no transforms',
    );
  });
});

describe('a parameter', () => {
  const declared = (declaration: string) => `
Parameters:
  P: ${declaration}
Resources:
  R: { Type: T, Properties: { P: !Ref P } }
`;

  it.each([
    ['{ Type: String, Default: d }', undefined, 'd'],
    ['{ Type: String, Default: d }', 'given', 'given'],
    ['{ Type: String, Default: d }', '', ''],
    ['{ Type: Number, Default: 5 }', undefined, '5'],
    ['{ Type: CommaDelimitedList }', 'a, b ,c', ['a', 'b', 'c']],
    ['{ Type: List<Number>, MinValue: 1 }', '1,2', ['1', '2']],
    ["{ Type: String, AllowedValues: ['true', 'false'] }", 'true', 'true'],
    ["{ Type: String, AllowedPattern: '[a-z]+|' }", '', ''],
    ['{ Type: AWS::SSM::Parameter::Name }', '/name', '/name'],
  ])('%s with the value %j is %j', (declaration, given, value) => {
    const parameters = given === undefined ? {} : { P: given };

    expect(resolved(declared(declaration), { parameters }).resource('R')?.properties).toEqual({ P: value });
  });

  it.each([
    ['{ Type: String }', undefined, 'Parameters: [P] must have values'],
    ['{ Type: String, AllowedValues: [a, b] }', 'c', "Parameter 'P' must be one of [a, b] (value: 'c')"],
    [
      "{ Type: String, AllowedPattern: '[a-z]+' }",
      'a1',
      "Parameter 'P' must match pattern [a-z]+ (value: 'a1')",
    ],
    [
      "{ Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: wants letters }",
      '1',
      "Parameter 'P' wants letters",
    ],
    ['{ Type: String, MinLength: 2 }', 'a', 'must contain at least 2 characters'],
    ['{ Type: String, MaxLength: 2 }', 'abc', 'must contain at most 2 characters'],
    ['{ Type: Number }', 'many', 'must be a number'],
    ['{ Type: Number, MinValue: 60 }', '59', 'must be a number not less than 60'],
    ['{ Type: Number, MaxValue: 60 }', '61', 'must be a number not greater than 60'],
    [
      "{ Type: CommaDelimitedList, AllowedPattern: '[a-z]+' }",
      'a,1',
      "must match pattern [a-z]+ (value: '1')",
    ],
  ])('%s refuses %j: %s', (declaration, given, message) => {
    const parameters = given === undefined ? {} : { P: given };

    expect(() => resolved(declared(declaration), { parameters })).toThrow(message);
  });

  it('that the template does not declare is refused', () => {
    expect(() => resolved('Resources: {}', { parameters: { Q: '1' } })).toThrow(
      'Parameters: [Q] do not exist in the template',
    );
  });
});

describe('a resolved template', () => {
  const TEMPLATE = `
Parameters: { Alarms: { Type: String, Default: 'false' } }
Conditions: { WithAlarms: !Equals [!Ref Alarms, true] }
Resources:
  Role: { Type: Custom::Role, Properties: { Name: !Sub '\${AWS::StackName}-role' } }
  Topic: { Type: AWS::SNS::Topic, Condition: WithAlarms }
Outputs:
  Arn: { Value: !GetAtt Role.Arn }
  Topic: { Value: !Ref Topic, Condition: WithAlarms }
`;

  it('has the resources whose condition is true', () => {
    expect(resolved(TEMPLATE).resource('Role')).toEqual({
      type: 'Custom::Role',
      properties: { Name: 'monitoring-role' },
    });
    expect(resolved(TEMPLATE).resource('Topic')).toBeUndefined();
    expect(resolved(TEMPLATE, { parameters: { Alarms: 'true' } }).resource('Topic')).toEqual({
      type: 'AWS::SNS::Topic',
      properties: {},
    });
    expect(() => resolved(TEMPLATE).resource('Rule')).toThrow('no resource Rule');
  });

  it('has the outputs whose condition is true', () => {
    const resources = { Role: { attributes: { Arn: 'arn:role' } }, Topic: { ref: 'arn:topic' } };

    expect(resolved(TEMPLATE, { resources }).outputs()).toEqual({ Arn: 'arn:role' });
    expect(resolved(TEMPLATE, { resources, parameters: { Alarms: 'true' } }).outputs()).toEqual({
      Arn: 'arn:role',
      Topic: 'arn:topic',
    });
  });

  it('has the domain suffix of its partition', () => {
    const template = 'Resources: { R: { Type: T, Properties: { S: !Ref AWS::URLSuffix } } }';

    expect(resolved(template, { partition: 'aws-cn' }).resource('R')?.properties).toEqual({
      S: 'amazonaws.com.cn',
    });
  });
});
