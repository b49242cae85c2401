import { createValidatorClients } from '../../src/aws/validator-clients';
import { publishersFor } from '../../src/publish/publishers';

const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';
const DATADOG_KEYS_SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:keys-AbCdEf';

describe('the publishers of a validator', () => {
  it.each([
    ['nothing', {}, ['event']],
    ['variables that are empty', { TOPIC_ARN: '', DATADOG_KEYS_SECRET_ARN: '' }, ['event']],
    ['a topic', { TOPIC_ARN }, ['event', 'alert']],
    ['keys of Datadog', { DATADOG_KEYS_SECRET_ARN }, ['event', 'datadog']],
    ['both', { TOPIC_ARN, DATADOG_KEYS_SECRET_ARN }, ['event', 'alert', 'datadog']],
  ])('whose environment has %s', (_, environment, expected) => {
    const publishers = publishersFor(environment, createValidatorClients('us-east-1'), 'us-east-1');

    expect(publishers.map(({ name }) => name)).toEqual(expected);
  });
});
