import { parentPort } from 'node:worker_threads';
import { toErrorMessage } from '@breakwater/model';
import type { Answer, Command, Questions, Snapshot } from './messages.ts';
import { type Question, QuestionFault } from './question.ts';
import { question as access } from './questions/access.ts';
import { question as attackPaths } from './questions/attack-paths.ts';
import { question as attackWhatIf } from './questions/attack-what-if.ts';
import { question as baselinePolicies } from './questions/baseline-policies.ts';
import { question as connections } from './questions/connections.ts';
import { question as explain } from './questions/explain.ts';
import { question as flows } from './questions/flows.ts';
import { question as generate } from './questions/generate.ts';
import { question as graph } from './questions/graph.ts';
import { question as observed } from './questions/observed.ts';
import { question as owners } from './questions/owners.ts';
import { question as preview } from './questions/preview.ts';
import { question as proposals } from './questions/proposals.ts';
import { question as secrets } from './questions/secrets.ts';
import { question as usage } from './questions/usage.ts';
import { Subject } from './subject.ts';

const QUESTIONS: Questions = {
  access,
  'attack-paths': attackPaths,
  'attack-what-if': attackWhatIf,
  'baseline-policies': baselinePolicies,
  connections,
  explain,
  flows,
  generate,
  graph,
  observed,
  owners,
  preview,
  proposals,
  secrets,
  usage,
};

type Raw = Readonly<Record<string, unknown>>;

/** Answers questions about one cluster, the one that was last loaded. */
let loaded: { readonly snapshot: Snapshot; readonly subject: Subject; readonly answers: Map<string, unknown> } | undefined;
/** Of the cluster that is loaded: several people look at one page. */
const MAX_ANSWERS = 16;
let objects: Raw[] = [];
/** Why an object could not be read; told with the next answer, since only questions are answered. */
let fault: unknown;

function take(texts: readonly string[]): void {
  try {
    for (const text of texts) objects.push(JSON.parse(text) as Raw);
  } catch (cause) {
    fault ??= cause;
  }
}

function load({ cluster, state, kubeMinor, complete, weaknesses }: Extract<Command, { type: 'load' }>): void {
  const sources = objects.map(value => ({ value }));
  objects = [];
  // The one before may go before the next one grows.
  loaded = undefined;
  loaded = {
    snapshot: { cluster, state },
    subject: new Subject(sources, { cluster, kubeMinor, complete, ...(weaknesses === undefined ? {} : { weaknesses }) }),
    answers: new Map(),
  };
}

function ask({ of, question, input }: Extract<Command, { type: 'ask' }>): Answer {
  const unread = fault;
  fault = undefined;
  if (unread !== undefined) throw unread;
  if (loaded?.snapshot.cluster !== of.cluster || loaded.snapshot.state !== of.state) return { type: 'absent' };
  try {
    return { type: 'answer', value: answer(loaded, question, input) };
  } catch (cause) {
    if (cause instanceof QuestionFault) return { type: 'fault', message: cause.message };
    throw cause;
  }
}

function answer({ subject, answers }: NonNullable<typeof loaded>, question: keyof Questions, input: unknown): unknown {
  const key = `${question} ${JSON.stringify(input)}`;
  if (answers.has(key)) return answers.get(key);
  const value = (QUESTIONS[question] as Question<unknown>).answer(subject, input);
  const [oldest] = answers.keys();
  if (answers.size >= MAX_ANSWERS && oldest !== undefined) answers.delete(oldest);
  answers.set(key, value);
  return value;
}

parentPort?.on('message', (command: Command) => {
  try {
    if (command.type === 'objects') take(command.texts);
    else if (command.type === 'load') load(command);
    else parentPort?.postMessage(ask(command));
  } catch (cause) {
    if (command.type === 'ask') parentPort?.postMessage({ type: 'failure', message: toErrorMessage(cause) } satisfies Answer);
    else fault ??= cause;
  }
});
