import { CelError } from '@breakwater/cel';
import { type ManifestDocument, type Path, readManifest } from '@breakwater/manifest';
import { listSchemaIssues, Policy, toErrorMessage } from '@breakwater/model';
import { CompiledPolicy } from '../compiled-policy.ts';
import { PolicyError } from '../errors.ts';
import { type ExampleTools, listExampleProblems } from '../examples.ts';
import { POLICY_ID } from '../new-policy.ts';
import { findParamFault } from '../param-faults.ts';
import { listParts, listVariableParts, type Part } from './list-parts.ts';
import { type Place, placeInValue } from './place-of.ts';

/** What kind of thing is wrong with a policy that is being written. */
export const POLICY_ISSUE_CODES = [
  /** It is no YAML, or not one mapping. */
  'unreadable',
  /** A key is unknown, missing or of another type, or a value is none of those possible. */
  'invalid',
  /** An expression does not compile. */
  'expression',
  /** An example does not show what it says. */
  'example',
] as const;

export interface PolicyIssue {
  readonly code: (typeof POLICY_ISSUE_CODES)[number];
  readonly message: string;
  /** Key that it stands at, as `variables[0].expression`; absent where the text is no policy. */
  readonly path?: string;
  /** Absent where it has no place. */
  readonly place?: Place;
}

/** What one example came to. */
export interface ExampleOutcome {
  readonly kind: 'comply' | 'violate';
  readonly name: string;
  readonly holds: boolean;
  /** Why it does not. */
  readonly problem?: string;
}

export interface PolicyCheck {
  /** Present when the text is a policy by its shape, also where something in it is wrong. */
  readonly policy?: Policy;
  /** Nothing: it may be saved. */
  readonly issues: readonly PolicyIssue[];
  /** Empty as long as an expression does not compile: then none was run. */
  readonly examples: readonly ExampleOutcome[];
}

/** Bounds beyond which one more fault helps nobody. */
const MAX_ISSUES = 50;

/** Everything that is wrong with the text of one policy, each with its place, and what its examples come to. */
export function checkPolicy(text: string, tools: ExampleTools): PolicyCheck {
  const { documents, problems } = readManifest(text, { source: '-' });
  const unreadable = problems.map(({ message, location }) => toUnreadable(message, location));
  const [document, second] = documents;
  if (unreadable.length > 0 || document === undefined)
    return stop(unreadable.length > 0 ? unreadable : [toUnreadable('the text holds no policy')]);
  if (second !== undefined) return stop([toUnreadable('more than one document; one policy, one text', second.locate([]))]);
  const shape = listSchemaIssues(Policy, document.value).map(({ path, message }) => toInvalid(document, path, message));
  if (shape.length > 0) return stop(shape);
  const policy = document.value as Policy;
  const issues = [...listValueIssues(policy, document), ...listExpressionIssues(policy, document, text)];
  return issues.length > 0 ? { policy, issues: issues.slice(0, MAX_ISSUES), examples: [] } : runExamples(policy, document, tools);
}

function stop(issues: readonly PolicyIssue[]): PolicyCheck {
  return { issues: issues.slice(0, MAX_ISSUES), examples: [] };
}

function toUnreadable(message: string, location?: Place): PolicyIssue {
  return location === undefined
    ? { code: 'unreadable', message }
    : { code: 'unreadable', message, place: { line: location.line, column: location.column } };
}

function toInvalid(document: ManifestDocument, path: Path, message: string): PolicyIssue {
  const { line, column } = document.locate(path);
  return { code: 'invalid', message, ...(path.length === 0 ? {} : { path: showPath(path) }), place: { line, column } };
}

function showPath(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${step}`)).join('');
}

/** What the shape cannot say. */
function listValueIssues(policy: Policy, document: ManifestDocument): readonly PolicyIssue[] {
  const issues: PolicyIssue[] = [];
  const add = (path: Path, message: string): void => void issues.push(toInvalid(document, path, message));
  if (!POLICY_ID.test(policy.id)) add(['id'], 'an id is lower-case words joined by dashes and begins with a letter');
  if (policy.field !== undefined && policy.fieldExpression !== undefined)
    add(['fieldExpression'], "'field' and 'fieldExpression' exclude each other");
  for (const [name, param] of Object.entries(policy.params ?? {})) {
    const fault = attempt(() => findParamFault(policy, { [name]: param.default }));
    if (fault !== undefined) add(['params', name], fault);
  }
  for (const kind of ['comply', 'violate'] as const) {
    for (const [index, { params = {} }] of policy.examples[kind].entries()) {
      const fault = attempt(() => findParamFault(policy, params));
      if (fault !== undefined) add(['examples', kind, index, 'params'], fault);
    }
  }
  return issues;
}

/** A type that is none throws. */
function attempt(run: () => string | undefined): string | undefined {
  try {
    return run();
  } catch (cause) {
    return toErrorMessage(cause);
  }
}

function listExpressionIssues(policy: Policy, document: ManifestDocument, text: string): readonly PolicyIssue[] {
  const fault = findTargetFault(policy, document);
  if (fault !== undefined) return [fault];
  const ofVariables = listVariableParts(policy).flatMap(part => compilePart(part, document, text));
  // Of what reads a broken variable nothing can be said.
  return ofVariables.length > 0 ? ofVariables.slice(0, 1) : listParts(policy).flatMap(part => compilePart(part, document, text));
}

function findTargetFault(policy: Policy, document: ManifestDocument): PolicyIssue | undefined {
  try {
    new CompiledPolicy(policy);
    return undefined;
  } catch (cause) {
    return toInvalid(document, ['target'], toErrorMessage(cause).replace(/^policy '[^']*': /, ''));
  }
}

function compilePart({ path, value, offset, compile }: Part, document: ManifestDocument, text: string): readonly PolicyIssue[] {
  try {
    compile();
    return [];
  } catch (cause) {
    if (!(cause instanceof PolicyError && cause.cause instanceof CelError)) throw cause;
    const { issues, message } = cause.cause;
    if (issues.length === 0) return [toExpression(document, path, message)];
    return issues.map(issue => ({
      code: 'expression',
      message: issue.message.replace(/^\d+:\d+: /, ''),
      path: showPath(path),
      place: placeInValue(text, document, path, value, offset + issue.offset),
    }));
  }
}

function toExpression(document: ManifestDocument, path: Path, message: string): PolicyIssue {
  return { ...toInvalid(document, path, message), code: 'expression' };
}

function runExamples(policy: Policy, document: ManifestDocument, tools: ExampleTools): PolicyCheck {
  const examples: ExampleOutcome[] = [];
  const issues: PolicyIssue[] = [];
  for (const kind of ['comply', 'violate'] as const) {
    for (const [index, example] of policy.examples[kind].entries()) {
      const only = { ...policy, examples: { comply: [], violate: [], [kind]: [example] } };
      const [found] = listExampleProblems(only, tools);
      const { name } = example;
      examples.push({ kind, name, holds: found === undefined, ...(found === undefined ? {} : { problem: found.problem }) });
      if (found === undefined) continue;
      issues.push({ ...toInvalid(document, ['examples', kind, index, 'name'], `example '${name}': ${found.problem}`), code: 'example' });
    }
  }
  return { policy, issues: issues.slice(0, MAX_ISSUES), examples };
}
