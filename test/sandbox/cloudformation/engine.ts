import { randomInt } from 'node:crypto';
import { AwsError } from '../aws-error';
import type { FunctionPace } from '../lambda/function-host';
import type { InnerCall, StackEngine, StackPlace } from '../machines';
import { keepStacks } from '../past';
import { DELETED, stacksIn } from '../stacks/lookup';
import type { PublishedOutput, StackDetail } from '../stacks/published-stack';
import type { Account } from '../state';
import type { World } from '../world';
import type { Provider } from './delivery';
import type { CheckedPlan, StackPlan } from './plan';
import { type ResponseEndpoint, startResponseEndpoint } from './response-endpoint';
import { defineStack, type Stack } from './stack';
import { stackClock } from './stack-clock';
import { stackArn } from './stack-state';
import { type ResourceValues, resolveTemplate, type TemplateContext } from './template';
import { checkCapabilities, checkedTemplate, refused } from './template-check';
import { type ProviderOf, templateResources } from './template-resources';
import { NATIVE_TYPES } from './types';

export interface EngineOptions {
  readonly pace: FunctionPace;
  readonly phaseTakesMs: number;
  /** Names that CloudFormation makes up. Default: random ones. */
  readonly newName?: ((stack: string, logicalId: string, region: string) => string) | undefined;
}

interface ManagedStack {
  readonly stack: Stack;
  /** With whose permissions the operation of this moment works. */
  accessKeyId: string;
  plan: CheckedPlan | undefined;
  pending: CheckedPlan | undefined;
  shown: StackDetail;
  /** What resources of the last deployment import. */
  imports: Set<string>;
}

const NAME_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const RANDOM_CHARACTERS = 12;
const HIDDEN = '****';
/** When what was planned has come true. */
const DONE = /^(?:CREATE_COMPLETE|UPDATE_COMPLETE.*)$/;

export function createStackEngine(world: World, options: EngineOptions): StackEngine {
  const { pace, phaseTakesMs } = options;
  const stacks = new Map<string, ManagedStack>();
  let endpoint: Promise<ResponseEndpoint> | undefined;

  function contextOf(
    { account, region }: StackPlace,
    plan: StackPlan,
    stackId: string,
    imports?: Set<string>,
  ): TemplateContext {
    return {
      parameters: plan.parameters,
      region,
      accountId: account.id,
      partition: account.partition,
      stackName: plan.name,
      stackId,
      exported: (name) => {
        imports?.add(name);
        return exportsIn(account, region)[name];
      },
    };
  }

  function detailOf(place: StackPlace, managed: ManagedStack, plan: CheckedPlan): StackDetail {
    const { stack, imports } = managed;
    const context = { ...contextOf(place, plan, stack.id), resources: valuesOf(stack) };
    const resolved = resolveTemplate(plan.template, context);
    const exportNames = resolved.exportNames();
    const outputs = Object.entries(resolved.outputs()).map(([key, value]): [string, PublishedOutput] => {
      const exportName = exportNames[key];
      return [
        key,
        {
          value: String(value),
          description: plan.template.Outputs?.[key]?.Description,
          ...(exportName === undefined ? {} : { exportName: String(exportName) }),
        },
      ];
    });
    return {
      ...presentation(plan),
      imports: [...imports],
      outputs: Object.fromEntries(outputs),
      exports: Object.fromEntries(
        outputs.flatMap(([, { exportName, value }]) =>
          exportName === undefined ? [] : [[exportName, value]],
        ),
      ),
    };
  }

  function define(place: StackPlace, name: string, stackId: string, at: ResponseEndpoint): ManagedStack {
    const { account, region, accessKeyId } = place;
    const { partition, id: accountId } = account;
    const stack = defineStack({
      ...{ name, stackId, partition, region, accountId },
      timeScale: pace.timeScale ?? 1,
      skipsWaits: pace.skipsWaits ?? false,
      clock: stackClock(world.now, phaseTakesMs),
      endpoint: at,
      publisher: {
        publish: (published) => {
          keepStacks(world, account);
          account.stacks.set(published.id, published);
        },
      },
      detail: (status) => {
        if (managed.pending !== undefined && DONE.test(status)) {
          managed.plan = managed.pending;
          managed.shown = detailOf(place, managed, managed.plan);
        }
        return managed.shown;
      },
    });
    const managed: ManagedStack = {
      stack,
      accessKeyId,
      plan: undefined,
      pending: undefined,
      shown: {},
      imports: new Set(),
    };
    return managed;
  }

  function providerOf({ account, region }: StackPlace, managed: ManagedStack, plan: StackPlan): ProviderOf {
    const call: InnerCall = (...asked) =>
      world.machines.calls({ accessKeyId: managed.accessKeyId, region, isHeard: true })(...asked);
    const newName = (logicalId: string, mostCharacters: number) =>
      options.newName?.(plan.name, logicalId, region) ?? randomName(plan.name, logicalId, mostCharacters);
    const place = { accountId: account.id, partition: account.partition, region };
    return (type, properties) => {
      const native = NATIVE_TYPES[type];
      if (native !== undefined) return native({ call, newName, tags: plan.tags, ...place });
      return functionOf(String(properties['ServiceToken']), async () => {
        const unheard = world.machines.calls({ accessKeyId: managed.accessKeyId, region });
        await unheard('lambda', 'Invoke', {
          FunctionName: String(properties['ServiceToken']),
          InvocationType: 'DryRun',
        });
      });
    };
  }

  function functionOf(arn: string, dryRun: () => Promise<void>): Provider {
    return {
      arn,
      refusal: async () => {
        try {
          await dryRun();
          return undefined;
        } catch (error) {
          if (error instanceof AwsError) return error.message;
          throw error;
        }
      },
      invoke: async (event, invocation) => {
        try {
          await world.machines.functions.invoke(arn, event, invocation);
        } catch (error) {
          // Lambda took the event, and could not start the function: no reply comes.
          if (!(error instanceof AwsError)) throw error;
        }
      },
    };
  }

  function idle(id: string): ManagedStack {
    const managed = stacks.get(id);
    if (managed === undefined)
      throw refused(`the sandbox runs no stack ${id}: somebody else has published it`);
    return managed;
  }

  return {
    check: (place, plan) => {
      const template = checkedTemplate(plan.text);
      const resolved = asRefusal(() => resolveTemplate(template, contextOf(place, plan, '')));
      const [broken] = asRefusal(() => resolved.brokenRules());
      // The code is AWS's. Its words are not documented.
      if (broken !== undefined) throw refused(`Template validation error: ${broken}`);
      checkCapabilities(template, plan.capabilities);
      return { ...plan, template };
    },
    review: ({ account, region }, plan) => {
      const id = stackArn(account.partition, region, account.id, plan.name);
      const createdAt = new Date(world.now());
      account.stacks.set(id, { id, name: plan.name, status: 'REVIEW_IN_PROGRESS', createdAt, resources: [] });
      return id;
    },
    deploy: (place, plan, { onFailure } = { onFailure: 'ROLLBACK' }) => {
      const { account, region } = place;
      const current = stacksIn(account, region).findLast(
        ({ name, status }) => name === plan.name && status !== DELETED,
      );
      const id = current?.id ?? stackArn(account.partition, region, account.id, plan.name);
      const run = async () => {
        endpoint ??= startResponseEndpoint();
        const managed = stacks.get(id) ?? define(place, plan.name, id, await endpoint);
        stacks.set(id, managed);
        managed.accessKeyId = place.accessKeyId;
        managed.pending = plan;
        if (managed.plan === undefined) managed.shown = presentation(plan);
        managed.imports = new Set();
        const context = contextOf(place, plan, id, managed.imports);
        const resources = templateResources(
          plan.template,
          context,
          () => valuesOf(managed.stack),
          providerOf(place, managed, plan),
        );
        return managed.stack.deploy({ resources, onFailure });
      };
      return { id, ended: run() };
    },
    delete: async (place, id) => {
      const managed = idle(id);
      managed.accessKeyId = place.accessKeyId;
      managed.pending = undefined;
      return managed.stack.delete();
    },
    continueRollback: async (place, id, continuation) => {
      const managed = idle(id);
      managed.accessKeyId = place.accessKeyId;
      managed.pending = undefined;
      return managed.stack.continueRollback(continuation);
    },
    planOf: (id) => stacks.get(id)?.plan,
    close: async () => {
      await (await endpoint)?.close();
    },
  };
}

function presentation({ template, text, parameters, tags, capabilities }: CheckedPlan): StackDetail {
  const declared = Object.entries(template.Parameters ?? {});
  return {
    description: template.Description,
    template: text,
    parameters: Object.fromEntries(
      declared.map(([name, { Default: preset, NoEcho: hidden }]) => [
        name,
        String(hidden) === 'true' ? HIDDEN : String(parameters[name] ?? preset ?? ''),
      ]),
    ),
    tags,
    capabilities,
  };
}

function valuesOf({ resources }: Stack): Record<string, ResourceValues> {
  return Object.fromEntries(
    [...resources].map(([logicalId, { physicalId, attributes }]) => [
      logicalId,
      {
        ...(physicalId === undefined ? {} : { ref: physicalId }),
        // Whatever a reply holds: a template turns it into text, or refuses it.
        attributes: attributes as NonNullable<ResourceValues['attributes']>,
      },
    ]),
  );
}

function exportsIn(account: Account, region: string): Record<string, string> {
  const exports = stacksIn(account, region)
    .filter(({ status }) => status !== DELETED)
    .map((stack) => stack.exports ?? {});
  return Object.assign({}, ...exports);
}

/** What was read from a template is told in a refusal. */
function asRefusal<T>(task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error));
  }
}

/** As CloudFormation makes names up: the stack, the resource and something random, cut where a name may not be that long. */
function randomName(stack: string, logicalId: string, mostCharacters: number): string {
  const random = Array.from(
    { length: RANDOM_CHARACTERS },
    () => NAME_CHARACTERS[randomInt(NAME_CHARACTERS.length)],
  ).join('');
  const start = `${stack}-${logicalId}`.slice(0, mostCharacters - RANDOM_CHARACTERS - 1);
  return `${start}-${random}`;
}
