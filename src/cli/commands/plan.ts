import { createFailFastCall } from '../../aws/fail-fast-call';
import { publishedPermissionSets } from '../../datadog/permission-sets';
import { referencedPolicyArns } from '../../iam/role/desired';
import { observeRole } from '../../iam/role/observe';
import { callFailureOf } from '../../probe/call-failure';
import { hang } from '../../report/wrap';
import { allSettled } from '../../runtime/all-settled';
import { asSentence, visible } from '../../runtime/text';
import type { ListedRecord } from '../../state/integration';
import { readStoredAdoption } from '../../validation/gather/stored-adoption';
import { targetOfRecord } from '../../validation/target';
import type { Command } from '../arguments/command';
import { EXIT_CANNOT_TELL, EXIT_HEALTHY, EXIT_NOT_HEALTHY } from '../exit-codes';
import { planOfRecord, type RecordedPlan } from '../recorded-plan';
import { openSession, type Session, withCalls } from '../session/open-session';
import type { Terminal } from '../terminal';
import { checkAccount } from './check-account';
import { noRecord, readRecords } from './records';
import { jsonText } from './write-reports';

const LIMIT_MS = 60_000;

/** A plan, or why there is none. */
type Outcome = RecordedPlan | { readonly roleName: string; readonly problem: string };

/** Shows what an update would do now. @returns the exit code @throws UserError */
export async function plan(
  { role, aws, json }: Extract<Command, { name: 'plan' }>,
  terminal: Terminal,
): Promise<number> {
  const session = await openSession(aws, terminal);
  checkAccount(role, session);
  const records = await readRecords(role, session);
  const outcomes = await allSettled(records.map((listed) => planOf(listed, session)));
  if (json) terminal.write(jsonText(outcomes));
  else if (outcomes.length > 0)
    terminal.write(outcomes.map((outcome) => planText(outcome, terminal.width)).join('\n\n'));
  if (outcomes.length === 0) {
    terminal.tell(`${await noRecord(role, session)}\n`);
    return EXIT_CANNOT_TELL;
  }
  if (outcomes.some((outcome) => 'problem' in outcome)) return EXIT_CANNOT_TELL;
  return outcomes.every((outcome) => isNothing(outcome)) ? EXIT_HEALTHY : EXIT_NOT_HEALTHY;
}

async function planOf(listed: ListedRecord, { clients }: Session): Promise<Outcome> {
  const { roleName } = listed;
  if ('problem' in listed) return { roleName, problem: listed.problem.message };
  const { record, recordedAt } = listed;
  const target = { ...targetOfRecord(record, recordedAt), owner: record.owner };
  try {
    return await withCalls(LIMIT_MS, async (context) => {
      const call = createFailFastCall(context);
      const observed = await observeRole(clients.iam, call, {
        roleName,
        referencedPolicyArns: referencedPolicyArns(record.spec),
      });
      const observing = Promise.resolve({ ok: true, value: observed } as const);
      const stored = await readStoredAdoption(clients, call, target, observing);
      return planOfRecord(target, observed, stored, publishedPermissionSets);
    });
  } catch (error) {
    const { message } = callFailureOf(error);
    return {
      roleName,
      problem: `The role could not be read: ${asSentence(message)} Ask for the permission, or name a profile that has it with --profile.`,
    };
  }
}

function isNothing(outcome: Outcome): boolean {
  return !('problem' in outcome) && outcome.stages.length === 0 && outcome.refusedBecause.length === 0;
}

/** A plan for people: its steps with the numbers of their stages. */
function planText(outcome: Outcome, width: number): string {
  const line = (head: string, text: string) => hang(head, visible(text), width);
  if ('problem' in outcome) return line(`${visible(outcome.roleName)}: `, outcome.problem).join('\n');
  const { roleName, accountId, owner, refusedBecause, stages, warnings } = outcome;
  const steps = stages.reduce((sum, stage) => sum + stage.length, 0);
  const what =
    refusedBecause.length > 0
      ? 'an update would be refused'
      : steps === 0
        ? 'nothing to do, the role is as its stack calls for it'
        : `${steps} step${steps === 1 ? '' : 's'} to what its stack calls for`;
  return [
    ...line('', `${roleName} in account ${accountId}: ${what}.`),
    ...line('  ', `Stack: ${owner.stackId}, resource ${owner.logicalId}`),
    ...refusedBecause.flatMap((reason) => line('  Because: ', reason)),
    ...stages.flatMap((stage, index) => stage.flatMap(({ text }) => line(`  ${index + 1}. `, text))),
    ...warnings.flatMap((warning) => line('  Note: ', warning)),
    ...(steps === 0
      ? []
      : line(
          '',
          'Nothing was done. An update of the stack that changes any property of the resource does it.',
        )),
  ].join('\n');
}
