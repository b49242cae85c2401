import type { KeySource } from './keys';

/** The same source without the application key, for those who send what an API key is enough for. */
export function apiKeyOnly(keys: KeySource): KeySource {
  return {
    current: async () => ({ apiKey: (await keys.current()).apiKey }),
    renewed: async (refused) => {
      const renewed = await keys.renewed(refused);
      return renewed && { apiKey: renewed.apiKey };
    },
  };
}
