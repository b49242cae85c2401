import * as v from 'valibot';
import type { DatadogApi } from './client';
import { isKeyRefusal } from './errors';

/**
 * Whether the site takes the API key. No permission is needed for it.
 *
 * https://docs.datadoghq.com/api/latest/authentication/#validate-api-key
 *
 * @throws DatadogApiError when it cannot be told
 */
export async function isValidApiKey(api: DatadogApi): Promise<boolean> {
  try {
    const { valid } = await api.ask(
      { method: 'GET', path: '/api/v1/validate' },
      v.object({ valid: v.boolean() }),
    );
    return valid;
  } catch (error) {
    if (isKeyRefusal(error)) return false;
    throw error;
  }
}
