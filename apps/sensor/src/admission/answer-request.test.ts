import type { Raw } from '@breakwater/inventory';
import { describe, expect, it } from 'vitest';
import { buildImageFacts } from '../testing/image-facts.ts';
import { type AnswerOptions, answerRequest } from './answer-request.ts';
import { type AdmissionRules, DEFAULT_RULES } from './judge/admission-rules.ts';
import type { AdmissionRequest } from './review/admission-request.ts';
import { type BundleOptions, buildKnowledge, buildPod, buildRequest, NOW } from './testing/build.ts';

const PRIVILEGED = { securityContext: { privileged: true } };
const REFUSAL =
  "container 'app' runs privileged (privileged-container). To put it right: Remove `privileged`; add the single capability or device that is really needed. `breakwater policy explain privileged-container` says why.";

function answer(request: AdmissionRequest, options: BundleOptions, rules: Partial<AdmissionRules> = {}, more: Partial<AnswerOptions> = {}) {
  const answering = { rules: { ...DEFAULT_RULES, ...rules }, deadlineMs: 8000, onFailure: 'allow', now: () => NOW, ...more } as const;
  return answerRequest(request, 1000, performance.now(), buildKnowledge(options), answering);
}

const DENY: BundleOptions = { deploy: { 'privileged-container': 'deny' } };

it('refuses what a policy set to deny finds, says why, and writes it into the audit log', async () => {
  const { answer: given, mode } = await answer(buildRequest(buildPod(PRIVILEGED)), DENY);
  expect([mode, given]).toEqual([
    'evaluated',
    {
      uid: 'u1',
      allowed: false,
      status: { code: 403, reason: 'Forbidden', message: REFUSAL },
      auditAnnotations: { 'refused-by': 'privileged-container' },
    },
  ]);
});

it('warns of what a policy set to warn finds, and says nothing of what only informs', async () => {
  const { answer: given } = await answer(buildRequest(buildPod(PRIVILEGED)), {
    deploy: { 'privileged-container': 'warn', 'host-pid': 'inform' },
  });
  expect(given).toEqual({ uid: 'u1', allowed: true, warnings: ["privileged-container: container 'app' runs privileged"] });
});

const UPDATE = { operation: 'UPDATE' } as const;
const OLD = buildPod(PRIVILEGED);

it.each<[string, AdmissionRequest, boolean]>([
  [
    'an ephemeral container',
    buildRequest(withEphemeral(PRIVILEGED), { ...UPDATE, subResource: 'ephemeralcontainers', oldObject: buildPod() }),
    false,
  ],
  ['an update that brings it in', buildRequest(OLD, { ...UPDATE, oldObject: buildPod() }), false],
  ['an update of nothing but the status', buildRequest({ ...OLD, status: { phase: 'Running' } }, { ...UPDATE, oldObject: OLD }), true],
  ['an update of nothing but finalizers', buildRequest(buildPod(PRIVILEGED, { finalizers: [] }), { ...UPDATE, oldObject: OLD }), true],
  ['what is deleted', buildRequest(null, { operation: 'DELETE', oldObject: OLD }), true],
  ['its status', buildRequest(OLD, { ...UPDATE, subResource: 'status', oldObject: buildPod() }), true],
  ['a Deployment', buildRequest(toDeployment(PRIVILEGED)), false],
  ['another kind', buildRequest({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: {} }), true],
])('%s', async (_, request, allowed) => {
  const { answer: given } = await answer(request, DENY);
  expect(given.allowed).toBe(allowed);
});

function withEphemeral(container: Raw): Raw {
  const pod = buildPod();
  return { ...pod, spec: { ...(pod['spec'] as Raw), ephemeralContainers: [{ name: 'debug', image: 'app', ...container }] } };
}

function toDeployment(container: Raw): Raw {
  const { spec } = buildPod(container);
  const template = { metadata: { labels: { app: 'web' } }, spec };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, template },
  };
}

it('judges who asks for a shell', async () => {
  const exec = buildRequest(
    { apiVersion: 'v1', kind: 'PodExecOptions', container: 'app', command: ['sh'] },
    { operation: 'CONNECT', resource: { group: '', version: 'v1', resource: 'pods' }, subResource: 'exec' },
  );
  const { answer: refused } = await answer(exec, { deploy: { 'pod-access-request': 'deny' } });
  expect(refused.status?.message).toMatch(/^ann asks for exec in pod 'web', container app \(pod-access-request\)\. /);
});

it('lets an exception through, for as long as it lasts', async () => {
  const exceptions = [
    { id: 'e1', target: 'privileged-container', scope: { namespaces: ['shop'] }, reason: 'agreed', expiry: '2026-12-02' },
  ];
  const { answer: given } = await answer(buildRequest(buildPod(PRIVILEGED)), { ...DENY, set: { exceptions } });
  expect(given).toEqual({ uid: 'u1', allowed: true });
  const { answer: later } = await answer(
    buildRequest(buildPod(PRIVILEGED)),
    { ...DENY, set: { exceptions } },
    {},
    { now: () => NOW + 172_800_000 },
  );
  expect(later.allowed).toBe(false);
});

it('takes no exception from whoever asks', async () => {
  const annotations = { 'accept.breakwater/privileged-container': 'because I say so' };
  const { answer: given } = await answer(buildRequest(buildPod(PRIVILEGED, { annotations })), DENY);
  expect(given.allowed).toBe(false);
});

it('looks at other objects of the cluster for policies that ask for them', async () => {
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'b', namespace: 'shop' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
    subjects: [],
  };
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'r', namespace: 'shop' }, rules: [] };
  const deploy = { 'binding-role-missing': 'deny' } as const;
  const missing = await answer(buildRequest(binding), { deploy });
  const there = await answer(buildRequest(binding), { deploy, context: [role] });
  const unknown = await answer(buildRequest(binding), { deploy, complete: false });
  expect([missing, there, unknown].map(({ answer: { allowed } }) => allowed)).toEqual([false, true, true]);
  expect(unknown.verdict?.policies.map(({ action, state }) => [action, state])).toEqual([['inform', 'review']]);
});

describe('images', () => {
  const deploy = { 'image-vulnerability-fixable': 'deny' } as const;
  const images = [buildImageFacts('registry.example/app:1', ['CVE-1'])];

  it('refuses by what is known of an image', async () => {
    const { answer: given } = await answer(buildRequest(buildPod()), { deploy, images });
    expect(given.allowed).toBe(false);
  });

  it('lets through what nobody has scanned, with a warning, or refuses it where the administrator wants that', async () => {
    const other = buildRequest(buildPod({ image: 'registry.example/other:1' }));
    const open = await answer(other, { deploy, images });
    expect(open.answer).toEqual({ uid: 'u1', allowed: true, warnings: [expect.stringMatching(/^image-vulnerability-fixable: /)] });
    expect(open.verdict?.unknownImages).toEqual(['registry.example/other:1']);
    const closed = await answer(other, { deploy, images }, { unscanned: 'deny' });
    expect(closed.answer.allowed).toBe(false);
  });
});

describe('a policy that fails', () => {
  const policy = (expression: string) => ({
    id: 'own-policy',
    title: 'Own',
    severity: 'high',
    reason: 'hygiene',
    categories: ['hygiene'],
    stages: ['deploy'],
    target: 'object',
    expression,
    message: 'm',
    rationale: 'r',
    remediation: 'r',
    ja: { title: 't', message: 'm', rationale: 'r', remediation: 'r' },
    enforcement: { deploy: 'deny' },
    standards: {},
    examples: { comply: [{ name: 'a', objects: [{}] }], violate: [{ name: 'b', objects: [{}] }] },
  });
  const set = { policies: [policy('object.spec.nothing == 1')] } as unknown as NonNullable<BundleOptions['set']>;

  it('lets through, with a warning that says so', async () => {
    const { answer: given } = await answer(buildRequest(buildPod()), { set });
    expect(given).toEqual({ uid: 'u1', allowed: true, warnings: [expect.stringMatching(/^own-policy: Own: the policy failed here/)] });
  });

  it('refuses where the administrator wants that', async () => {
    const { answer: given } = await answer(buildRequest(buildPod()), { set }, { closed: new Set(['own-policy']) });
    expect(given.allowed).toBe(false);
  });
});

describe('break-glass', () => {
  const REASON = 'break-glass.breakwater/reason';
  const ask = (annotations: Readonly<Record<string, string>>, rules: Partial<AdmissionRules> = {}) =>
    answer(buildRequest(buildPod(PRIVILEGED, { annotations })), DENY, rules);

  it('lets one object through, and says until when', async () => {
    const { answer: given, verdict } = await ask({ [REASON]: 'the shop is down' });
    expect(given).toEqual({
      uid: 'u1',
      allowed: true,
      warnings: [
        'break-glass until 2026-12-02T11:00:00.000Z: let through, recorded and told to others, although 1 findings refuse it',
        "privileged-container: container 'app' runs privileged",
      ],
      auditAnnotations: { 'let-through': 'privileged-container', 'break-glass': 'the shop is down' },
    });
    expect(verdict?.breakGlass).toEqual({ reason: 'the shop is down', until: '2026-12-02T11:00:00.000Z' });
  });

  it('tells whom it names, without believing it', async () => {
    const { verdict } = await ask({ [REASON]: 'down', 'break-glass.breakwater/approved-by': 'bob' }, { secondPerson: 'named' });
    expect(verdict?.breakGlass?.secondPerson).toEqual({ name: 'bob', confirmed: false });
  });

  it.each<[string, Readonly<Record<string, string>>, Partial<AdmissionRules>, string]>([
    ['no reason', { [REASON]: ' ' }, {}, `${REASON} has no reason`],
    [
      'no time',
      { [REASON]: 'x', 'break-glass.breakwater/until': 'soon' },
      {},
      'break-glass.breakwater/until is no time; write it as 2030-01-31T12:00:00Z',
    ],
    [
      'too long',
      { [REASON]: 'x', 'break-glass.breakwater/until': '2027-12-01' },
      {},
      'break-glass.breakwater/until is more than 7 days ahead',
    ],
    ['over', { [REASON]: 'x', 'break-glass.breakwater/until': '2026-11-30' }, {}, 'the break-glass ended on 2026-11-30T00:00:00.000Z'],
    ['nobody else', { [REASON]: 'x' }, { secondPerson: 'named' }, 'it has to name a second person in break-glass.breakwater/approved-by'],
    ['oneself', { [REASON]: 'x', 'break-glass.breakwater/approved-by': 'ann' }, {}, 'the second person that it names is whoever asks'],
    ['a firm policy', { [REASON]: 'x' }, { unbreakable: new Set(['privileged-container']) }, 'no break-glass opens privileged-container'],
  ])('%s', async (_, annotations, rules, fault) => {
    const { answer: given } = await ask(annotations, rules);
    expect(given.status?.message).toBe(`${REFUSAL} The break-glass on it does not count: ${fault}.`);
  });

  describe('confirmed by a second person', () => {
    const CONFIRMATION = 'break-glass.breakwater/confirmation';
    const UNTIL = '2026-12-01T18:00:00.000Z';
    const toNamespace = (confirmation: string | undefined, name = 'shop'): Raw => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, ...(confirmation === undefined ? {} : { annotations: { [CONFIRMATION]: confirmation } }) },
    });
    const GLASS = { [REASON]: 'down', 'break-glass.breakwater/until': UNTIL, 'break-glass.breakwater/approved-by': 'bob' };
    const POD = buildRequest(buildPod(PRIVILEGED, { annotations: GLASS }));
    const ROLE = buildRequest(
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'all', annotations: GLASS },
        rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
      },
      { namespace: '', name: 'all' },
    );
    const WANTED = `bob has to confirm it: kubectl annotate --overwrite namespace shop ${CONFIRMATION}='bob ${UNTIL}'`;

    it.each<[string, AdmissionRequest, readonly Raw[], string | undefined]>([
      ['by who is named', POD, [toNamespace(`bob ${UNTIL}`)], undefined],
      ['by nobody', POD, [toNamespace(undefined)], WANTED],
      ['in a namespace that is not known', POD, [], WANTED],
      ['by somebody else', POD, [toNamespace(`eve ${UNTIL}`)], WANTED],
      ['until now', POD, [toNamespace('bob 2026-12-01T12:00:00Z')], WANTED],
      ['in another namespace', POD, [toNamespace(undefined), toNamespace(`bob ${UNTIL}`, 'other')], WANTED],
      ['with something that is no time', POD, [toNamespace('bob soon')], WANTED],
      [
        'by whoever asks',
        { ...POD, user: { name: 'bob', groups: [] } },
        [toNamespace(`bob ${UNTIL}`)],
        'the second person that it names is whoever asks',
      ],
      ['for the cluster', ROLE, [toNamespace(`bob ${UNTIL}`, 'default')], undefined],
      ['for the cluster by nobody', ROLE, [toNamespace(`bob ${UNTIL}`)], WANTED.replace('namespace shop', 'namespace default')],
    ])('%s', async (_, request, namespaces, fault) => {
      const deploy = { 'privileged-container': 'deny', 'role-wildcard': 'deny' } as const;
      const { verdict } = await answer(request, { deploy, namespaces }, { secondPerson: 'confirmed' });
      expect([verdict?.allowed, verdict?.glassFault, verdict?.breakGlass?.secondPerson]).toEqual(
        fault === undefined ? [true, undefined, { name: 'bob', confirmed: true }] : [false, fault, undefined],
      );
    });

    it('by a command that is one, whatever name is written', async () => {
      const annotations = { ...GLASS, 'break-glass.breakwater/approved-by': "o'neil; reboot" };
      const request = buildRequest(buildPod(PRIVILEGED, { annotations }));
      const { verdict } = await answer(request, DENY, { secondPerson: 'confirmed' });
      expect(verdict?.glassFault).toBe(
        `o'neil; reboot has to confirm it: kubectl annotate --overwrite namespace shop ${CONFIRMATION}='o'\\''neil; reboot ${UNTIL}'`,
      );
    });

    it.each<[string, string | undefined, string | undefined, string | undefined]>([
      ['who writes their own name', undefined, `ann ${UNTIL}`, undefined],
      ['who writes the name of another one', undefined, `bob ${UNTIL}`, 'only bob may confirm break-glasses as bob'],
      ['who makes it last longer', `bob ${UNTIL}`, 'bob 2026-12-02T18:00:00Z', 'only bob may confirm break-glasses as bob'],
      ['who leaves it as it was', `bob ${UNTIL}`, `bob ${UNTIL}`, undefined],
      ['who takes it away', `bob ${UNTIL}`, undefined, undefined],
      ['who forgets the time', undefined, 'ann', `${CONFIRMATION} takes a user and a time, as 'bob 2030-01-31T12:00:00Z'`],
      ['who means for ever', undefined, 'ann 2036-12-01T12:00:00Z', 'a confirmation lasts for 7 days at most'],
    ])('and %s, also by status and where nothing else refuses', async (_, old, text, fault) => {
      const requests = [
        buildRequest(toNamespace(text), { operation: 'UPDATE', name: 'shop', oldObject: toNamespace(old) }),
        buildRequest(toNamespace(text), { operation: 'UPDATE', name: 'shop', oldObject: toNamespace(old), subResource: 'status' }),
        ...(old === undefined ? [buildRequest(toNamespace(text))] : []),
      ];
      for (const request of requests) {
        const { answer: given } = await answer(request, {});
        expect([given.allowed, given.status?.message]).toEqual([
          fault === undefined,
          fault === undefined ? undefined : expect.stringContaining(`${fault} (break-glass-used). `),
        ]);
      }
    });
  });

  it('opens nothing where its use is refused', async () => {
    const deploy = { 'privileged-container': 'deny', 'break-glass-used': 'deny' } as const;
    const pod = buildRequest(buildPod(PRIVILEGED, { annotations: { [REASON]: 'the shop is down' } }));
    const { answer: given } = await answer(pod, { deploy });
    expect(given.allowed).toBe(false);
    expect(given.status?.message).toContain(
      'The break-glass on it does not count: no break-glass counts here: break-glass-used refuses it.',
    );
  });
});

describe('time', () => {
  const many = buildPod();
  const containers = Array.from({ length: 1000 }, (_, index) => ({ name: `c${index}`, image: 'app', ...PRIVILEGED }));
  const large = buildRequest({ ...many, spec: { containers } });

  it.each([
    ['allow', true, 'failed-open'],
    ['deny', false, 'failed-closed'],
  ] as const)('what takes too long is answered by %s', async (onFailure, allowed, mode) => {
    const answering = { rules: DEFAULT_RULES, deadlineMs: 0, onFailure, now: () => NOW };
    const given = await answerRequest(large, 200_000, performance.now() - 1, buildKnowledge(DENY), answering);
    expect([given.answer.allowed, given.mode, given.failure]).toEqual([allowed, mode, 'the policies were not through within 0 ms']);
  });

  it('names some of a thousand findings, and counts the others', async () => {
    const { answer: given } = await answer(large, DENY);
    expect(given.status?.message).toContain('and 992 more');
    expect(given.status?.message.length).toBeLessThan(2000);
  });
});
