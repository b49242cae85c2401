import { createValidatorClients } from '../src/aws/validator-clients';
import { publishedPermissionSets } from '../src/datadog/permission-sets';
import { createAlertPublisher } from '../src/publish/alert';
import { alertPlaceOf } from '../src/publish/alert-place';
import { createEventPublisher } from '../src/publish/event';
import { createPublish } from '../src/publish/publish-report';
import { createValidatorHandler } from '../src/validation/handler';

const {
  ALERT_FORMAT: alertFormat = 'Text',
  AWS_REGION: region = 'us-east-1',
  EVENT_BUS_NAME: eventBusName = 'default',
  SELF_TEST_PRINCIPALS: principals = '',
  TOPIC_ARN: topicArn = '',
} = process.env;

const clients = createValidatorClients(region);

/** Lambda's entry point for EventBridge Scheduler: `{}` validates every integration, `{"roleName": "..."}` one. */
export const handler = createValidatorHandler({
  settings: {
    clients,
    region,
    permissionSets: publishedPermissionSets,
    selfTestPrincipals: principals.split(',').filter((arn) => arn !== ''),
  },
  publish: createPublish([
    createEventPublisher(clients.eventBridge, eventBusName),
    ...(topicArn === ''
      ? []
      : [
          createAlertPublisher(clients, {
            topicArn,
            format: alertFormat === 'ChatJson' ? 'ChatJson' : 'Text',
            place: alertPlaceOf(region, process.env),
          }),
        ]),
  ]),
});
