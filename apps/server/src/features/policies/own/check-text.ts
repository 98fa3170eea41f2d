import { MAX_POLICY_TEXT, type RefusalIssue } from '@breakwater/api';
import type { Policy } from '@breakwater/model';
import type { PolicyCheck, PolicyIssue } from '@breakwater/policy';
import { isBuiltIn } from '../../../catalogue/catalogue.ts';
import { RequestError } from '../../../http/request-error.ts';
import type { JudgeThread } from '../../../judge/judge-thread.ts';
import { ThreadFailure } from '../../../thread/asked-thread.ts';

/** What stands for something else in an address of the console. */
const RESERVED = new Set(['new']);

/** Time that the examples of one policy may take, in milliseconds. */
const CHECK_MS = 5000;

export interface TextIssue extends Omit<PolicyIssue, 'code'> {
  readonly code: PolicyIssue['code'] | 'taken' | 'limit';
}

export interface CheckedText extends Omit<PolicyCheck, 'issues'> {
  readonly issues: readonly TextIssue[];
}

/**
 * Everything that is wrong with the text of a policy, its id included.
 *
 * @param id of the policy that it replaces; undefined for a new one
 */
export async function checkText(checker: JudgeThread, text: string, id: string | undefined): Promise<CheckedText> {
  if (text.length > MAX_POLICY_TEXT) return fail('limit', `a policy has at most ${MAX_POLICY_TEXT / 1024} KiB of text`);
  const check = await judge(checker, text);
  const fault = check.policy === undefined ? undefined : findIdFault(check.policy, id, text);
  return fault === undefined ? check : { ...check, issues: [fault, ...check.issues] };
}

async function judge(checker: JudgeThread, text: string): Promise<CheckedText> {
  try {
    const answer = await checker.use(({ ask }) => ask({ type: 'check', text }, CHECK_MS));
    return answer.type === 'check' ? answer.check : fail('limit', 'message' in answer ? answer.message : 'it cannot be checked');
  } catch (cause) {
    if (!(cause instanceof ThreadFailure)) throw cause;
    return fail('limit', `the policy cannot be checked: ${cause.message}`);
  }
}

function fail(code: TextIssue['code'], message: string): CheckedText {
  return { issues: [{ code, message }], examples: [] };
}

function findIdFault(policy: Policy, id: string | undefined, text: string): TextIssue | undefined {
  const line = text.split('\n').findIndex(row => /^["']?id["']?\s*:/.test(row)) + 1;
  const place = line === 0 ? {} : { place: { line, column: 1 } };
  if (id !== undefined && policy.id !== id)
    return { code: 'taken', message: `the id of a policy stays as it is: '${id}'`, path: 'id', ...place };
  if (RESERVED.has(policy.id)) return { code: 'taken', message: `no policy can be called '${policy.id}'`, path: 'id', ...place };
  if (isBuiltIn(policy.id))
    return { code: 'taken', message: `a policy that ships with Breakwater is called '${policy.id}'`, path: 'id', ...place };
  return undefined;
}

/** The policy of a text that has no fault. Throws RequestError `policy-invalid`. */
export function needPolicy({ policy, issues }: CheckedText): Policy {
  if (policy !== undefined && issues.length === 0) return policy;
  throw refuse(issues);
}

export function refuse(issues: readonly RefusalIssue[]): RequestError {
  const [first] = issues;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  const place = first?.place === undefined ? '' : `line ${first.place.line}, column ${first.place.column}: `;
  return new RequestError('policy-invalid', `The policy cannot be used: ${place}${first?.message ?? 'it is empty'}${more}`, undefined, {
    issues: issues.map(({ message, path, place: at }) => ({
      message,
      ...(path === undefined ? {} : { path }),
      ...(at === undefined ? {} : { place: at }),
    })),
  });
}
