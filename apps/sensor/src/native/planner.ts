import { setImmediate } from 'node:timers/promises';
import { type NativePlan, type NativeQuestion, planNative } from '@breakwater/policy';
import type { NativePlans } from '../thread/messages.ts';

export interface NativePlannerOptions {
  readonly cluster: string;
  readonly kubeMinor: number;
  readonly exempt: readonly string[];
  readonly list: () => readonly Pick<NativeQuestion, 'policy' | 'base' | 'settings' | 'exceptions'>[];
  readonly onPlans: (plans: NativePlans) => void;
}

/** Timers take no more than 24 days. */
const LONGEST_MS = 86_400_000;

/** Plans what the API server is to enforce, policy by policy, so that judging goes on in between; anew when an exception ends. */
export class NativePlanner {
  readonly #options: NativePlannerOptions;
  #turn = 0;
  #expiry: NodeJS.Timeout | undefined;

  constructor(options: NativePlannerOptions) {
    this.#options = options;
  }

  async plan(): Promise<void> {
    const turn = ++this.#turn;
    clearTimeout(this.#expiry);
    const { list, onPlans, cluster, kubeMinor, exempt } = this.#options;
    const now = new Date().toISOString();
    const plans = new Map<string, NativePlan>();
    const questions = list();
    for (const question of questions) {
      const plan = planNative({ ...question, cluster, kubeMinor, exempt, now });
      if (plan.type !== 'none') plans.set(question.policy.id, plan);
      await setImmediate();
      // The policies have changed meanwhile.
      if (turn !== this.#turn) return;
    }
    onPlans(plans);
    this.#planExpiry(questions);
  }

  #planExpiry(questions: ReturnType<NativePlannerOptions['list']>): void {
    const ends = questions
      .flatMap(({ exceptions }) => exceptions.map(({ expiry = '' }) => Date.parse(expiry)))
      .filter(end => end > Date.now());
    if (ends.length === 0) return;
    const wait = Math.min(Math.min(...ends) - Date.now() + 100, LONGEST_MS);
    this.#expiry = setTimeout(() => void this.plan(), wait);
  }
}
