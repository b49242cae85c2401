import { datadogAct } from '../../scripts/demo/act-datadog';
import { createNarrator } from '../../scripts/demo/narrator';
import { performActs } from '../../scripts/demo/performance';

jest.setTimeout(120_000);

test('the demo’s act about Datadog holds in every step, within 100 columns', async () => {
  let story = '';
  const narrator = createNarrator({
    write: (text) => {
      story += text;
    },
    colour: false,
  });
  const performance = await performActs([datadogAct], narrator);
  narrator.summary(performance.steps, performance.milliseconds);

  expect(story).not.toContain('✗');
  expect(story).toContain('All 5 steps held');
  expect(story.split('\n').filter((line) => line.length > 100 || line.endsWith(' '))).toEqual([]);
});
