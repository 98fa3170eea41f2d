import { Metrics } from '@breakwater/daemon';
import type { Answered } from './answer-request.ts';
import type { AdmissionRequest } from './review/admission-request.ts';

/** Upper bounds in seconds. */
const BUCKETS = [0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.125, 0.25, 0.5, 1, 2, 5, 10];

/** What an admission process counts. */
export interface AdmissionMetrics {
  count(request: AdmissionRequest, answered: Answered, seconds: number): void;
  countFault(): void;
  render(): Promise<string>;
}

export interface Gauges {
  readonly revision: number;
  /** Seconds since the bundle was made; undefined without one. */
  readonly bundleAge: number | undefined;
  /** Seconds since 1970 at which the serving certificate ends. */
  readonly certificateEnd: number;
  /** Decisions that were not delivered yet. */
  readonly waiting: number;
}

export function createAdmissionMetrics(readGauges: () => Gauges): AdmissionMetrics {
  const metrics = new Metrics();
  metrics.collectProcess();
  const reviews = metrics.counter('admission_reviews_total', 'Answered reviews', ['operation', 'mode', 'answer']);
  const faults = metrics.counter('admission_faults_total', 'Bodies that were no review that could be answered');
  const unjudged = metrics.counter('admission_not_evaluated_total', 'Policies that lacked a fact', ['policy']);
  const errors = metrics.counter('admission_policy_errors_total', 'Policies that failed', ['policy']);
  const seconds = metrics.histogram('admission_seconds', 'From the arrival of a review to its answer', BUCKETS);
  const revision = metrics.gauge('admission_revision', 'Revision of the policy set');
  const age = metrics.gauge('admission_bundle_age_seconds', 'Age of what is decided by');
  const certificate = metrics.gauge('admission_certificate_end_seconds', 'When the serving certificate ends, in seconds since 1970');
  const waiting = metrics.gauge('admission_decisions_waiting', 'Decisions that the sensor has not taken yet');
  return {
    count: ({ operation }, { mode, answer, verdict }, took) => {
      reviews.inc({ operation, mode, answer: answer.allowed ? 'allowed' : 'refused' });
      seconds.observe(took);
      for (const { policy } of verdict?.notEvaluated ?? []) unjudged.inc({ policy });
      for (const { policy, action } of verdict?.policies ?? []) if (action === 'error') errors.inc({ policy });
    },
    countFault: () => faults.inc(),
    render: async () => {
      const now = readGauges();
      revision.set(now.revision);
      age.set(now.bundleAge ?? Number.NaN);
      certificate.set(now.certificateEnd);
      waiting.set(now.waiting);
      return metrics.render();
    },
  };
}
