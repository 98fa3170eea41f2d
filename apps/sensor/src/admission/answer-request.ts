import { setImmediate } from 'node:timers/promises';
import { toErrorMessage } from '@breakwater/model';
import type { AdmissionDecision } from '@breakwater/protocol';
import type { AdmissionRules } from './judge/admission-rules.ts';
import { decide, type Verdict } from './judge/decide.ts';
import { judgeRequest } from './judge/judge-request.ts';
import type { Knowledge } from './judge/knowledge.ts';
import type { AdmissionRequest } from './review/admission-request.ts';
import { type ReviewAnswer, toAnswer } from './review/write-answer.ts';

export interface AnswerOptions {
  readonly rules: AdmissionRules;
  /** Milliseconds from the arrival of a request until it has to be answered; less than the timeout of the webhook. */
  readonly deadlineMs: number;
  /** What is answered where policies could not be asked in time, or where asking them failed altogether. */
  readonly onFailure: 'allow' | 'deny';
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An answer, and what is told of it. */
export interface Answered {
  readonly answer: ReviewAnswer;
  readonly mode: AdmissionDecision['mode'];
  /** Absent where the policies could not be asked. */
  readonly verdict?: Verdict;
  /** Why they could not be. */
  readonly failure?: string;
}

/** Bytes of a review from which on it is judged in stretches. */
const LARGE = 100_000;

/** Answers a request in time, whatever happens. `arrived` and the deadline count by performance.now. */
export async function answerRequest(
  request: AdmissionRequest,
  size: number,
  arrived: number,
  knowledge: Knowledge,
  options: AnswerOptions,
): Promise<Answered> {
  const deadline = arrived + options.deadlineMs;
  try {
    const judging = judgeRequest(request, knowledge, options.now(), size >= LARGE);
    for (;;) {
      if (performance.now() > deadline) return fail(request, `the policies were not through within ${options.deadlineMs} ms`, options);
      const step = judging.next();
      if (step.done === true) {
        const verdict = decide(step.value, request, options.rules, id => knowledge.policies.isOfImages(id));
        return { answer: toAnswer(request, verdict), mode: 'evaluated', verdict };
      }
      await setImmediate();
    }
  } catch (cause) {
    return fail(request, `judging it fails: ${toErrorMessage(cause)}`, options);
  }
}

/** Not judged is told to whoever asks, let through or not. */
function fail({ uid }: AdmissionRequest, failure: string, { onFailure }: AnswerOptions): Answered {
  const message = `Breakwater could not judge this request: ${failure}`.slice(0, 1000);
  if (onFailure === 'allow') return { answer: { uid, allowed: true, warnings: [message.slice(0, 250)] }, mode: 'failed-open', failure };
  const status = { code: 500, reason: 'InternalError', message: `${message}. Try again; its log says more.` };
  return { answer: { uid, allowed: false, status }, mode: 'failed-closed', failure };
}
