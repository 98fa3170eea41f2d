import { parentPort, workerData } from 'node:worker_threads';
import { prepareJudging } from '../judge.ts';
import { rereadObjects } from '../read-objects.ts';
import { judgeShare } from './judge-share.ts';
import type { SharedSet } from './share.ts';

/** A thread that judges a part of a set and says what it finds. */
const set = workerData as SharedSet;
const prepared = prepareJudging(rereadObjects(set.sources).objects, set.options, set.now);
for (const report of judgeShare(prepared, set.claims)) parentPort?.postMessage(report);
