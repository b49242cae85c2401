import { type Sandbox, startSandbox } from '..';
import { ACCOUNTS, type Answer, type DatadogClient, datadogClient, registering } from './datadog';

/** A sandbox of its own for every test of a file, a client of its Datadog, and what most of them make there. */
export interface DatadogOfEachTest {
  readonly sandbox: Sandbox;
  readonly call: DatadogClient;
  /** Registers an account. @returns what is answered of it */
  registered(attributes?: object): Promise<Answer['body']>;
}

/** To be called once in a file, outside its tests. */
export function datadogOfEachTest(): DatadogOfEachTest {
  let sandbox: Sandbox;
  let call: DatadogClient;
  beforeEach(async () => {
    sandbox = await startSandbox();
    call = datadogClient(sandbox);
  });
  afterEach(() => sandbox.stop());
  return {
    get sandbox() {
      return sandbox;
    },
    call: (method, path, body) => call(method, path, body),
    registered: async (attributes = {}) => {
      const { status, body } = await call('POST', ACCOUNTS, registering(attributes));
      expect(status).toBe(200);
      return body.data;
    },
  };
}
