import { INVOKE_LIMIT_MS } from '../../src/cli/commands/invoke-validator';
import { requiredResource, resolvedTemplate } from '../support/installed-provider';

test('who has the deployed validator run waits longer than it may take', () => {
  const place = { partition: 'aws', accountId: '123456789012', region: 'us-east-1' };

  const { properties } = requiredResource(resolvedTemplate(place, {}), 'Validator');

  expect(INVOKE_LIMIT_MS).toBeGreaterThan(Number(properties['Timeout']) * 1_000);
});
