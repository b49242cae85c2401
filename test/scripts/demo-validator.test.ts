import { validatorAct } from '../../scripts/demo/act-validator';
import { createNarrator } from '../../scripts/demo/narrator';
import { performActs, toJson } from '../../scripts/demo/performance';
import { runSteps } from '../../scripts/demo/run-steps';
import type { StepResult } from '../../scripts/demo/step';
import { openValidatorStage } from '../../scripts/demo/validator-stage';
import { allClear } from '../../scripts/demo/validator-steps/all-clear';
import { repetition } from '../../scripts/demo/validator-steps/repetition';
import { pasteInto } from '../support/shell-paste';

describe('the demo’s act about the validator, with the built bundles', () => {
  let story = '';
  let document: ReturnType<typeof toJson>;

  beforeAll(async () => {
    const write = (text: string) => {
      story += text;
    };
    const narrator = createNarrator({ write, colour: false });
    const performance = await performActs([validatorAct], narrator);
    narrator.summary(performance.steps, performance.milliseconds);
    document = toJson(performance);
  });

  it('holds in every step, from a healthy report to the all-clear', () => {
    expect(story).not.toContain('✗');
    expect(story).toContain('All 5 steps held');
  });

  it('keeps to 100 columns, and leaves no blanks at the end of a line', () => {
    expect(story.split('\n').filter((line) => line.length > 100 || line.endsWith(' '))).toEqual([]);
  });

  it('shows regions together that have the same cause', () => {
    expect(story).toMatch(/28 where a service control policy denies it: all but eu-central-1, /);
    expect(story).toMatch(/ 1 where STS is not activated in the region: eu-west-3\n/);
    // Where the role happened to be used last is told by itself.
    const regions = story.replaceAll(/Used last at \S+ in \S+/g, '');
    expect(regions.match(/\bus-west-2\b/g)).toBeNull();
  });

  it('sends alerts that can be pasted into a shell, and that carry out whole commands', () => {
    const alerts = JSON.parse(JSON.stringify(document)).steps.flatMap(
      ({ facts }: { facts: { alerts?: readonly { message: string }[] } }) => facts.alerts ?? [],
    );

    const pasted = alerts.map(({ message }: { message: string }) => pasteInto('/bin/sh', message));

    expect(pasted.map(({ said }: { said: string }) => said)).toEqual(['', '', '']);
    const counts = pasted.map(({ calls }: { calls: readonly unknown[] }) => calls.length);
    expect(counts).toEqual([expect.any(Number), 2, 0]);
    expect(counts[0]).toBeGreaterThan(2);
    for (const { message } of alerts) expect(message).not.toMatch(/^aws .*…/m);
  });

  it('gives the same as data: whole findings, and every alert as it went out', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(document).toMatchObject({
      held: true,
      steps: [
        { id: 'validator-healthy', facts: { regions: { ok: 34, total: 34 }, alerts: [] } },
        {
          id: 'validator-trouble',
          facts: {
            status: 'failing',
            regions: expect.arrayContaining([
              expect.objectContaining({ region: 'us-west-2', cause: 'scp_explicit_deny' }),
            ]),
            findings: expect.arrayContaining([
              expect.objectContaining({ id: 'external-id', status: 'fail', remedy: expect.any(Array) }),
            ]),
            alerts: [
              {
                subject: expect.stringContaining('failing'),
                message: expect.stringContaining('FAIL external-id'),
              },
            ],
          },
        },
        { id: 'validator-repetition', facts: { status: 'failing', alerts: [] } },
        { id: 'validator-repair', facts: { status: 'failing', alerts: [expect.any(Object)] } },
        {
          id: 'validator-all-clear',
          facts: { status: 'healthy', alerts: [{ subject: expect.stringContaining('healthy') }] },
        },
      ],
    });
  });
});

describe('a step of the act', () => {
  it('does not hold when the validator says something else than is told', async () => {
    const stage = await openValidatorStage();
    try {
      const healthy = await stage.validate();
      const results: StepResult[] = [];
      const alike = { ...stage, validate: async () => healthy };
      // What repeats is no trouble, and the all-clear is given to nobody.
      await runSteps(alike, [repetition, allClear], (result) => results.push(result));
      expect(results.map(({ held }) => held)).toEqual([false, false]);
      expect(results.flatMap(({ claims }) => claims.filter(({ held }) => !held))).toEqual([
        { text: 'the report says failing, as before', held: false },
        { text: 'the all-clear goes out', held: false },
      ]);
    } finally {
      await stage.customer.close();
    }
  });
});
