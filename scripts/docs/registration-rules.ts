import { contract } from '../../src/registration/contract';

type Contract = typeof contract;
type Name = keyof Contract;
type InGroup<Group extends Name> = Contract[Group] extends { readonly properties: infer Properties }
  ? `${Group}.${keyof Properties & string}`
  : Group;

/** What one can write into a template: a property, or one that is in a group, such as `Metrics.Enabled`. */
export type RegistrationRuleName = { readonly [Group in Name]: InGroup<Group> }[Name];

type Kinds<Rule> = Rule extends { readonly properties: infer Properties }
  ? Properties[keyof Properties]
  : Rule;
/** What the contract says of one of them. */
export type RegistrationRule = { readonly [Group in Name]: Kinds<Contract[Group]> }[Name];

/** The contract of `Custom::DatadogIntegrationAccount`, groups opened. */
export const registrationRules: readonly (readonly [name: RegistrationRuleName, rule: RegistrationRule])[] =
  Object.entries(contract).flatMap(([name, rule]) =>
    rule.kind === 'group'
      ? Object.entries(rule.properties).map(([inner, one]) => entry(`${name}.${inner}`, one))
      : [entry(name, rule)],
  );

/** The compiler does not follow names through `Object.entries`. */
function entry(name: string, rule: RegistrationRule): readonly [RegistrationRuleName, RegistrationRule] {
  return [name as RegistrationRuleName, rule];
}
