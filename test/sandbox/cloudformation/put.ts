import type { CustomResourceRequest } from './request';

/** How the endpoint treats one PUT instead of storing it and answering 200. */
export type PutFault =
  | { readonly kind: 'status'; readonly status: number }
  /** The connection is cut; `stored` says whether the body was stored before. */
  | { readonly kind: 'reset'; readonly stored: boolean }
  /** No answer ever comes. */
  | { readonly kind: 'hang'; readonly stored: boolean }
  /** Stored and answered, but only after a while in real milliseconds. */
  | { readonly kind: 'slow'; readonly delayMs: number };

/** Decides the fault of each PUT; `attempt` counts the PUTs of a request from 1. */
export type Misbehaviour = (request: CustomResourceRequest, attempt: number) => PutFault | undefined;

/** One PUT to a ResponseURL. */
export interface ReceivedPut {
  readonly time: Date;
  readonly request: CustomResourceRequest;
  readonly body: string;
  /** The HTTP status; undefined when the connection was cut or left hanging. */
  readonly answered: number | undefined;
  /** The first stored PUT is the reply, unless CloudFormation had stopped waiting; further ones are duplicates. */
  readonly meaning: 'reply' | 'duplicate' | 'late' | 'not stored';
  /** Why S3 refused the request, or CloudFormation fails the resource over its body. */
  readonly fault?: string | undefined;
}
