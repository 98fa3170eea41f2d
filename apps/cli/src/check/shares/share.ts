import type { Evaluation } from '@breakwater/policy';
import type { JudgeOptions } from '../judge.ts';
import type { Source } from '../read-objects.ts';
import type { Pack } from './packed-results.ts';

/** What each of several threads judges a part of: all of them read the whole set, since objects refer to each other. */
export interface SharedSet {
  readonly sources: readonly Source[];
  readonly options: JudgeOptions;
  /** RFC 3339 UTC. */
  readonly now: string;
  readonly claims: Claims;
}

/** Objects that follow each other and are judged by one thread. */
export const BLOCK = 50;

/** Whether somebody has taken a block, a number for each, in memory that the threads share. */
export type Claims = Int32Array<SharedArrayBuffer>;

export function createClaims(objects: number): Claims {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * Math.ceil(objects / BLOCK)));
}

/** The block that the object at a position belongs to. */
export function findBlock(position: number): number {
  return Math.floor(position / BLOCK);
}

/** Takes the block of a position, unless another thread was first. */
export function claim(claims: Claims, block: number): boolean {
  return Atomics.compareExchange(claims, block, 0, 1) === 0;
}

/** What a thread says: the results of a block, and at the end which exceptions were needed. */
export type ShareReport =
  | { readonly type: 'block'; readonly block: number; readonly pack: Pack; readonly states: Evaluation['states'] }
  | { readonly type: 'done'; readonly usedExceptions: readonly number[] };
