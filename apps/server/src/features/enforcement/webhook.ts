import { type ClusterReplicas, readSilence } from '../../views/replicas/store.ts';

/** What Breakwater's own admission does about a policy in a cluster; `said` is what a sentence about it names. */
export interface Webhook {
  readonly state: 'enforces' | 'behind' | 'silent' | 'unregistered' | 'unusable' | 'unknown' | 'none';
  readonly said: string;
  /** Replicas that were heard of within the last minute. */
  readonly replicas: number;
}

export interface WebhookQuestion {
  readonly policy: string;
  /** Preset of the cluster: one that a replica does not know makes it enforce other policies. */
  readonly preset: string;
  /** Of the policy set as it stands. */
  readonly revision: number;
  readonly admission: ClusterReplicas | undefined;
}

/** A request may come to any replica: the policy is enforced once all that are there enforce it. */
export function describeWebhook({ policy, preset, revision, admission }: WebhookQuestion): Webhook {
  if (admission === undefined || admission.replicas.length === 0) return { state: 'none', said: '', replicas: 0 };
  const heard = admission.replicas.filter(({ silent }) => !silent);
  const replicas = heard.length;
  if (!admission.isKnown) return { state: 'unknown', said: '', replicas: 0 };
  const silence = readSilence(admission);
  if (silence !== undefined) return { state: 'silent', said: silence, replicas };
  if (admission.isRegistered === false) return { state: 'unregistered', said: '', replicas };
  const behind = heard.filter(replica => replica.revision < revision);
  if (behind.length > 0) return { state: 'behind', said: behind.map(({ id }) => id).join(', '), replicas };
  const unable = heard.filter(
    ({ unusable, unusableCount }) => unusableCount > unusable.length || unusable.includes(policy) || unusable.includes(preset),
  );
  if (unable.length > 0) return { state: 'unusable', said: unable.map(({ id }) => id).join(', '), replicas };
  return { state: 'enforces', said: '', replicas };
}
