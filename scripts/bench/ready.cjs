'use strict';

/**
 * Runs in a process of its own, without any loader: how long until the bundle is ready to handle, and until it has
 * answered. Arguments: the bundle, where CloudFormation waits for the reply. The event asks for a property that does not exist, so it is
 * refused once the provider and its clients have been made, before any AWS call. The refusal's line in the log is
 * therefore proof that everything was ready; the reply's end says how long all of it took.
 */

const [, , bundlePath, origin] = process.argv;
const ids = {
  StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/bench/1',
  LogicalResourceId: 'DatadogIntegration',
  RequestId: 'bench',
};
const event = {
  ...ids,
  RequestType: 'Create',
  ServiceToken: 'arn:aws:lambda:us-east-1:123456789012:function:bench',
  ResponseURL: `${origin}/${encodeURIComponent(Object.values(ids).join('|'))}`,
  ResourceType: 'Custom::DatadogIntegrationRole',
  ResourceProperties: { ServiceToken: 'bench', NoSuchProperty: 'bench' },
};

const writeOut = process.stdout.write.bind(process.stdout);
let readyAt;
process.stdout.write = (line) => {
  if (JSON.parse(line).level === 'error') readyAt ??= process.hrtime.bigint();
  return true;
};

const startedAt = process.hrtime.bigint();
const { handler } = require(bundlePath);
const loadedAt = process.hrtime.bigint();
handler(event, { getRemainingTimeInMillis: () => 60_000 }).then(() => {
  const repliedAt = process.hrtime.bigint();
  const milliseconds = (at) => Number(at - startedAt) / 1e6;
  writeOut(
    JSON.stringify({
      loaded: milliseconds(loadedAt),
      ready: milliseconds(readyAt),
      replied: milliseconds(repliedAt),
    }),
  );
});
