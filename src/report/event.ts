import { visible, visibleIn } from '../runtime/text';
import type { Report } from './report';
import { shrinkToFit } from './shrink';

/** Contracts: other people's rules match them. */
export const EVENT_SOURCE = 'datadog-integration-role';
export const EVENT_DETAIL_TYPE = 'Datadog Integration Validation';

/**
 * An entry may have 256 KB, of which source, detail type and resources take less than the difference.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
 */
const DETAIL_MAX_BYTES = 255 * 1_024;

/**
 * A report as the entry of a PutEvents request, shrunk where it would be too large. Its texts are made visible for the
 * rules of others that put them into lines of their own.
 */
export function eventOf(report: Report) {
  return {
    Source: EVENT_SOURCE,
    DetailType: EVENT_DETAIL_TYPE,
    Time: new Date(report.generatedAt),
    Resources: report.roleArn === '' ? [] : [visible(report.roleArn)],
    Detail: JSON.stringify(shrinkToFit(visibleIn(report), DETAIL_MAX_BYTES)),
  };
}
