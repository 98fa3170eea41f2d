import type { Confidence, Enforcement, PolicyDefinition, ResponseAction, ResponseTarget, Result } from '@breakwater/model';
import type { ObjectEntry } from '../thread/object-entry.ts';

/** What a policy wants done about an object that violates it. */
export interface DecidedResponse {
  readonly policy: string;
  readonly action: ResponseAction;
  readonly target: ResponseTarget;
  readonly confidence: Confidence;
  /** What is wrong, in words. */
  readonly message: string;
}

/** Of what settings may want done, that which acts on what runs; by the names of the responder. */
const ACTIONS: Readonly<Record<string, ResponseAction>> = {
  'scale-to-zero': 'scale-to-zero',
  'kill-pod': 'kill-pod',
  restart: 'restart',
  quarantine: 'quarantine',
};

/** What is done about violations of a policy that runs already; undefined where it is only told, or refused at the door. */
export function toResponseAction(
  { stages }: Pick<PolicyDefinition, 'stages'>,
  { deploy, runtime }: Enforcement,
): ResponseAction | undefined {
  return ACTIONS[deploy ?? ''] ?? (stages.includes('runtime') ? ACTIONS[runtime ?? ''] : undefined);
}

/**
 * Decides for one object. A finding that is accepted or not certain leads to nothing, and neither do settings of which some want one thing for this
 * policy and some another: whoever acts without being asked has to be sure.
 */
export function decideResponses(
  entry: Pick<ObjectEntry, 'apiVersion' | 'kind' | 'namespace' | 'name' | 'uid'>,
  found: readonly Result[],
  findActions: (policy: string) => ReadonlySet<ResponseAction | undefined>,
  // What is configured is read, and not guessed from behaviour.
  readConfidence: (policy: string) => Confidence = () => 'high',
): readonly DecidedResponse[] {
  const decided = new Map<string, DecidedResponse>();
  for (const { policy, state, message } of found) {
    if (state !== 'fail') continue;
    const [action, ...others] = findActions(policy);
    if (action === undefined || others.length > 0) continue;
    const { apiVersion, kind, namespace, name, uid } = entry;
    const target = { apiVersion, kind, namespace, name, ...(uid === '' ? {} : { uid }) };
    if (!decided.has(policy)) decided.set(policy, { policy, action, target, confidence: readConfidence(policy), message });
  }
  return [...decided.values()];
}
