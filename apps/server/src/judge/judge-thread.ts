import { AskedThread } from '../thread/asked-thread.ts';
import type { Answer, Command } from './messages.ts';

/** Judges what people are still writing. */
export type JudgeThread = AskedThread<Command, Answer>;

export function createJudgeThread(): JudgeThread {
  return new AskedThread({
    name: 'judge',
    source: new URL('./thread.ts', import.meta.url),
    bundled: new URL('./server-judge.mjs', import.meta.url),
    idleMs: 60_000,
    busy: 'Too many policies are being checked.',
  });
}
