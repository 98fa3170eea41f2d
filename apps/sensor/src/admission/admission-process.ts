import { hostname } from 'node:os';
import { type KeyPair, type Log, readExpiry } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { formatReplica } from '@breakwater/protocol';
import { type Answered, type AnswerOptions, answerRequest } from './answer-request.ts';
import type { OpenBundle } from './bundle/open-bundle.ts';
import { readPem } from './certificates/certificate-files.ts';
import type { DecisionStore } from './decisions/decision-store.ts';
import { toDecided } from './decisions/to-decision.ts';
import type { ImageWishes } from './image-wishes.ts';
import type { Duties } from './judge/enforced-policies.ts';
import { type Knowledge, toKnowledge } from './judge/knowledge.ts';
import { type AdmissionMetrics, createAdmissionMetrics } from './metrics.ts';
import type { AdmissionRequest } from './review/admission-request.ts';
import type { ReviewAnswer } from './review/write-answer.ts';
import { type ReviewServer, serveReviews } from './serve-reviews.ts';

export interface ProcessOptions extends AnswerOptions {
  readonly host: string;
  readonly port: number;
  readonly clientCa?: string;
  readonly waitForImagesMs: number;
  /** Has images read that are waited for; without it whoever runs them already does. */
  readonly wishes?: ImageWishes;
  readonly replica?: string;
  readonly store: DecisionStore;
  readonly log: Log;
}

const NO_DUTIES: Duties = { enforced: 0, unusable: [] };

/** What answers reviews: the knowledge of the moment, the certificate of the moment, and what is told of each answer. */
export class AdmissionProcess {
  readonly #options: ProcessOptions;
  readonly #metrics: AdmissionMetrics;
  readonly #since: string;
  #knowledge: Knowledge | undefined;
  #server: ReviewServer | undefined;
  #certificate: KeyPair | undefined;
  /** Who waits for other knowledge. */
  readonly #waiting = new Set<() => void>();

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.#since = new Date(options.now()).toISOString();
    this.#metrics = createAdmissionMetrics(() => this.#readGauges());
  }

  get port(): number {
    return this.#server?.port ?? 0;
  }

  /** Another bundle counts for every review from now on. */
  readonly take = (bundle: OpenBundle): void => {
    const { log, now } = this.#options;
    const knowledge = toKnowledge(bundle, now);
    this.#knowledge = knowledge;
    for (const { source, message } of knowledge.problems) log.error({ policy: source }, message);
    log.info({ revision: knowledge.revision, madeAt: knowledge.madeAt, images: bundle.imageCount }, 'decides by another bundle');
    for (const wake of [...this.#waiting]) wake();
  };

  /** What is said of this process to its sensor, as the role port takes it. */
  describe(): string {
    const { replica = hostname() } = this.#options;
    const { enforced, unusable } = this.#knowledge?.policies.duties ?? NO_DUTIES;
    const word = { id: replica.slice(0, 253), revision: this.#knowledge?.revision ?? -1, since: this.#since, policies: enforced };
    const pair = this.#certificate;
    const end = pair === undefined ? {} : { certificateEnd: new Date(readExpiry(pair.certificate)).toISOString() };
    return formatReplica({ ...word, ...end }, unusable);
  }

  readonly setCertificate = (pair: KeyPair): void => {
    this.#server?.setCertificate(pair);
    this.#certificate = pair;
    this.#options.log.info({ until: new Date(readExpiry(pair.certificate)).toISOString() }, 'serves with another certificate');
  };

  async serve(): Promise<() => Promise<void>> {
    const { host, port, clientCa, log } = this.#options;
    if (this.#certificate === undefined) throw new TypeError('there is no certificate to serve with');
    this.#server = await serveReviews({
      host,
      port,
      certificate: this.#certificate,
      ...(clientCa === undefined ? {} : { clientCa: readPem(clientCa) }),
      answer: (request, size, arrived) => this.#answer(request, size, arrived),
      readReadiness: () => (this.#knowledge === undefined ? 'nothing is known to decide by yet: the sensor has given no bundle' : ''),
      renderMetrics: () => this.#metrics.render(),
      onFault: message => {
        this.#metrics.countFault();
        log.warn({ reason: message.slice(0, 500) }, 'a body was refused');
      },
    });
    log.info({ port: this.#server.port }, 'reviews are answered');
    return () => this.#server?.close() ?? Promise.resolve();
  }

  #answer(request: AdmissionRequest, size: number, arrived: number): Promise<ReviewAnswer> | undefined {
    const knowledge = this.#knowledge;
    return knowledge === undefined ? undefined : this.#answerBy(knowledge, request, size, arrived);
  }

  async #answerBy(first: Knowledge, request: AdmissionRequest, size: number, arrived: number): Promise<ReviewAnswer> {
    let knowledge = first;
    let answered = await answerRequest(request, size, arrived, knowledge, this.#options);
    const missing = answered.verdict?.unknownImages ?? [];
    if (missing.length > 0 && this.#options.waitForImagesMs > 0) {
      this.#options.wishes?.want(missing);
      knowledge = await this.#waitForImages(missing, arrived);
      if (knowledge !== first) answered = await answerRequest(request, size, arrived, knowledge, this.#options);
    }
    this.#tell(request, answered, knowledge.revision, performance.now() - arrived);
    return answered.answer;
  }

  /** Until something is known of all of them, or there is no more time. */
  async #waitForImages(references: readonly string[], arrived: number): Promise<Knowledge> {
    const { waitForImagesMs, deadlineMs } = this.#options;
    // A little of the time is left for judging once more.
    const until = arrived + Math.min(waitForImagesMs, deadlineMs * 0.9);
    for (;;) {
      const knowledge = this.#knowledge as Knowledge;
      const left = until - performance.now();
      if (left <= 0 || references.every(reference => knowledge.hasImage(reference))) return knowledge;
      await this.#nextKnowledge(left);
    }
  }

  async #nextKnowledge(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#waiting.add(resolve);
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
  }

  /** A dry run leaves nothing behind. What cannot be told does not change the answer. */
  #tell(request: AdmissionRequest, answered: Answered, revision: number, durationMs: number): void {
    const { log, store, now } = this.#options;
    if (answered.failure !== undefined)
      log.error({ uid: request.uid, reason: answered.failure }, 'a review was answered without the policies');
    this.#metrics.count(request, answered, durationMs / 1000);
    if (request.dryRun) return;
    try {
      const at = now();
      store.record(toDecided({ request, answered, revision, durationMs, at }), at);
    } catch (cause) {
      log.error({ uid: request.uid, error: toErrorMessage(cause) }, 'a decision cannot be kept');
    }
  }

  #readGauges() {
    const { revision = 0, madeAt } = this.#knowledge ?? {};
    return {
      revision,
      bundleAge: madeAt === undefined ? undefined : (this.#options.now() - Date.parse(madeAt)) / 1000,
      certificateEnd: this.#certificate === undefined ? 0 : readExpiry(this.#certificate.certificate) / 1000,
      waiting: this.#options.store.waiting,
    };
  }
}
