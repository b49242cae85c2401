import type { ParameterValue } from '../parameters';

type Tree = { [name: string]: Tree | string };

/**
 * Reads the form body of AWS's query protocol: `Tags.member.1.Key=a` becomes `{ Tags: [{ Key: 'a' }] }`.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function readQuery(body: string): { readonly [name: string]: ParameterValue } {
  const tree: Tree = {};
  for (const [key, value] of new URLSearchParams(body)) {
    const path = key.split('.');
    const last = path.pop() ?? '';
    let branch = tree;
    for (const part of path) {
      const next = branch[part];
      const child: Tree = typeof next === 'object' ? next : {};
      branch[part] = child;
      branch = child;
    }
    branch[last] = value;
  }
  return Object.fromEntries(Object.entries(tree).map(([name, branch]) => [name, collapse(branch)]));
}

function collapse(branch: Tree | string): ParameterValue {
  if (typeof branch === 'string') return branch;
  const list = branch['member'] ?? branch['entry'];
  if (typeof list === 'object') {
    return Object.entries(list)
      .sort(([one], [other]) => Number(one) - Number(other))
      .map(([, item]) => collapse(item));
  }
  return Object.fromEntries(Object.entries(branch).map(([name, child]) => [name, collapse(child)]));
}
