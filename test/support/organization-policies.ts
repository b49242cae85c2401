import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document, Statement } from './role-edits';

/**
 * Public policies of organizations, with the placeholders that their authors left in them. Sources stand in the file.
 */
const POLICIES: Readonly<Record<string, { readonly policy: Document }>> = JSON.parse(
  readFileSync(join(__dirname, '..', 'cases', 'organization-policies.json'), 'utf8'),
);

/** One of the policies, its placeholders filled in. @throws Error when there is no such policy */
export function organizationPolicy(
  name: string,
  placeholders: Readonly<Record<string, readonly string[]>> = {},
): Document {
  const found = POLICIES[name];
  if (found === undefined) throw new Error(`no policy ${name} among ${Object.keys(POLICIES).join(', ')}`);
  const filled = Object.entries(placeholders).reduce(
    (text, [placeholder, values]) =>
      text.replaceAll(JSON.stringify(placeholder), values.map((value) => JSON.stringify(value)).join(',')),
    JSON.stringify(found.policy),
  );
  return JSON.parse(filled);
}

/**
 * What the organization's administrators do when a remedy asks them to add something to the Condition of the denying
 * statement: values are added to those of the same operator and key, which are not told apart by letter case.
 */
export function withException(
  document: Document,
  isDenying: (statement: Statement) => boolean,
  exception: Condition,
): Document {
  return {
    ...document,
    Statement: document.Statement.map((statement) =>
      isDenying(statement)
        ? { ...statement, Condition: extended(statement.Condition, exception) }
        : statement,
    ),
  };
}

type Condition = NonNullable<Statement['Condition']>;

function extended(condition: Condition = {}, exception: Condition): Condition {
  const additions = Object.entries(exception).map(([operator, added]) => {
    const operands = condition[operator] ?? {};
    const values = Object.entries(added).map(([key, value]) => {
      const known = Object.keys(operands).find((other) => other.toLowerCase() === key.toLowerCase()) ?? key;
      return [known, [operands[known] ?? [], value].flat()];
    });
    return [operator, { ...operands, ...Object.fromEntries(values) }];
  });
  return { ...condition, ...Object.fromEntries(additions) };
}

/** The Condition that a remedy tells to add. @throws Error when it tells none */
export function exceptionIn(remedy: readonly string[]): Condition {
  const step = remedy.find((line) => line.includes('in the Condition') || line.includes('to the Condition'));
  const [json] = /\{.*\}$/.exec(step ?? '') ?? [];
  if (json === undefined) throw new Error(`no condition in ${JSON.stringify(remedy)}`);
  return JSON.parse(json);
}

/** The regions to which a remedy tells to set the property Regions. @throws Error when it tells none */
export function regionsIn(remedy: readonly string[]): readonly string[] {
  const [, list] = /set the property Regions of the stack to (\S+), so that/.exec(remedy.join('\n')) ?? [];
  if (list === undefined) throw new Error(`no regions in ${JSON.stringify(remedy)}`);
  return list.split(',');
}
