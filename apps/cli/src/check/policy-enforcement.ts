import { type Enforcement, nearestName, type PolicyDefinition } from '@breakwater/model';
import { readProject } from './read-project.ts';

export type AgreedEnforcement = Readonly<Record<string, Enforcement>>;

/** What the project file of a folder, the current one if none is named, says is done about violations. Throws UsageError for a policy that there is not. */
export async function readEnforcement(policies: readonly PolicyDefinition[], folder = ''): Promise<AgreedEnforcement> {
  const ids = policies.map(({ id }) => id);
  const agreed: Record<string, Enforcement> = {};
  for (const { project, refuse } of await readProject(folder)) {
    for (const [id, enforcement] of Object.entries(project.enforcement ?? {})) {
      if (!ids.includes(id)) refuse(['enforcement', id], describeUnknown(id, ids));
      agreed[id] = { ...agreed[id], ...enforcement };
    }
  }
  return agreed;
}

/** A policy with what was agreed on, stage by stage, in the place of its own. */
export function withEnforcement<P extends PolicyDefinition>(policy: P, agreed: AgreedEnforcement): P {
  const stages = Object.hasOwn(agreed, policy.id) ? agreed[policy.id] : undefined;
  return stages === undefined ? policy : { ...policy, enforcement: { ...policy.enforcement, ...stages } };
}

function describeUnknown(id: string, ids: readonly string[]): string {
  const nearest = nearestName(id, ids);
  return `no policy is called '${id}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`;
}
