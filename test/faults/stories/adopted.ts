import type { Story } from '../story';
import { roleOfPeople } from './people';

const ADOPTING = { ExistingRole: 'Adopt' };

/** The same story with a role that people had made, and that was adopted before it begins. */
export function withAdoptedRole(story: Story): Story {
  const { act } = story;
  return {
    ...story,
    id: `adopted-${story.id}`,
    isVariant: true,
    seed: async (customer) => {
      customer.account.seed({ roles: [roleOfPeople] });
      await story.seed?.(customer);
    },
    deployed: story.deployed.map((properties) => ({ ...properties, ...ADOPTING })),
    act: act.kind === 'deploy' ? { ...act, properties: { ...act.properties, ...ADOPTING } } : act,
  };
}
