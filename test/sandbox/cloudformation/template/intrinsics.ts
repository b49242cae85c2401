import type { TemplateValue } from '../request';
import { splitAttribute, type TemplateNode } from './yaml';

/** Where the functions that name something else find its value; each throws for a name it does not know. */
export interface Scope {
  ref(name: string): TemplateValue | NoValue;
  attribute(logicalId: string, attribute: string): TemplateValue;
  condition(name: string): boolean;
  mapping(map: string, key: string, attribute: string): TemplateNode;
  /** What another stack exports under that name. */
  imported(name: string): string;
}

/** `AWS::NoValue`: the property, or the list's item, goes away. */
export const NO_VALUE = Symbol('AWS::NoValue');
export type NoValue = typeof NO_VALUE;

type Resolved = TemplateValue | NoValue;
type Intrinsic = (argument: TemplateNode, scope: Scope) => Resolved;

/**
 * Resolves a part of a template
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html).
 *
 * @throws Error for an intrinsic function that is not in the table below, or used wrongly.
 */
export function resolve(node: TemplateNode, scope: Scope): Resolved {
  if (node === null) throw new Error('Null values are not allowed in templates');
  if (Array.isArray(node)) return node.map((item) => resolve(item, scope)).filter(hasValue);
  if (typeof node !== 'object') return node;
  const [only, ...others] = Object.entries(node);
  if (only !== undefined && others.length === 0 && isIntrinsic(...only)) return call(only[0], only[1], scope);
  return Object.fromEntries(
    Object.entries(node)
      .map(([key, value]) => [key, resolve(value, scope)] as const)
      .filter((entry): entry is readonly [string, TemplateValue] => hasValue(entry[1])),
  );
}

/** Resolves a condition or one of its parts. */
export function resolveCondition(node: TemplateNode, scope: Scope): boolean {
  const value = resolve(node, scope);
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new Error(`not a condition: ${JSON.stringify(node)}`);
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.ref(text(name, scope)),
  Condition: (name, scope) => scope.condition(text(name, scope)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] =
      typeof argument === 'string' ? splitAttribute(argument) : texts(argument, scope);
    return scope.attribute(logicalId ?? '', attribute ?? '');
  },
  'Fn::ImportValue': (argument, scope) => scope.imported(text(argument, scope)),
  'Fn::Sub': (argument, scope) =>
    typeof argument === 'string' ? substitute(argument, {}, scope) : substituteWithMap(argument, scope),
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = list(argument, 'Fn::If', 3);
    return resolve((scope.condition(text(condition, scope)) ? whenTrue : whenFalse) ?? null, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(argument, 'Fn::Equals', 2);
    return text(left, scope) === text(right, scope);
  },
  'Fn::Not': (argument, scope) => !resolveCondition(list(argument, 'Fn::Not', 1)[0] ?? null, scope),
  'Fn::And': (argument, scope) => list(argument, 'Fn::And').every((part) => resolveCondition(part, scope)),
  'Fn::Or': (argument, scope) => list(argument, 'Fn::Or').some((part) => resolveCondition(part, scope)),
  'Fn::Join': (argument, scope) => {
    const [delimiter, values] = list(argument, 'Fn::Join', 2);
    return texts(values, scope).join(text(delimiter, scope));
  },
  'Fn::Select': (argument, scope) => {
    const [index, values] = list(argument, 'Fn::Select', 2);
    const selected = texts(values, scope)[Number(text(index, scope))];
    if (selected === undefined) throw new Error(`Fn::Select: no item ${text(index, scope)}`);
    return selected;
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, source] = list(argument, 'Fn::Split', 2);
    return text(source, scope).split(text(delimiter, scope));
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, key, attribute] = list(argument, 'Fn::FindInMap', 3);
    return resolve(scope.mapping(text(map, scope), text(key, scope), text(attribute, scope)), scope);
  },
};

/** A map with the one key `Condition` may also be a part of an IAM statement. */
function isIntrinsic(key: string, argument: TemplateNode): boolean {
  return key.startsWith('Fn::') || ((key === 'Ref' || key === 'Condition') && typeof argument === 'string');
}

function call(name: string, argument: TemplateNode, scope: Scope): Resolved {
  const intrinsic = INTRINSICS[name];
  if (intrinsic === undefined) throw new Error(`the sandbox does not know the intrinsic function ${name}`);
  return intrinsic(argument, scope);
}

function substituteWithMap(argument: TemplateNode, scope: Scope): string {
  const [template, variables] = list(argument, 'Fn::Sub', 2);
  const resolved = resolve(variables ?? null, scope);
  if (typeof template !== 'string' || typeof resolved !== 'object' || Array.isArray(resolved))
    throw new Error('Fn::Sub takes a text, or a text and a map of variables');
  return substitute(
    template,
    Object.fromEntries(Object.entries(resolved).map(([k, v]) => [k, String(v)])),
    scope,
  );
}

function substitute(template: string, variables: Readonly<Record<string, string>>, scope: Scope): string {
  return template.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => {
    // `${!Literal}` stands for `${Literal}`.
    if (name.startsWith('!')) return whole.replace('!', '');
    const variable = variables[name];
    if (variable !== undefined) return variable;
    const value = name.includes('.') ? scope.attribute(...splitAttribute(name)) : scope.ref(name);
    return scalar(value, whole);
  });
}

function list(argument: TemplateNode, name: string, length?: number): TemplateNode[] {
  if (!Array.isArray(argument) || (length !== undefined && argument.length !== length))
    throw new Error(
      `${name} takes a list${length === undefined ? '' : ` of ${length}`}, not ${JSON.stringify(argument)}`,
    );
  return argument;
}

function text(node: TemplateNode | undefined, scope: Scope): string {
  return scalar(resolve(node ?? null, scope), JSON.stringify(node));
}

function texts(node: TemplateNode | undefined, scope: Scope): string[] {
  const resolved = resolve(node ?? null, scope);
  if (!Array.isArray(resolved)) throw new Error(`expected a list: ${JSON.stringify(node)}`);
  return resolved.map((item: TemplateValue) => scalar(item, JSON.stringify(node)));
}

function scalar(value: Resolved, source: string): string {
  if (typeof value === 'object' || typeof value === 'symbol') throw new Error(`expected one text: ${source}`);
  return String(value);
}

function hasValue(value: Resolved): value is TemplateValue {
  return value !== NO_VALUE;
}
