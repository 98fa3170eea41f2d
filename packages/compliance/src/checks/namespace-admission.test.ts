import type { NodeFacts } from '@breakwater/model';
import { expect, it } from 'vitest';
import { ClusterView } from '../cluster-view.ts';
import { buildKubeadmNode, file } from '../testing/kubeadm-node.ts';
import { checks } from './namespace-admission.ts';

type Raw = Readonly<Record<string, unknown>>;

const toNamespace = (name: string, labels: Raw = {}): Raw => ({ kind: 'Namespace', metadata: { name, labels } });
const toLabels = (enforce: string): Raw => ({ 'pod-security.kubernetes.io/enforce': enforce });
const SHOP = toNamespace('shop');

const PODS = [{ operations: ['CREATE'], resources: ['pods'] }];
const toHook = (name: string, more: Raw = {}): Raw => ({
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name },
  webhooks: [{ name: 'validate', rules: PODS, ...more }],
});
const toPolicy = (expression: string, rules: readonly Raw[] = PODS): Raw => ({
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'strict' },
  spec: { matchConstraints: { resourceRules: rules }, validations: [{ expression }] },
});
const toBinding = (actions: readonly string[], namespaceSelector: Raw = {}): Raw => ({
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: 'strict-all' },
  spec: { policyName: 'strict', validationActions: actions, matchResources: { namespaceSelector } },
});
const PRIVILEGED = toPolicy('!object.spec.containers.exists(c, c.securityContext.privileged)');
const KYVERNO = toHook('kyverno-resource-validating-webhook-cfg');
const GATEKEEPER = toHook('gatekeeper-validating-webhook-configuration', { failurePolicy: 'Ignore' });
const toConstraint = (action?: string): Raw => ({
  apiVersion: 'constraints.gatekeeper.sh/v1beta1',
  kind: 'K8sPSPPrivileged',
  metadata: { name: 'p' },
  spec: action === undefined ? {} : { enforcementAction: action },
});

const toServer = (configuration: string): NodeFacts =>
  buildKubeadmNode({
    files: [
      file('/etc/kubernetes/admission.yaml', { content: `kind: AdmissionConfiguration\nplugins:\n- name: PodSecurity\n${configuration}` }),
    ],
  });
const OPEN = buildKubeadmNode({ flags: { 'kube-apiserver': ['-admission-control-config-file'] } });
const BASELINE = toServer('  configuration: { defaults: { enforce: baseline }, exemptions: { namespaces: [lab] } }\n');
const ELSEWHERE = toServer('  path: /etc/kubernetes/pod-security.yaml\n');

function look(objects: readonly Raw[], facts: readonly NodeFacts[] = [OPEN]): readonly string[] {
  const findings = checks.flatMap(check => check.decide(new ClusterView({ objects, facts })));
  return findings.map(({ subject, state, message }) => `${subject.name} ${state}: ${message.en}`);
}

const OPEN_SHOP = 'shop fail: Pod Security lets any pod in here, and nothing else refuses any';
const UNSURE = 'looks at pods here; whether it refuses what Pod Security would is not visible in the objects: look at its rules';
const UNKNOWN =
  'shop not-evaluated: the namespace has no label pod-security.kubernetes.io/enforce, and what holds without one is not known:';

it.each<[string, readonly Raw[], string, (readonly NodeFacts[])?]>([
  ['a label', [toNamespace('shop', toLabels('restricted'))], 'shop pass: Pod Security holds pods to restricted'],
  ['a level that does not exist', [toNamespace('shop', toLabels('resticted'))], 'shop pass: Pod Security holds pods to restricted'],
  ['a label that lets all in', [toNamespace('shop', toLabels('privileged'))], OPEN_SHOP, [BASELINE]],
  ['no label', [SHOP], OPEN_SHOP],
  ['defaults of the API server', [SHOP], 'shop pass: Pod Security holds pods to baseline', [BASELINE]],
  ['an exemption from them', [toNamespace('lab')], OPEN_SHOP.replace('shop', 'lab'), [BASELINE]],
  [
    'defaults in a file that was not read',
    [SHOP],
    `${UNKNOWN} /etc/kubernetes/admission.yaml names another file for PodSecurity, which is not read`,
    [ELSEWHERE],
  ],
  ['an API server that nobody saw', [SHOP], `${UNKNOWN} the API server, which may have defaults for them, was not seen`, []],
  ['two API servers, one without defaults', [SHOP], OPEN_SHOP, [BASELINE, { ...OPEN, node: 'cp-2' }]],
  ['a namespace of the cluster', [toNamespace('kube-system')], 'kube-system not-applicable: kube-system belongs to the cluster itself'],
  ['a native policy', [SHOP, PRIVILEGED, toBinding(['Deny'])], 'shop pass: ValidatingAdmissionPolicy strict refuses pods here'],
  ['one that only warns', [SHOP, PRIVILEGED, toBinding(['Warn', 'Audit'])], OPEN_SHOP],
  ['one that is not bound', [SHOP, PRIVILEGED], OPEN_SHOP],
  [
    'one of other resources',
    [SHOP, toPolicy('privileged', [{ operations: ['CREATE'], resources: ['services'] }]), toBinding(['Deny'])],
    OPEN_SHOP,
  ],
  [
    'one of something else',
    [SHOP, toPolicy('object.metadata.name != ""'), toBinding(['Deny'])],
    `shop review: ValidatingAdmissionPolicy strict ${UNSURE}`,
  ],
  ['one of other namespaces', [SHOP, PRIVILEGED, toBinding(['Deny'], { matchLabels: { team: 'pay' } })], OPEN_SHOP],
  [
    'one of all but this',
    [
      SHOP,
      PRIVILEGED,
      toBinding(['Deny'], { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['shop'] }] }),
    ],
    OPEN_SHOP,
  ],
  [
    'one of this by its name',
    [
      SHOP,
      PRIVILEGED,
      toBinding(['Deny'], { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop'] }] }),
    ],
    'shop pass: ValidatingAdmissionPolicy strict refuses pods here',
  ],
  [
    'a selector that is not understood',
    [SHOP, PRIVILEGED, toBinding(['Deny'], { matchExpressions: [{ key: 'a', operator: 'Near' }] })],
    OPEN_SHOP,
  ],
  ['an engine without rules', [SHOP, KYVERNO], `shop review: Kyverno ${UNSURE}`],
  [
    'Kyverno that enforces',
    [
      SHOP,
      KYVERNO,
      {
        apiVersion: 'kyverno.io/v1',
        kind: 'ClusterPolicy',
        metadata: { name: 'p' },
        spec: { validationFailureAction: 'Enforce', rules: [{ validate: { podSecurity: { level: 'baseline' } } }] },
      },
    ],
    'shop pass: Kyverno refuses pods here',
  ],
  [
    'Kyverno by a rule',
    [
      SHOP,
      KYVERNO,
      {
        apiVersion: 'kyverno.io/v1',
        kind: 'ClusterPolicy',
        metadata: { name: 'p' },
        spec: { rules: [{ validate: { failureAction: 'Enforce', pattern: { spec: { hostPID: false } } } }] },
      },
    ],
    'shop pass: Kyverno refuses pods here',
  ],
  [
    'Kyverno that enforces something else',
    [
      SHOP,
      KYVERNO,
      {
        apiVersion: 'kyverno.io/v1',
        kind: 'ClusterPolicy',
        metadata: { name: 'p' },
        spec: { validationFailureAction: 'Enforce', rules: [{ validate: { pattern: { metadata: { labels: { team: '?*' } } } } }] },
      },
    ],
    `shop review: Kyverno ${UNSURE}`,
  ],
  ['Gatekeeper that denies', [SHOP, GATEKEEPER, toConstraint()], 'shop pass: Gatekeeper refuses pods here'],
  ['Gatekeeper that counts', [SHOP, GATEKEEPER, toConstraint('dryrun')], `shop review: Gatekeeper ${UNSURE}`],
  ['a webhook of something else', [SHOP, toHook('istio-validator')], OPEN_SHOP],
])('%s', (_, objects, wanted, facts) => {
  expect(look(objects, facts)).toStrictEqual([wanted]);
});

it('says of each namespace by what it is held, and what makes it right', () => {
  const [check] = checks;
  const findings = check?.decide(new ClusterView({ objects: [SHOP, GATEKEEPER, toConstraint(), toNamespace('lab')], facts: [OPEN] }));
  expect(findings?.map(({ subject, evidence }) => [subject.name, evidence.map(({ path, value }) => `${path} = ${value}`)])).toStrictEqual(
    ['shop', 'lab'].map(name => [
      name,
      [
        `Namespace ${name} pod-security.kubernetes.io/enforce = null`,
        '--admission-control-config-file = privileged',
        'ValidatingWebhookConfiguration gatekeeper-validating-webhook-configuration validate failurePolicy = Ignore',
        'K8sPSPPrivileged p = true',
      ],
    ]),
  );
  const [open] = check?.decide(new ClusterView({ objects: [SHOP], facts: [OPEN] })) ?? [];
  expect(open?.remediation?.en).toBe('kubectl label --overwrite namespace shop pod-security.kubernetes.io/enforce=baseline');
});

it('is not evaluated without a single namespace', () => {
  expect(look([{ kind: 'Pod' }])).toStrictEqual([
    'cluster not-evaluated: no namespaces are among the objects; give what kubectl get namespaces -o json prints',
  ]);
});
