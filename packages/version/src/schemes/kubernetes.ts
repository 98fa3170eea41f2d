import type { VersionScheme } from '../scheme.ts';
import { compareSemantic, parseSemantic, type SemanticVersion } from '../semantic.ts';

const PRERELEASE = /^(?:alpha|beta|rc)/;

/** Distributions append their own build (`-eks-036c24b`, `-gke.1000`, `+k3s1`): patched builds of that version, no pre-releases of it. */
export const scheme: VersionScheme<SemanticVersion> = {
  name: 'kubernetes',
  doc: 'Kubernetes components: Semantic Versioning where only alpha, beta and rc are pre-releases; builds of distributions do not count.',
  specification: 'https://github.com/kubernetes/sig-release/blob/master/release-engineering/versioning.md',
  examples: {
    ascending: [
      ['1.29', 'v1.29.0'],
      ['1.30.0-alpha.3'],
      ['1.30.0-beta.0'],
      ['v1.30.0-rc.2'],
      ['1.30.0', 'v1.30.0', 'v1.30.0-eks-036c24b', 'v1.30.0-gke.1000', 'v1.30.0+k3s1', '1.30.0+rke2r1'],
      ['v1.30.10'],
    ],
    invalid: ['', 'stable', 'v', '1.30.x '],
  },
  parse(text) {
    const version = parseSemantic(text);
    if (version === undefined || PRERELEASE.test(version.prerelease[0] ?? '')) return version;
    return { numbers: version.numbers, prerelease: [] };
  },
  compare: compareSemantic,
};
