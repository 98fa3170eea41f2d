import type { State } from '@breakwater/model';
import { BREAK_GLASS, BREAK_GLASS_POLICY, type GlassBroken, renderConfirmation } from '@breakwater/policy';
import type { BreakGlass, DecidedPolicy } from '@breakwater/protocol';
import type { AdmissionRequest } from '../review/admission-request.ts';
import { type AdmissionRules, includesPolicy } from './admission-rules.ts';
import { toConfirmedOn } from './confirmation.ts';
import type { Finding, Judgement } from './judge-request.ts';

/** What is answered, and why. */
export interface Verdict {
  readonly allowed: boolean;
  /** What said no or could not say; the strictest first. */
  readonly policies: readonly DecidedPolicy[];
  /** Remediations of what refuses, by policy. */
  readonly remediations: ReadonlyMap<string, string>;
  /** Policies that refuse or warn and lacked a fact. */
  readonly notEvaluated: readonly Unjudged[];
  /** What let it through although policies refuse it. */
  readonly breakGlass?: BreakGlass;
  /** Images of which nothing is known, where a policy that refuses asks for it. */
  readonly unknownImages: readonly string[];
  /** Why a break-glass on the object does not count. */
  readonly glassFault?: string;
}

export interface Unjudged {
  readonly policy: string;
  readonly message: string;
  readonly action: Finding['action'];
  /** Whether it lacks what is known of an image. */
  readonly ofImages: boolean;
}

type Entry = DecidedPolicy & { readonly remediation: string };

/** Weighs what policies found against the rules of the administrator, and against a break-glass on the object. */
export function decide(
  judgement: Judgement,
  request: AdmissionRequest,
  rules: AdmissionRules,
  isOfImages: (policy: string) => boolean,
): Verdict {
  const { findings, breakGlass, listUnknownImages } = judgement;
  const entries = [...listForgeries(judgement), ...findings.flatMap(finding => toEntry(finding, rules, isOfImages) ?? [])];
  const refusing = entries.filter(({ action }) => action === 'deny');
  const told = entries.toSorted((a, b) => RANK.indexOf(a.action) - RANK.indexOf(b.action)).map(({ remediation: _, ...entry }) => entry);
  const notEvaluated = findings
    .filter(({ result }) => result.state === 'not-evaluated')
    .map(
      ({ result, action }): Unjudged => ({ policy: result.policy, message: result.message, action, ofImages: isOfImages(result.policy) }),
    );
  const lacksImages = notEvaluated.some(({ ofImages, action }) => ofImages && action === 'deny');
  const common = {
    unknownImages: lacksImages ? listUnknownImages() : [],
    policies: told,
    notEvaluated,
    remediations: new Map(refusing.map(({ policy, remediation }) => [policy, remediation])),
  };
  if (refusing.length === 0) return { ...common, allowed: true };
  if (breakGlass === undefined) return { ...common, allowed: false };
  const isConfirmed = breakGlass.approvedBy === judgement.confirmation?.by;
  const fault = breakGlass.fault ?? findFault({ ...breakGlass, isConfirmed }, refusing, request, rules);
  if (fault !== undefined) return { ...common, allowed: false, glassFault: fault };
  return { ...common, allowed: true, breakGlass: toBreakGlass({ ...breakGlass, isConfirmed }) };
}

/** A break-glass, and whether the second person whom it names has said so by a request of their own. */
type NamedGlass = GlassBroken & { readonly isConfirmed: boolean };

const RANK: readonly DecidedPolicy['action'][] = ['deny', 'error', 'warn', 'inform'];

/** Undefined for what is nothing to be told: accepted, or not evaluated without anybody minding. */
function toEntry({ action, result, ja }: Finding, rules: AdmissionRules, isOfImages: (policy: string) => boolean): Entry | undefined {
  const done = toAction(action, result.state, result.policy, rules, isOfImages);
  if (done === undefined) return undefined;
  const { policy, state, container, message, remediation } = result;
  return { policy, action: done, state, ...(container === undefined ? {} : { container }), message, ja, remediation };
}

function listForgeries({ forgery }: Judgement): readonly Entry[] {
  if (forgery === undefined) return [];
  const remediation = `Whoever confirms writes ${BREAK_GLASS.confirmation} with a name of their own.`;
  return [{ policy: BREAK_GLASS_POLICY, action: 'deny', state: 'fail', message: forgery, remediation }];
}

function toAction(
  action: Finding['action'],
  state: State,
  policy: string,
  { closed, unscanned }: AdmissionRules,
  isOfImages: (policy: string) => boolean,
): DecidedPolicy['action'] | undefined {
  if (state === 'fail') return action;
  if (state === 'error') return action === 'deny' && includesPolicy(closed, policy) ? 'deny' : 'error';
  if (state === 'not-evaluated') return action === 'deny' && unscanned === 'deny' && isOfImages(policy) ? 'deny' : undefined;
  // A person has to look: nobody is refused by a question.
  return state === 'accepted' ? undefined : 'inform';
}

function findFault(
  { approvedBy, until, isConfirmed }: NamedGlass,
  refusing: readonly Entry[],
  request: AdmissionRequest,
  { unbreakable, secondPerson }: AdmissionRules,
): string | undefined {
  if (refusing.some(({ policy }) => policy === BREAK_GLASS_POLICY)) return `no break-glass counts here: ${BREAK_GLASS_POLICY} refuses it`;
  const firm = [...new Set(refusing.map(({ policy }) => policy))].filter(policy => includesPolicy(unbreakable, policy));
  if (firm.length > 0) return `no break-glass opens ${firm.join(', ')}`;
  if (approvedBy === request.user.name) return 'the second person that it names is whoever asks';
  if (secondPerson !== 'nobody' && approvedBy === '') return `it has to name a second person in ${BREAK_GLASS.approvedBy}`;
  if (secondPerson !== 'confirmed' || isConfirmed) return undefined;
  // Whoever asks wrote the name, and somebody else is to paste the command.
  const text = renderConfirmation({ by: approvedBy, until }).replaceAll("'", String.raw`'\''`);
  const confirmation = `${BREAK_GLASS.confirmation}='${text}'`;
  return `${approvedBy} has to confirm it: kubectl annotate --overwrite namespace ${toConfirmedOn(request)} ${confirmation}`;
}

/** That somebody is named proves nothing: it is told to everybody who looks, so that they can be asked. */
function toBreakGlass({ reason, until, approvedBy, isConfirmed }: NamedGlass): BreakGlass {
  const end = new Date(until).toISOString();
  return { reason, until: end, ...(approvedBy === '' ? {} : { secondPerson: { name: approvedBy, confirmed: isConfirmed } }) };
}
