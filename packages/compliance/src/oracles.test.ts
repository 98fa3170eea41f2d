import { readFileSync } from 'node:fs';
import type { Standard } from '@breakwater/model';
import { expect, it } from 'vitest';
import { readStandard } from '../../../test/content/read-standard.ts';
import { describeWithShared } from '../../../test/shared.ts';
import { checks } from './checks.generated.ts';
import { ClusterView } from './cluster-view.ts';
import type { Yaml } from './evidence/yaml.ts';
import { isHostData, readHostData } from './host-data/read-host-data.ts';

interface Case {
  readonly id: string;
  readonly rule: string;
  readonly inputs: readonly Yaml[];
  readonly failed: boolean;
}

/** Rules of the host scanner and the checks that ask the same; file rules are named so plainly that they are found by their words. */
const RULES: Readonly<Record<string, string>> = {
  'anonymous-requests-to-kubelet-updated': 'kubelet-anonymous-auth',
  'kubelet-authorization-mode-alwaysAllow': 'kubelet-always-allow',
  'enforce-kubelet-client-tls-authentication-updated': 'kubelet-client-ca-missing',
  'read-only-port-enabled-updated': 'kubelet-read-only-port',
  'kubelet-streaming-connection-idle-timeout': 'kubelet-streaming-timeout-off',
  'kubelet-ip-tables': 'kubelet-iptables-chains-off',
  'kubelet-hostname-override': 'kubelet-hostname-override',
  'kubelet-event-qps': 'kubelet-event-rate',
  'validate-kubelet-tls-configuration-updated': 'kubelet-serving-cert-missing',
  'kubelet-rotate-certificates': 'kubelet-cert-rotation-off',
  'kubelet-rotate-kubelet-server-certificate': 'kubelet-server-cert-rotation-off',
  'kubelet-strong-cryptography-ciphers': 'kubelet-weak-ciphers',
  'kubelet-set-pod-limit': 'kubelet-pod-pids-unlimited',
  'kubelet-protect-kernel-defaults': 'kubelet-kernel-defaults-unprotected',
  'audit-policy-content': 'audit-policy-incomplete',
  'external-secret-storage': 'secret-store-missing',
  'ensure-that-the-cni-in-use-supports-network-policies': 'network-policies-not-enforced',
  'ensure-that-the-api-server-encryption-provider-config-argument-is-set-as-appropriate': 'secret-encryption-off',
  'ensure-that-the-api-server-encryption-providers-are-appropriately-configured': 'secret-encryption-weak',
};

const FILES: readonly (readonly [words: RegExp, files: string])[] = [
  [/API-server-pod-specification/, 'api-server-manifest'],
  [/controller-manager-pod-specification/, 'controller-manager-manifest'],
  [/scheduler-pod-specification/, 'scheduler-manifest'],
  [/etcd-pod-specification/, 'etcd-manifest'],
  [/Container-Network-Interface/, 'cni-file'],
  [/etcd-data-directory/, 'etcd-data'],
  [/admin\.conf/, 'admin-config'],
  [/scheduler\.conf/, 'scheduler-config'],
  [/controller-manager\.conf/, 'controller-manager-config'],
  [/PKI-directory/, 'pki'],
  [/PKI-certificate/, 'pki-certificate'],
  [/PKI-key/, 'pki-key'],
  [/kubelet-service/, 'kubelet-service'],
  [/proxy-kubeconfig/, 'kube-proxy-config'],
  [/kubelet\.conf-file/, 'kubelet-kubeconfig'],
  [/certificate-authorities/, 'kubelet-client-ca'],
  [/kubelet-config\.yaml|kubelet-configuration-file-ownership/, 'kubelet-config'],
];

function findCheck(rule: string): string | undefined {
  const named = RULES[rule];
  if (named !== undefined) return named;
  const files = FILES.find(([words]) => words.test(rule))?.[1];
  return files === undefined || rule.includes('644') ? undefined : `${files}-${/owner/.test(rule) ? 'owner' : 'mode'}`;
}

const UNREADABLE = 'the collector could not read the file: not-evaluated, which is no pass';
/** Where this project says otherwise, and why. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  'audit-policy-content/failed-missing-one': 'by the first rule that matches, a later one about the whole group logs pods',
  'enforce-kubelet-client-tls-authentication-updated/fail-config-sensor-failed': UNREADABLE,
  'kubelet-authorization-mode-alwaysAllow/fail-sensor-failed': UNREADABLE,
  'kubelet-event-qps/fail-sensor-failed': UNREADABLE,
  'kubelet-ip-tables/fail-sensor-failed': UNREADABLE,
  'kubelet-rotate-certificates/fail-sensor-failed': UNREADABLE,
  'kubelet-streaming-connection-idle-timeout/fail-sensor-failed': UNREADABLE,
  'ensure-that-the-api-server-encryption-provider-config-argument-is-set-as-appropriate/failed':
    'the process has the flag; the pod beside it says what is to come',
  'ensure-that-the-etcd-data-directory-ownership-is-set-to-etcd-etcd/passed': 'root:root is not etcd:etcd',
  'external-secret-storage/failed-no-good-kms': 'a person says whether the store is good: review',
  'external-secret-storage/failed-no-kms': 'a person says whether a store is needed: review',
  'kubelet-event-qps/fail-eventRecordQPS=0-config': '0 is no limit, which records the most',
  'kubelet-rotate-certificates/pass-cli-argument-not-set': 'the default is false',
  'kubelet-rotate-certificates/pass-not-present-in-config-file': 'the default is false',
  'kubelet-strong-cryptography-ciphers/pass-config-not-set': 'the suites have to be named',
  'kubelet-strong-cryptography-ciphers/pass-config-supported-value': 'the file writes TLSCipherSuites, which the kubelet does not know',
};

/** Rules about something else: kernel versions, the metadata service, EKS' wider modes, and what policies over pods decide. */
const ELSEWHERE = /^(?:CVE-2022-0185|instance-metadata-api-access|ensure-network-policy-is-enabled-eks|set-procmount-default)$|644/;

describeWithShared('host-sensor', ['oracles', 'compliance', 'host-sensor.jsonl'], path => {
  const cases = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Case);
  const judged = cases.filter(({ rule }) => findCheck(rule) !== undefined);

  it('knows every rule, or says where it belongs', () => {
    const unknown = cases.filter(({ rule }) => findCheck(rule) === undefined && !ELSEWHERE.test(rule)).map(({ rule }) => rule);
    expect([unknown, judged.length]).toStrictEqual([[], 140]);
  });

  it.each(judged)('$id', ({ id, rule, inputs, failed }) => {
    const check = checks.find(candidate => candidate.id === findCheck(rule));
    const view = new ClusterView({ objects: inputs.filter(input => !isHostData(input)), facts: readHostData(inputs) });
    const states = check?.decide(view).map(({ state }) => state) ?? [];
    const deviation = DEVIATIONS[id.replace('host-sensor/', '')];
    expect(states.includes('fail')).toBe(deviation === undefined ? failed : !failed);
    if (deviation === UNREADABLE) expect(states).toStrictEqual(['not-evaluated']);
  });
});

interface Benchmark {
  readonly controls: readonly { readonly id: string; readonly level: number; readonly assessment: string; readonly source: string }[];
}

describeWithShared('the CIS benchmark', ['oracles', 'compliance'], folder => {
  it.each(['1.12', '2.0.1'])('%s has the ids, levels and assessments that it should', version => {
    const { controls } = JSON.parse(readFileSync(`${folder}/cis-${version}.json`, 'utf8')) as Benchmark;
    const own: Standard = readStandard(`cis-${version}`);
    const toRow = (id: string, level: string, assessment: string) => `${id} ${level} ${assessment}`;
    expect(own.controls.map(({ id, level, assessment }) => toRow(id, level ?? '', assessment ?? ''))).toStrictEqual(
      controls.map(({ id, level, assessment }) => toRow(id, String(level), assessment)),
    );
  });
});

/** Our standards, those of the oracle, and ids that are ours or the oracle's alone: why. */
const FRAMEWORKS: readonly (readonly [own: string, theirs: string, more: readonly string[], fewer: readonly string[]])[] = [
  ['nsa-cisa-1.2', 'nsa-cisa-1.2', [], []],
  ['owasp-k8s-2022', 'owasp-k8s-top10-2022', [], []],
  ['owasp-k8s-2025', 'owasp-k8s-top10-2025', [], []],
  ['nist-800-190', 'nist-800-190', [], []],
  ['attack-containers', 'mitre-attack-containers', [], []],
  ['pci-dss-4.0.1', 'pci-dss-4.0.1', [], []],
  ['cis-2.1.0', 'cis-known-unknown', [], []],
  // Revision 5 withdrew two; CM-14 took the place of CM-5(3).
  ['nist-800-53-r5', 'nist-800-53-r5', ['CM-14'], ['CA-3(5)', 'CM-5(3)']],
  // Earlier releases had these.
  ['disa-stig-v2r6', 'disa-stig-v2r6', [], ['V-242386', 'V-242388', 'V-242458']],
];

interface Framework {
  readonly controls: readonly { readonly id: string; readonly cis?: readonly string[] }[];
}

/** What decides another control there decides more narrowly here: a port below 1024 is no host port at large. */
const NARROWER: Readonly<Record<string, readonly string[]>> = {
  'disa-stig-v2r6': ['V-242414', 'V-242417', 'V-254800', 'V-254801', 'V-245541', 'V-245542'],
};

describeWithShared('frameworks', ['oracles', 'compliance', 'frameworks.json'], path => {
  const truth = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, Framework>>;

  it.each(FRAMEWORKS)('%s has the controls that it should, and whatever CIS decides decides them', (own, theirs, more, fewer) => {
    const wanted = (truth[theirs]?.controls ?? []).filter(({ id }) => !fewer.includes(id));
    const { controls } = readStandard(own);
    const ids = [...new Set([...wanted.map(({ id }) => id), ...more])];
    expect(controls.map(({ id }) => id).toSorted()).toStrictEqual(ids.toSorted());
    const undecided = controls.filter(
      ({ id, as, checks: ownChecks }) =>
        (wanted.find(control => control.id === id)?.cis ?? []).length > 0 &&
        as === undefined &&
        (ownChecks === undefined ||
          (!ownChecks.some(check => check.endsWith('-644')) && !ownChecks.some(check => check.startsWith('audit-')))) &&
        NARROWER[own]?.includes(id) !== true,
    );
    expect(undecided.map(({ id }) => id)).toStrictEqual([]);
  });
});

/** Numbers of controls of the standards that no oracle has, as published. */
const SIZES: Readonly<Record<string, number>> = {
  hipaa: 23,
  soc2: 15,
  'iso-27001-2022': 30,
  'bsi-app-4.4-sys-1.6': 47,
  'cis-eks-1.8.0': 50,
  'cis-gke-1.9.0': 57,
  'cis-aks-1.8.0': 51,
};

it.each(Object.entries(SIZES))('%s has %i controls', (id, size) => {
  expect(readStandard(id).controls).toHaveLength(size);
});
