import { roleAct } from '../../scripts/demo/act-role';
import { createNarrator } from '../../scripts/demo/narrator';
import { performActs, toJson } from '../../scripts/demo/performance';
import { runSteps } from '../../scripts/demo/run-steps';
import { claim, fact, type Step, type StepResult } from '../../scripts/demo/step';

const ANSI = '\u001b[';

describe('the demo’s act about the role, with the built bundle', () => {
  let story = '';
  let document: ReturnType<typeof toJson>;
  let held = false;

  beforeAll(async () => {
    const write = (text: string) => {
      story += text;
    };
    const narrator = createNarrator({ write, colour: false });
    const performance = await performActs([roleAct], narrator);
    narrator.summary(performance.steps, performance.milliseconds);
    document = toJson(performance);
    held = performance.held;
  });

  it('holds in every step, from the creation of the stack to an account as it was before', () => {
    expect(story).not.toContain('✗');
    expect(held).toBe(true);
    expect(story).toContain('All 7 steps held');
  });

  it('keeps to 100 columns and uses no colour where none is wanted', () => {
    const tooWide = story.split('\n').filter((line) => line.length > 100);
    expect(tooWide).toEqual([]);
    expect(story).not.toContain(ANSI);
  });

  it('gives the same as data', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(document).toMatchObject({
      held: true,
      steps: [
        {
          id: 'create',
          held: true,
          facts: {
            clientCalls: expect.arrayContaining(['CreateChangeSet', 'ExecuteChangeSet']),
            outputs: { SelfTestResult: 'passed' },
          },
        },
        { id: 'documents', held: true, facts: { attached: expect.arrayContaining([securityAudit]) } },
        { id: 'proof', held: true, facts: { stranger: expect.stringContaining('not authorized') } },
        { id: 'update', held: true },
        { id: 'foreign-role', held: true, facts: { status: 'ROLLBACK_COMPLETE' } },
        { id: 'rollback', held: true, facts: { status: 'UPDATE_ROLLBACK_COMPLETE' } },
        {
          id: 'delete',
          held: true,
          facts: { policiesLeft: [expect.stringContaining('IntegrationBoundary')] },
        },
      ],
    });
  });
});

describe('a step of the demo', () => {
  it('has held only when all of its claims did', async () => {
    const results = await resultsOf({
      mixed: async () => ({ facts: [], claims: [claim('one', true), claim('two', false)] }),
      silent: async () => ({ facts: [fact('n', 'N', 1)], claims: [] }),
      right: async () => ({ facts: [], claims: [claim('one', true)] }),
    });
    expect(results.map(({ id, held }) => [id, held])).toEqual([
      ['mixed', false],
      ['silent', false],
      ['right', true],
    ]);
  });

  it('that throws has not held, says why, and lets the next one run', async () => {
    const [broken, next] = await resultsOf({
      broken: async () => {
        throw new TypeError('no such stack');
      },
      next: async () => ({ facts: [], claims: [claim('one', true)] }),
    });
    expect(broken).toMatchObject({ held: false, facts: [{ value: 'TypeError: no such stack' }] });
    expect(next?.held).toBe(true);
  });
});

describe('the narrator', () => {
  const result: StepResult = {
    id: 'step',
    title: 'A step',
    held: false,
    milliseconds: 12,
    facts: [fact('arn', 'Arn', 'x'.repeat(150))],
    claims: [claim('this is so', true), claim('this is not', false)],
  };
  const told = (colour: boolean) => {
    let text = '';
    const narrator = createNarrator({
      colour,
      write: (part) => {
        text += part;
      },
    });
    narrator.step(result);
    narrator.summary([result], 1234);
    return text;
  };

  it('marks each claim with what became of it', () => {
    expect(told(false)).toContain('✓ this is so\n');
    expect(told(false)).toContain('✗ this is not\n');
    expect(told(false)).toContain('1 of 1 steps did not hold.');
  });

  it('cuts what is wider than the terminal without losing any of it', () => {
    expect(told(false).match(/x/g)).toHaveLength(150);
    expect(
      told(false)
        .split('\n')
        .every((line) => line.length <= 100),
    ).toBe(true);
  });

  it('uses colour where it is wanted', () => {
    expect(told(true)).toContain(`${ANSI}32m✓`);
  });
});

const securityAudit = 'arn:aws:iam::aws:policy/SecurityAudit';

async function resultsOf(runs: Readonly<Record<string, Step<null>['run']>>): Promise<StepResult[]> {
  const results: StepResult[] = [];
  const steps = Object.entries(runs).map(([id, run]) => ({ id, title: id, run }));
  await runSteps(null, steps, (result) => results.push(result));
  return results;
}
