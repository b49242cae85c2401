import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { root } from '../../scripts/build/bundles';
import { compactPolicy } from '../../scripts/build/compact-permissions';
import type { PublishedPolicy } from '../../src/datadog/permission-sets';

const FOLDER = join(root, 'src', 'datadog', 'permissions');

/** The actions that the module has. */
function actionsOf(module: string): readonly string[] {
  const policy: PublishedPolicy = runInNewContext(`${module.replace('export default', 'policy =')} policy`);
  return policy.Statement.flatMap(({ Action }) => [...Action]);
}

describe('a permission set in a bundle', () => {
  it.each(readdirSync(FOLDER).filter((file) => file !== 'index.json'))(
    'has the actions of %s, in their order',
    (file) => {
      const text = readFileSync(join(FOLDER, file), 'utf8');
      const policy: PublishedPolicy = JSON.parse(text);
      const compact = compactPolicy(policy);
      expect(actionsOf(compact)).toEqual(policy.Statement.flatMap(({ Action }) => Action));
    },
  );

  it('has them whatever their order and names', () => {
    const action = fc
      .tuple(fc.constantFrom('ec2', 's3', 'elasticloadbalancing'), fc.stringMatching(/^[A-Za-z*]{1,8}$/))
      .map(([service, name]) => `${service}:${name}`);
    const statement = fc.record({ Action: fc.array(action, { minLength: 1 }) });
    fc.assert(
      fc.property(fc.array(statement), (Statement) => {
        expect(actionsOf(compactPolicy({ Statement }))).toEqual(Statement.flatMap(({ Action }) => Action));
      }),
    );
  });
});
