import { readOwnAccess } from '@breakwater/attack';
import { nameObject } from '@breakwater/inventory';
import { buildLeastRoles, listUnused, UsageLog } from '@breakwater/rbac';
import { type Question, QuestionFault } from '../question.ts';

/** More are no list that anybody reads. */
const MAX_ROWS = 1000;
const MAX_TOLD = 20;

export interface UsageInput {
  /** Audit events of the API server, one JSON object a line. */
  readonly text: string;
}

export interface UsageOutput {
  readonly events: number;
  /** First and last time of all events; empty when none had one. */
  readonly from: string;
  readonly to: string;
  readonly unused: readonly {
    readonly name: string;
    readonly binding: string;
    readonly role: string;
    readonly because: string;
    /** Empty for never. */
    readonly lastUse: string;
  }[];
  /** Users that were seen, with how many rules are enough for each. */
  readonly users: readonly { readonly name: string; readonly requests: number; readonly isProven: boolean }[];
  readonly more: number;
  readonly problems: readonly string[];
}

export const question: Question<UsageInput, UsageOutput> = {
  name: 'usage',
  answer: ({ inventory }, { text }) => {
    const log = new UsageLog();
    for (const line of text.split('\n')) log.add(line);
    const usage = log.finish();
    if (usage.events === 0)
      throw new QuestionFault(
        usage.faults[0]?.message ?? 'there is no audit event in the text: one JSON object a line, at level Metadata or above',
      );
    const access = readOwnAccess(inventory, false);
    const unused = listUnused(access.set, access.authorizer, usage, access.isExpected);
    const roles = buildLeastRoles(usage, access.authorizer, { isExpected: access.isExpected, expand: false });
    return {
      events: usage.events,
      from: usage.from,
      to: usage.to,
      unused: unused.slice(0, MAX_ROWS).map(({ name, binding, because, lastUse }) => ({
        name,
        binding: nameObject(binding),
        role: `${binding.roleKind} ${binding.roleName}`,
        because,
        lastUse,
      })),
      users: roles.slice(0, MAX_ROWS).map(({ user, requests, isProven }) => ({ name: user, requests, isProven })),
      more: Math.max(unused.length - MAX_ROWS, 0) + Math.max(roles.length - MAX_ROWS, 0),
      problems: usage.faults.slice(0, MAX_TOLD).map(({ line, message }) => `line ${line}: ${message}`),
    };
  },
};
