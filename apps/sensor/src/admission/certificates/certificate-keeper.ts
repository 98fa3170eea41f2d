import { createAuthority, createServerCertificate, type KeyPair, type Log } from '@breakwater/daemon';
import { type Raw, toRecord, toRecords, toText } from '@breakwater/inventory';
import { KubeError, type KubeWriter } from '@breakwater/kube';
import { toErrorMessage } from '@breakwater/model';
import { SensorError } from '../../errors.ts';
import {
  chooseServed,
  type Issued,
  planRotation,
  type RotationTimes,
  readSecretData,
  type ServingState,
  takeStep,
  toSecretData,
  toTrusted,
} from './serving-state.ts';

export interface CertificateKeeperOptions extends RotationTimes {
  readonly client: KubeWriter;
  readonly namespace: string;
  /** Name of the Secret that all replicas share. */
  readonly secret: string;
  /** Name of the ValidatingWebhookConfiguration whose caBundle is kept right. */
  readonly webhook: string;
  /** Names and addresses that the API server asks at. */
  readonly hosts: readonly string[];
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onServed: (pair: KeyPair) => void;
}

/** Certificates outlive the time at which they are replaced, so that an API that cannot be written to does no harm for long. */
const VALID_DAYS = 365;
const LONGEST_LOOK_MS = 15_000;
const FIRST_TRIES = 20;
const FIRST_WAIT_MS = 1500;

/**
 * Keeps the serving certificate of all replicas in one Secret, and the caBundle of the webhook configuration right. A new one is trusted before it is served
 * with, and the old one for as long after; so no review fails when it changes. Replicas that write at once find the other's, and take it.
 */
export class CertificateKeeper {
  readonly #options: CertificateKeeperOptions;
  #state: ServingState | undefined;
  #served = '';
  /** The caBundle as the API server was seen to have it. */
  #trusted = '';
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: CertificateKeeperOptions) {
    this.#options = options;
  }

  /** Gives what is served with. Throws SensorError `certificate-unusable` when there is no Secret that could be read or written. */
  async start(): Promise<void> {
    for (let attempt = 1; this.#state === undefined; attempt++) {
      try {
        await this.#look();
      } catch (cause) {
        if (attempt >= FIRST_TRIES || this.#isHopeless(cause)) throw this.#explain(cause);
        await new Promise(resolve => setTimeout(resolve, FIRST_WAIT_MS));
      }
    }
    this.#timer = setInterval(
      () => {
        this.#running ??= this.#lookQuietly().finally(() => {
          this.#running = undefined;
        });
      },
      Math.min(LONGEST_LOOK_MS, this.#options.overlapMs / 4),
    );
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #lookQuietly(): Promise<void> {
    try {
      await this.#look();
    } catch (cause) {
      this.#options.log.warn({ error: toErrorMessage(cause) }, 'the certificate cannot be looked after; what is served with goes on');
    }
    this.#serve();
  }

  async #look(): Promise<void> {
    const secret = await this.#readSecret();
    const state = readSecretData(secret);
    this.#state = await this.#advance(secret, state);
    if (this.#state === undefined) return;
    await this.#trust(toTrusted(this.#state));
    this.#serve();
  }

  /** Takes the next step, if one is due and no other replica took it. */
  async #advance(secret: Raw, state: ServingState | undefined): Promise<ServingState | undefined> {
    const { now, log } = this.#options;
    const step = planRotation(state, now(), this.#options);
    if (step === 'none') return state;
    const issued = step === 'promote' ? undefined : await this.#issue();
    const next = takeStep(state, issued, now(), this.#options);
    if (next === undefined) return state;
    try {
      await this.#options.client.change({ method: 'PUT', path: this.#secretPath, body: { ...secret, data: toSecretData(next) } });
      log.info({ step }, 'the serving certificate of all replicas is another one, or will be');
      return next;
    } catch (cause) {
      if (!(cause instanceof KubeError) || cause.code !== 'cluster-conflict') throw cause;
      return readSecretData(await this.#readSecret());
    }
  }

  async #issue(): Promise<Issued> {
    const { hosts, now } = this.#options;
    const madeAt = now();
    const authority = await createAuthority(`breakwater admission ${new Date(madeAt).toISOString()}`, VALID_DAYS, madeAt);
    const { key, certificate } = await createServerCertificate(authority, hosts, VALID_DAYS, madeAt);
    return { ca: authority.certificate, certificate, key, madeAt };
  }

  async #readSecret(): Promise<Raw> {
    return this.#options.client.getJson(this.#secretPath);
  }

  /** Writes caBundle of every webhook of the configuration where it is not as it should be. */
  async #trust(wanted: string): Promise<void> {
    const { client, webhook, log } = this.#options;
    const path = `/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/${encodeURIComponent(webhook)}`;
    const caBundle = Buffer.from(wanted).toString('base64');
    try {
      const configuration = await client.getJson(path);
      const webhooks = toRecords(configuration['webhooks']);
      if (webhooks.some(each => toText(toRecord(each['clientConfig'])['caBundle']) !== caBundle)) {
        const body = {
          ...configuration,
          webhooks: webhooks.map(each => ({ ...each, clientConfig: { ...toRecord(each['clientConfig']), caBundle } })),
        };
        await client.change({ method: 'PUT', path, body });
        log.info({ webhook }, 'the API server was told whom to trust');
      }
      this.#trusted = wanted;
    } catch (cause) {
      if (cause instanceof KubeError && cause.code === 'cluster-conflict') return;
      log.warn({ webhook, error: toErrorMessage(cause) }, 'caBundle of the webhook configuration cannot be kept right');
    }
  }

  #serve(): void {
    if (this.#state === undefined) return;
    const { certificate, key } = chooseServed(this.#state, this.#options.now(), this.#trusted);
    if (certificate === this.#served) return;
    this.#served = certificate;
    this.#options.onServed({ certificate, key });
  }

  get #secretPath(): string {
    const { namespace, secret } = this.#options;
    return `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(secret)}`;
  }

  #isHopeless(cause: unknown): boolean {
    return cause instanceof KubeError && (cause.code === 'cluster-forbidden' || cause.code === 'cluster-not-found');
  }

  #explain(cause: unknown): SensorError {
    const { namespace, secret } = this.#options;
    const message = `the Secret ${namespace}/${secret} of the serving certificate cannot be kept: ${toErrorMessage(cause)}; \`breakwater install manifest\` prints it, and the rights to it`;
    return new SensorError('certificate-unusable', message, { cause });
  }
}
