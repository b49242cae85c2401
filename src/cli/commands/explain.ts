import { hang } from '../../report/wrap';
import { visible } from '../../runtime/text';
import { UserError } from '../../runtime/user-error';
import type { Command } from '../arguments/command';
import { EXIT_CANNOT_TELL, EXIT_HEALTHY } from '../exit-codes';
import { type Explanation, explainDenial } from '../explanation';
import type { Terminal } from '../terminal';
import { jsonText } from './write-reports';

/** Nothing was given that could be explained. */
export class NothingToExplain extends UserError {
  override readonly name = 'NothingToExplain';
}

/** Says what an access-denied text means. @returns the exit code @throws NothingToExplain */
export async function explain(
  { text, json }: Extract<Command, { name: 'explain' }>,
  terminal: Terminal,
): Promise<number> {
  const given = text ?? (await terminal.readInput());
  if (given === undefined || given.trim() === '') {
    throw new NothingToExplain(
      'There is no text to explain: put it behind the command in quotes, or send it to standard input: pbpaste | datadog-integration-role explain',
    );
  }
  const explanation = explainDenial(given);
  if (json) terminal.write(jsonText(explanation ?? null));
  else if (explanation !== undefined) terminal.write(explanationText(explanation, terminal.width));
  if (explanation !== undefined) return EXIT_HEALTHY;
  terminal.tell(
    'This text is no denial that is known here, whether AWS’s, the AWS CLI’s or Datadog’s. Give it whole, from "User:" or "An error occurred" to its end; if it is whole, https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html tells how AWS words denials.\n',
  );
  return EXIT_CANNOT_TELL;
}

function explanationText(explanation: Explanation, width: number): string {
  const { meaning, policyArn, principal, action, resource, proves, doesNotProve, remedy } = explanation;
  const line = (label: string, text: string) => hang(`${label.padEnd(LABEL)}`, visible(text), width);
  return [
    ...line('Cause', `${meaning}${policyArn === null ? '' : ` (${policyArn})`}.`),
    ...(principal === null ? [] : line('Who', principal)),
    ...(action === null ? [] : line('What', `${action}${resource === null ? '' : ` on ${resource}`}`)),
    ...line('Proves', proves),
    ...line('Not proven', doesNotProve),
    ...remedy.flatMap((step, index) => line(index === 0 ? 'Do' : '', step)),
  ].join('\n');
}

const LABEL = 'Not proven  '.length;
