import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import type { PublishedPolicy } from '../../src/datadog/permission-sets';

/** Datadog's permission sets as they are published: policy documents of which each action stands on a line of its own. */
const PERMISSION_FILE = /[\\/]src[\\/]datadog[\\/]permissions[\\/](?:core|standard|full-\d+)\.json$/;

/** Writes the permission sets into a bundle with each service named once: a third less, and they are in both functions. */
export function compactPermissions(): Plugin {
  return {
    name: 'compact-permissions',
    setup: (build) => {
      build.onLoad({ filter: PERMISSION_FILE }, ({ path }) => ({
        contents: compactPolicy(JSON.parse(readFileSync(path, 'utf8'))),
        loader: 'js',
      }));
    },
  };
}

/** The source of a module whose default export has the same actions, in the same order; pure. */
export function compactPolicy({ Statement }: PublishedPolicy): string {
  const statements = Statement.map(({ Action }) => `{ Action: actions(${JSON.stringify(compact(Action))}) }`);
  return `
const actions = (text) => text.split(' ').flatMap((group) => {
  const [service, names] = group.split(':');
  return names.split(',').map((name) => service + ':' + name);
});
export default { Statement: [${statements.join(', ')}] };
`;
}

/** `ec2:DescribeA,DescribeB s3:ListC`: in the order of the actions, so that a service may come up again. */
function compact(actions: readonly string[]): string {
  const groups: { service: string; names: string[] }[] = [];
  for (const action of actions) {
    const [service = '', name = ''] = action.split(':');
    const last = groups.at(-1);
    if (last?.service === service) last.names.push(name);
    else groups.push({ service, names: [name] });
  }
  return groups.map(({ service, names }) => `${service}:${names.join(',')}`).join(' ');
}
