import { type Rehearsal, rehearse } from './rehearsal';
import { CHANNELS, runOnChannel } from './reply-channel';
import { STORIES } from './stories';
import { openBed, type TestBed } from './test-bed';

const STORY_IDS = [
  'create-core',
  'create-over-foreign-role',
  'update-tags',
  'update-path',
  'rename',
  'delete',
];

describe('a ResponseURL that', () => {
  let testBed: TestBed;
  const rehearsals: Rehearsal[] = [];

  beforeAll(async () => {
    testBed = await openBed();
    for (const story of STORIES)
      if (STORY_IDS.includes(story.id)) rehearsals.push(await rehearse(testBed, story));
  });
  afterAll(() => testBed.close());

  describe.each(CHANNELS)('$id', (channel) => {
    it.each(STORY_IDS)(`leaves every invariant as it is: %s (${channel.expected})`, async (id) => {
      const rehearsal = rehearsals.find(({ story }) => story.id === id);
      if (rehearsal === undefined) throw new Error(`there is no story ${id}`);
      expect(await runOnChannel(testBed, rehearsal, channel)).toEqual([]);
    });
  });
});
