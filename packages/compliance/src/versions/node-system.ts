import { type EndOfLife, findDistributionEnd } from '@breakwater/model';

/** Names of systems as nodes give them, and the ids of os-release. */
const SYSTEMS: readonly (readonly [pattern: RegExp, id: string])[] = [
  [/^Ubuntu (\d+\.\d+)/, 'ubuntu'],
  [/^Debian GNU\/Linux (\d+)/, 'debian'],
  [/^Amazon Linux (\d+)/, 'amzn'],
  [/^Red Hat Enterprise Linux(?: \w+)* (\d+)/, 'rhel'],
  [/^AlmaLinux (\d+)/, 'almalinux'],
  [/^Rocky Linux (\d+)/, 'rocky'],
  [/^CentOS Linux (\d+)/, 'centos'],
  [/^Fedora Linux (\d+)/, 'fedora'],
  [/^SUSE Linux Enterprise Server (\d+)/, 'sles'],
];

/** Until when the system of a node is maintained, by what the node calls it; undefined where our table does not know it, which promises nothing. */
export function findSystemEnd(osImage: string): EndOfLife | undefined {
  for (const [pattern, id] of SYSTEMS) {
    const version = pattern.exec(osImage)?.[1];
    if (version !== undefined) return findDistributionEnd({ id, version });
  }
  return undefined;
}
