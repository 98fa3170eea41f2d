import { type Result, STATES } from '@breakwater/model';
import { type Evaluation, evaluateByObject } from '@breakwater/policy';
import type { PreparedJudging } from '../judge.ts';
import { pack } from './packed-results.ts';
import { type Claims, claim, findBlock, type ShareReport } from './share.ts';

/** Judges the blocks of a set that no other thread has taken, one after the other. */
export function* judgeShare({ inventory, policies, evaluation }: PreparedJudging, claims: Claims): Generator<ShareReport> {
  let block: Block | undefined;
  let taken = -1;
  const isOwn = (position: number): boolean => {
    const number = findBlock(position);
    if (number !== taken && !claim(claims, number)) return false;
    taken = number;
    return true;
  };
  for (const judged of evaluateByObject(inventory, policies, evaluation, isOwn)) {
    if (block !== undefined && block.number !== taken) yield block.toReport();
    if (block?.number !== taken) block = new Block(taken);
    block.add(judged);
  }
  if (block !== undefined) yield block.toReport();
  yield { type: 'done', usedExceptions: evaluation.exceptions.listUsed() };
}

class Block {
  readonly number: number;
  readonly #results: Result[] = [];
  readonly #states = Object.fromEntries(STATES.map(state => [state, 0])) as Record<keyof Evaluation['states'], number>;

  constructor(number: number) {
    this.number = number;
  }

  add({ results, states }: Evaluation): void {
    for (const state of STATES) this.#states[state] += states[state];
    for (const result of results) this.#results.push(result);
  }

  toReport(): ShareReport {
    return { type: 'block', block: this.number, pack: pack(this.#results), states: this.#states };
  }
}
