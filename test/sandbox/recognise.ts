import { AwsError } from './aws-error';
import type { HttpRequest } from './http';
import { Parameters } from './parameters';
import { effectiveRegion } from './partitions';
import { routeOf } from './routes';
import type { Operation, Service } from './service';
import { SERVICES } from './services/all';
import { readJson } from './wire/json';
import { readQuery } from './wire/query';

/** What a request asks for, before anybody looks at who asks. */
export interface Recognised {
  /** Undefined for a service that the sandbox has not. */
  readonly service: Service | undefined;
  readonly serviceName: string;
  readonly operationName: string;
  readonly operation: Operation | undefined;
  /** Undefined for a request without a signature. */
  readonly accessKeyId: string | undefined;
  readonly region: string;
  readonly userAgent?: string | undefined;
  readonly parameters: Parameters;
  readonly body: Buffer;
}

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/;
const UNSIGNED_REGION = 'us-east-1';

/**
 * Reads service, region and caller from the signature's credential scope, and operation and parameters from
 * the service's protocol. Signatures themselves are not verified.
 *
 * @throws AwsError SerializationException for a body that cannot be read
 */
export function recognise(request: HttpRequest): Recognised {
  const [, accessKeyId, region = UNSIGNED_REGION, scope = ''] =
    CREDENTIAL.exec(request.headers.authorization ?? '') ?? [];
  const service =
    SERVICES.find(({ name, signingName = name }) => signingName === scope) ??
    serviceOfTarget(targetOf(request));
  const operationName = operationNameOf(request, service);
  return {
    service,
    serviceName: service?.name ?? scope,
    operationName,
    operation: service?.operations[operationName],
    accessKeyId,
    region: effectiveRegion(region, service?.global ?? false),
    userAgent: request.headers['user-agent'],
    parameters: parametersOf(request, service),
    body: request.body,
  };
}

export function speaksJson(request: HttpRequest): boolean {
  return /json/.test(request.headers['content-type'] ?? '') || targetOf(request) !== '';
}

/** AWS's answer to an operation that it does not know, which differs by protocol. */
export function unknownOperation({ service, operationName }: Recognised, json: boolean): AwsError {
  if (json) return new AwsError('UnknownOperationException', '', 400);
  const version = service?.version ?? 'unknown';
  return new AwsError(
    'InvalidAction',
    `Could not find operation ${operationName} for version ${version}`,
    400,
  );
}

function targetOf(request: HttpRequest): string {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' ? target : '';
}

function serviceOfTarget(target: string): Service | undefined {
  const prefix = target.split('.')[0];
  return SERVICES.find((service) => service.target !== undefined && service.target === prefix);
}

function operationNameOf(request: HttpRequest, service: Service | undefined): string {
  const route = routeOf(service?.routes ?? {}, request);
  if (route !== undefined) return route.operation;
  const target = targetOf(request);
  if (target !== '') return target.slice(target.indexOf('.') + 1);
  return isRest(service) ? '' : (new URLSearchParams(request.body.toString()).get('Action') ?? '');
}

function parametersOf(request: HttpRequest, service: Service | undefined): Parameters {
  if (service !== undefined && isRest(service)) return restParameters(request, service);
  if (speaksJson(request))
    return new Parameters(
      readJson(request.body.toString()),
      service?.validationCode ?? 'ValidationException',
    );
  const { Action: _action, Version: _version, ...values } = readQuery(request.body.toString());
  return new Parameters(values, service?.validationCode ?? 'ValidationError');
}

function isRest(service: Service | undefined): boolean {
  return service?.protocol.startsWith('rest-') ?? false;
}

/** From path, query, headers and, in REST-JSON, the body. */
function restParameters(
  request: HttpRequest,
  { routes = {}, headers = {}, protocol, validationCode }: Service,
): Parameters {
  const ofHeaders = Object.entries(headers).flatMap(([header, name]) => {
    const value = request.headers[header];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const route = routeOf(routes, request);
  return new Parameters(
    {
      ...Object.fromEntries(request.query),
      ...Object.fromEntries(ofHeaders),
      ...(protocol === 'rest-json' && speaksJson(request) ? readJson(request.body.toString()) : {}),
      ...route?.parameters,
    },
    validationCode,
  );
}
