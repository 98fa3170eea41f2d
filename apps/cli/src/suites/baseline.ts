import { isRecord } from '@breakwater/inventory';
import { evaluateProcesses, type ProcessCase } from '../baseline/evaluate-processes.ts';
import { type FilteredProcess, ProcessFilter } from '../baseline/process-filter.ts';
import { type FlowOperation, replayFlows } from '../baseline/replay-flows.ts';
import type { Suite } from '../suite.ts';

type Case = Readonly<Record<string, unknown>>;

export const suite: Suite = {
  name: 'baseline',
  doc: '`fanOut[]` with limits and `ops[]`, or `containers[]` with `baseline` and `indicators[]`, or `ops[]` of flows → what it expects: `[accepted]` in order, `{violatingIndices, statusPerContainer, anomalousPerContainer, resultPersisted}`, `[baselines[]]` in order',
  run: input => {
    if (Array.isArray(input['fanOut'])) return filter(input);
    if (Array.isArray(input['containers'])) return evaluateProcesses(readProcessCase(input));
    return replayFlows(readRecords(input, 'ops').map(readFlowOperation));
  },
};

function filter(input: Case): readonly boolean[] {
  const { maxExactPathMatches, maxUniqueProcesses, fanOut } = input;
  if (typeof maxExactPathMatches !== 'number' || typeof maxUniqueProcesses !== 'number' || !isListOf(fanOut, 'number'))
    throw new TypeError("a case with a 'fanOut' of numbers has the numbers 'maxExactPathMatches' and 'maxUniqueProcesses'");
  const limits = new ProcessFilter({ maxExactPathMatches, maxUniqueProcesses, fanOut });
  return readRecords(input, 'ops').flatMap(operation => {
    if (operation['op'] === 'add') return [limits.add(readFiltered(operation))];
    limits.delete(String(operation['deployment']));
    return [];
  });
}

function readFiltered(operation: Case): FilteredProcess {
  const text = (name: string): string => String(operation[name] ?? '');
  return {
    deployment: text('deployment'),
    pod: text('pod'),
    containerId: text('containerId'),
    name: text('name'),
    path: text('path'),
    args: text('args'),
  };
}

function readProcessCase(input: Case): ProcessCase {
  const { containers, baseline = null, previousResult = null } = input;
  const indicators = readRecords(input, 'indicators');
  if (!isListOf(containers, 'string')) throw new TypeError("'containers' is a list of names");
  if (!indicators.every(one => typeof one['path'] === 'string')) throw new TypeError("every entry of 'indicators' has a text 'path'");
  if (baseline !== null && !(isRecord(baseline) && isListOf(baseline['elements'], 'string')))
    throw new TypeError("'baseline' has a list of paths 'elements', or is null");
  const before = isRecord(previousResult) ? previousResult['BaselineStatuses'] : undefined;
  return {
    containers,
    baseline: baseline as ProcessCase['baseline'],
    indicators: indicators as unknown as ProcessCase['indicators'],
    previousResult: (Array.isArray(before) && before.every(isRecord) ? previousResult : null) as ProcessCase['previousResult'],
  };
}

function readFlowOperation(operation: Case): FlowOperation {
  const lists = ['baselines', 'duringObservation', 'afterObservation'].filter(name => operation[name] !== undefined);
  for (const name of lists) {
    const isFlow = (one: Case): boolean => isRecord(one['src']) && isRecord(one['dst']);
    const isBaseline = ({ peers }: Case): boolean =>
      Array.isArray(peers) &&
      peers.every(peer => isRecord(peer) && Array.isArray(peer['properties']) && peer['properties'].every(isRecord));
    if (!readRecords(operation, name).every(name === 'baselines' ? isBaseline : isFlow))
      throw new TypeError(`an entry of '${name}' is none: flows have 'src' and 'dst', baselines 'peers' with 'properties'`);
  }
  if (operation['ids'] !== undefined && !isListOf(operation['ids'], 'string')) throw new TypeError("'ids' is a list of names");
  return operation as unknown as FlowOperation;
}

function readRecords(input: Case, name: string): readonly Case[] {
  const list = input[name];
  if (Array.isArray(list) && list.every(isRecord)) return list;
  throw new TypeError(`a case of suite baseline has a list of objects '${name}'`);
}

function isListOf<T extends 'string' | 'number'>(value: unknown, type: T): value is (T extends 'string' ? string : number)[] {
  return Array.isArray(value) && value.every(one => typeof one === type);
}
