import type { DecidedPolicy } from '@breakwater/protocol';
import type { Verdict } from '../judge/decide.ts';
import type { AdmissionRequest } from './admission-request.ts';
import { REVIEW_VERSION } from './read-review.ts';

/** The API server cuts what is longer: a warning at 256 characters, all of them together at 4096. */
const MAX_WARNING = 250;
const MAX_WARNINGS = 14;
/** Findings that a refusal names; the others are counted. */
const MAX_NAMED = 8;
/** Policies that are named beside those. */
const MAX_OTHERS = 100;
const MAX_MESSAGE = 300;
/** Characters of the policies in an audit annotation. */
const MAX_AUDITED = 10_000;

/** What goes back to the API server. https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response */
export interface ReviewAnswer {
  readonly uid: string;
  readonly allowed: boolean;
  readonly status?: { readonly code: number; readonly reason: string; readonly message: string };
  readonly warnings?: readonly string[];
  /** The API server writes them into its audit log, below the name of the webhook. */
  readonly auditAnnotations?: Readonly<Record<string, string>>;
}

export function renderAnswer(response: ReviewAnswer): string {
  return JSON.stringify({ apiVersion: REVIEW_VERSION, kind: 'AdmissionReview', response });
}

/** What a verdict says to whoever asked. */
export function toAnswer({ uid }: Pick<AdmissionRequest, 'uid'>, verdict: Verdict): ReviewAnswer {
  const warnings = listWarnings(verdict);
  const audit = toAuditAnnotations(verdict);
  return {
    uid,
    allowed: verdict.allowed,
    ...(verdict.allowed ? {} : { status: { code: 403, reason: 'Forbidden', message: describeRefusal(verdict) } }),
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(Object.keys(audit).length === 0 ? {} : { auditAnnotations: audit }),
  };
}

/** What is wrong, and what to do about it; one line, since kubectl prints it as one. */
function describeRefusal({ policies, remediations, glassFault }: Verdict): string {
  const refusing = policies.filter(({ action }) => action === 'deny');
  const named = refusing.slice(0, MAX_NAMED).map(describe);
  const others = [...new Set(refusing.slice(MAX_NAMED).map(({ policy }) => policy))].slice(0, MAX_OTHERS);
  const more = refusing.length > MAX_NAMED ? [`and ${refusing.length - MAX_NAMED} more (${others.join(', ')})`] : [];
  const [first] = refusing;
  const remedy = first === undefined ? '' : (remediations.get(first.policy) ?? '');
  const steps = [
    ...(remedy === '' ? [] : [`To put it right: ${shorten(remedy, MAX_MESSAGE)}`]),
    `\`breakwater policy explain ${first?.policy ?? 'ID'}\` says why.`,
    ...(glassFault === undefined ? [] : [`The break-glass on it does not count: ${glassFault}.`]),
  ];
  return `${[...named, ...more].join('; ')}. ${steps.join(' ')}`;
}

function describe({ policy, message }: DecidedPolicy): string {
  return `${shorten(message, MAX_MESSAGE)} (${policy})`;
}

function listWarnings({ policies, notEvaluated, breakGlass }: Verdict): readonly string[] {
  const opened = breakGlass === undefined ? [] : policies.filter(({ action }) => action === 'deny');
  const warnings = [
    ...(breakGlass === undefined
      ? []
      : [`break-glass until ${breakGlass.until}: let through, recorded and told to others, although ${opened.length} findings refuse it`]),
    ...[...opened, ...policies.filter(({ action }) => action === 'warn' || action === 'error')].map(
      ({ policy, message }) => `${policy}: ${message}`,
    ),
    ...notEvaluated.filter(({ ofImages }) => ofImages).map(({ policy, message }) => `${policy}: ${message}`),
  ];
  const shown = warnings.slice(0, MAX_WARNINGS).map(text => shorten(toLine(text), MAX_WARNING));
  return warnings.length > MAX_WARNINGS ? [...shown, `and ${warnings.length - MAX_WARNINGS} more`] : shown;
}

function toAuditAnnotations({ policies, breakGlass, allowed }: Verdict): Readonly<Record<string, string>> {
  const refusing = [...new Set(policies.filter(({ action }) => action === 'deny').map(({ policy }) => policy))];
  return {
    ...(refusing.length === 0 ? {} : { [allowed ? 'let-through' : 'refused-by']: shorten(refusing.join(','), MAX_AUDITED) }),
    ...(breakGlass === undefined ? {} : { 'break-glass': toLine(breakGlass.reason) }),
  };
}

/** Headers hold no line breaks and no control characters. */
function toLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
