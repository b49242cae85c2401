import type { CommandName } from './commands';

/** Whose credentials, and where. */
export interface AwsChoice {
  readonly profile: string | undefined;
  readonly region: string | undefined;
}

/** A role as it is named in Datadog: its account where an ARN told it. */
export interface NamedRole {
  readonly roleName: string;
  /** Begins and ends with `/`; undefined where none was given. */
  readonly path: string | undefined;
  readonly accountId: string | undefined;
}

/** What is validated. */
export type Subject =
  | { readonly kind: 'records'; readonly role: NamedRole | undefined }
  /** Properties as of `Custom::DatadogIntegrationRole`. */
  | {
      readonly kind: 'values';
      readonly role: NamedRole | undefined;
      readonly properties: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'invoke';
      readonly role: NamedRole | undefined;
      readonly stack: string | undefined;
      readonly functionName: string | undefined;
    };

/** A command line that was understood. */
export type Command =
  | { readonly name: 'help'; readonly of: CommandName | undefined }
  | { readonly name: 'version' }
  | {
      readonly name: 'validate';
      readonly subject: Subject;
      readonly aws: AwsChoice;
      readonly json: boolean;
      readonly html: string | undefined;
    }
  | {
      readonly name: 'doctor';
      /** The role to look at other accounts with: path, without the `/` at its beginning, and name. */
      readonly assumeRole: string | undefined;
      readonly aws: AwsChoice;
      readonly json: boolean;
    }
  /** Without a text, standard input is read. */
  | { readonly name: 'explain'; readonly text: string | undefined; readonly json: boolean }
  | {
      readonly name: 'plan';
      readonly role: NamedRole | undefined;
      readonly aws: AwsChoice;
      readonly json: boolean;
    };
