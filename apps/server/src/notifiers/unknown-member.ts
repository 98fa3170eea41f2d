import { nearestName } from '@breakwater/model';

/** Why a configuration has a member that its notifier does not know; undefined when it has none. */
export function findUnknownMember(config: Readonly<Record<string, unknown>>, members: readonly string[]): string | undefined {
  const unknown = Object.keys(config).find(name => !members.includes(name));
  if (unknown === undefined) return undefined;
  const nearest = nearestName(unknown, members);
  return `config: there is no '${unknown}'; ${nearest === undefined ? `known are ${members.join(', ')}` : `did you mean '${nearest}'?`}`;
}
