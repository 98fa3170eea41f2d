import type { Subject } from './subject.ts';

/** One kind of question about a whole cluster. Values are those of JSON: they cross to another thread. */
export interface Question<Input = never, Output = unknown> {
  /** The name of its file. */
  readonly name: string;
  /** Throws QuestionFault for what cannot be asked. */
  answer(subject: Subject, input: Input): Output;
}

/** What was asked makes no sense for this cluster; the message is for whoever asked. */
export class QuestionFault extends Error {}

/** Part of every question: namespaces that whoever asks may see; all of them when absent. */
export interface Sight {
  readonly visible?: readonly string[];
}

/** Whether a name as `namespace/name[Kind]` may be told. */
export function isVisible({ visible }: Sight, name: string): boolean {
  return visible === undefined || visible.includes(name.slice(0, Math.max(name.indexOf('/'), 0)));
}
