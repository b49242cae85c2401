import { iamRegionOf } from '../aws/places';
import type { Report } from '../report/report';
import type { AlertPlace } from './alert-place';

/** A command that helps whoever gets an alert, and what for. */
export interface AlertCommand {
  readonly purpose: string;
  readonly command: string;
}

/** What IAM allows in names of roles: nothing of it means anything to a shell within single quotes, or to JSON. */
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

/** Commands that mean the same to any POSIX shell and to versions 1 and 2 of the AWS CLI; they change nothing. */
export function alertCommands(report: Report, place: AlertPlace): readonly AlertCommand[] {
  return [...lookUpChanges(report), ...lookAgain(place)];
}

/**
 * Read calls are among the events of a role, and the validator's own with them, so that many are fetched and those left out.
 * https://docs.aws.amazon.com/cli/latest/reference/cloudtrail/lookup-events.html
 */
function lookUpChanges({ partition, roleName }: Report): readonly AlertCommand[] {
  const region = iamRegionOf(partition);
  if (region === undefined || !ROLE_NAME.test(roleName)) return [];
  const attributes = JSON.stringify([{ AttributeKey: 'ResourceName', AttributeValue: roleName }]);
  return [
    {
      purpose: 'Who changed the role last (CloudTrail shows it after some minutes, and for 90 days)',
      command: `aws cloudtrail lookup-events --region ${region} --lookup-attributes '${attributes}' --max-items 500 --query "Events[?ReadOnly=='false'].[EventTime,Username,EventName]" --output text`,
    },
  ];
}

/**
 * Without a payload, whose encoding the two versions of the CLI do not agree on; without a read time-out, after which the CLI
 * would begin another run: https://docs.aws.amazon.com/cli/latest/reference/lambda/invoke.html
 */
function lookAgain({ functionName, region }: AlertPlace): readonly AlertCommand[] {
  if (functionName === undefined) return [];
  return [
    {
      purpose: 'Look again: prints the whole report, all findings and remedies',
      command: `aws lambda invoke --function-name ${functionName} --region ${region} --cli-read-timeout 0 /dev/stdout`,
    },
  ];
}
