import type { DatadogAccess } from '../../../src/datadog-api/access';
import { createAskDatadog } from '../../../src/validation/gather/datadog-side';
import { startInvocation } from '../../support/passing-time';

test('keys of one site are sent to no other: an integration of another site is not asked about', async () => {
  const opened: string[] = [];
  const access: DatadogAccess = {
    open: (site) => {
      opened.push(site);
      return { site, ask: () => Promise.reject(new Error('out')) };
    },
  };
  const ask = createAskDatadog(access, startInvocation().context, 'datadoghq.com');

  expect(await ask('datadoghq.eu', '123456789012')).toBeUndefined();
  expect(opened).toEqual([]);
  expect(await ask('datadoghq.com', '123456789012')).toMatchObject({ ok: false, problem: 'out' });
});
