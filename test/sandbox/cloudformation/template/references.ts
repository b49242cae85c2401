import { splitAttribute, type TemplateNode } from './yaml';

/**
 * The names that a part of a template refers to by Ref, Fn::GetAtt and Fn::Sub: parameters and pseudo parameters among them. Of an
 * Fn::If only the branch counts that is taken.
 */
export function referencesIn(node: TemplateNode, condition: (name: string) => boolean): string[] {
  if (node === null || typeof node !== 'object') return [];
  if (Array.isArray(node)) return node.flatMap((item) => referencesIn(item, condition));
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'Ref' && typeof value === 'string') return [value];
    if (key === 'Fn::GetAtt') return attributeOwner(value);
    if (key === 'Fn::Sub') return substituted(value, condition);
    if (key === 'Fn::If' && Array.isArray(value)) {
      const [name, whenTrue, whenFalse] = value;
      return referencesIn((condition(String(name)) ? whenTrue : whenFalse) ?? null, condition);
    }
    return referencesIn(value, condition);
  });
}

function attributeOwner(argument: TemplateNode): string[] {
  if (typeof argument === 'string') return [splitAttribute(argument)[0]];
  return Array.isArray(argument) && typeof argument[0] === 'string' ? [argument[0]] : [];
}

function substituted(argument: TemplateNode, condition: (name: string) => boolean): string[] {
  const [text, variables = {}] = Array.isArray(argument) ? argument : [argument];
  const given = typeof variables === 'object' && variables !== null ? Object.keys(variables) : [];
  const names = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)]
    .map(([, name = '']) => splitAttribute(name)[0])
    .filter((name) => !given.includes(name));
  return [...names, ...referencesIn(variables, condition)];
}
