import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import type { Teller } from './alert';
import { tellingParameterName } from './parameter-names';
import type { ParameterStore } from './parameter-store';
import { parseStored } from './parse';
import { storedText } from './stored-text';

/** The right to tell people what the parameter says next, until it is given back. */
export interface Turn {
  giveBack(): Promise<void>;
}

const schema = v.object({ until: v.number(), seal: v.string() });

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html: no run lasts longer. */
const LONGEST_RUN_MS = 900_000;

/**
 * Takes the turn to tell, unless another run of the same validator has it: SSM makes a parameter for one of two that ask at
 * once (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html, Overwrite). The turn of a run that
 * is over by now, and what somebody else has written there, count for nothing.
 *
 * @param parameter in which the validator keeps what it has told
 * @param until when the run that asks is over; milliseconds since the Unix epoch
 * @returns undefined while another run has it
 */
export async function takeTurn(
  store: ParameterStore,
  parameter: string,
  { sealKey }: Pick<Teller, 'sealKey'>,
  { now, until: end }: { readonly now: number; readonly until: number },
): Promise<Turn | undefined> {
  const until = Math.min(end, now + LONGEST_RUN_MS);
  const name = tellingParameterName(parameter);
  const sealOf = (end: number) =>
    createHmac('sha256', sealKey)
      .update(JSON.stringify([name, end]))
      .digest('hex');
  const text = storedText({ until, seal: sealOf(until) });
  if (!(await store.create(name, text))) {
    const stored = parseStored((await store.read(name)) ?? '', schema);
    const isTaken = stored.ok && stored.value.seal === sealOf(stored.value.until) && stored.value.until > now;
    if (isTaken) return undefined;
    await store.write(name, text);
  }
  return { giveBack: () => store.remove([name]) };
}
