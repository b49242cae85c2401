import type { RegionalClients, ValidatorClients } from '../../../src/aws/validator-clients';
import type { Clock } from '../../../src/runtime/clock';

/** What one AWS call takes on a machine. */
export interface Pace {
  /** Of the processor, which works on one call at a time: half of it before the request, half after the answer. */
  readonly cpuMs: number;
  /** Between request and answer, for any number of calls at a time. */
  readonly networkMs: number;
}

interface Sender {
  send(command: never, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

/**
 * A machine whose processor is a queue, by the test's clock: how long calls take depends on how many there are, and not
 * on the machine that the test runs on.
 */
export class SlowMachine {
  readonly #clock: Clock;
  readonly #pace: Pace;
  #freeAt = 0;
  #atOnce = 0;
  #mostAtOnce = 0;

  constructor(clock: Clock, pace: Pace) {
    this.#clock = clock;
    this.#pace = pace;
  }

  /** The most calls that regions ever had to answer at once. */
  get mostAtOnce(): number {
    return this.#mostAtOnce;
  }

  /** The same clients, on this machine. */
  clients(clients: ValidatorClients): ValidatorClients {
    return {
      iam: this.client(clients.iam),
      sts: this.client(clients.sts),
      ssm: this.client(clients.ssm),
      account: this.client(clients.account),
      eventBridge: this.client(clients.eventBridge),
      sns: this.client(clients.sns),
      cloudFormation: this.client(clients.cloudFormation),
      regional: this.regional(clients.regional),
    };
  }

  regional(regional: RegionalClients): RegionalClients {
    return {
      sts: (region) => this.#counted(this.client(regional.sts(region))),
      cloudWatch: (region, session) => this.#counted(this.client(regional.cloudWatch(region, session))),
    };
  }

  client<Client extends Sender>(client: Client): Client {
    const { networkMs, cpuMs } = this.#pace;
    const send: Sender['send'] = async (command, options) => {
      const signal = options?.abortSignal;
      await this.#compute(cpuMs / 2, signal);
      await this.#clock.sleep(networkMs, signal);
      const answer = await client.send(command, options);
      await this.#compute(cpuMs / 2, signal);
      return answer;
    };
    return Object.assign(Object.create(client), { send });
  }

  #compute(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const now = this.#clock.now();
    this.#freeAt = Math.max(now, this.#freeAt) + ms;
    return this.#clock.sleep(this.#freeAt - now, signal);
  }

  #counted<Client extends Sender>(client: Client): Client {
    const send: Sender['send'] = async (command, options) => {
      this.#atOnce += 1;
      this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#atOnce);
      try {
        return await client.send(command, options);
      } finally {
        this.#atOnce -= 1;
      }
    };
    return Object.assign(Object.create(client), { send });
  }
}
