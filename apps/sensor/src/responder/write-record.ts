import type { ResponseRecord, ResponseRequest, ResponseStep } from '@breakwater/model';
import type { ResponsePlan } from './contract.ts';

/** The record of a response of which nothing is known yet. */
export function createRecord(request: ResponseRequest): ResponseRecord {
  return { request, revision: 0, state: 'approved', message: '', isUndoable: false, steps: [], warnings: [], refusals: [], evidence: [] };
}

export function toPlannedSteps({ steps, changes }: ResponsePlan): ResponseStep[] {
  return steps.map(({ name }, index) => ({ name, state: 'planned', changes: [...(changes[index] ?? [])].slice(0, 100) }));
}

export function withStep(record: ResponseRecord, index: number, change: Partial<ResponseStep>): ResponseRecord {
  const steps = record.steps.map((step, at) => (at === index ? { ...step, ...change } : step));
  return { ...record, steps };
}
