import { isAffected, readAdvisory } from '@breakwater/vulnerability';
import type { Suite } from '../suite.ts';

export const suite: Suite = {
  name: 'osv',
  doc: '`package` (ecosystem, name, version, …) and `vulnerability` (an OSV record) → true, false, or `{error}`',
  run: ({ package: subject, vulnerability }) => {
    const read = readAdvisory(vulnerability);
    if ('refusal' in read) throw new TypeError(`a case of suite osv has an OSV record 'vulnerability': ${read.refusal}`);
    const affected = isAffected(toPackage(subject), read.advisory);
    return affected ?? { error: 'that cannot be said: the version or the ecosystem is not comparable' };
  },
};

function toPackage(value: unknown) {
  const { ecosystem, name, version, release, source, origin, distro, epoch } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof ecosystem !== 'string' || typeof name !== 'string' || typeof version !== 'string')
    throw new TypeError("a case of suite osv has a 'package' with the texts 'ecosystem', 'name' and 'version'");
  const builtFrom = [source, origin].find(one => typeof one === 'string');
  return {
    ecosystem: typeof distro === 'string' ? distro : ecosystem,
    name,
    version,
    ...(typeof release === 'string' ? { release } : {}),
    ...(typeof builtFrom === 'string' ? { source: builtFrom } : {}),
    ...(typeof epoch === 'number' ? { epoch } : {}),
  };
}
