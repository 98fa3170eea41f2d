import { readManifest } from '@breakwater/manifest';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const EXPORT = ['policy', 'export'];

/** `kind name` of every document. */
function listDocuments(text: string): readonly string[] {
  const { documents, problems } = readManifest(text, { source: 'export' });
  expect(problems).toStrictEqual([]);
  return documents.map(({ value }) => {
    const { kind, metadata } = value as { readonly kind: string; readonly metadata: { readonly name: string } };
    return `${kind} ${metadata.name}`;
  });
}

test('a policy is written with its bindings', async () => {
  const { code, out, err } = await run([...EXPORT, 'host-pid', '--vap', '--action', 'deny']);
  expect([code, err]).toStrictEqual([0, '']);
  expect(listDocuments(out)).toStrictEqual(
    ['pod', 'template', 'cronjob'].flatMap(path => [
      `ValidatingAdmissionPolicy breakwater-host-pid-${path}`,
      `ValidatingAdmissionPolicyBinding breakwater-host-pid-${path}`,
    ]),
  );
  expect(out).toContain('    - expression: "!variables.pod.?spec.?hostPID.orValue(false)"\n');
  expect(out).toContain('  validationActions: [Deny]\n');
});

test('a preset brings its parameters', async () => {
  const { code, out, err } = await run([...EXPORT, '--vap', '--preset', 'restricted']);
  expect([code, err]).toStrictEqual([0, '']);
  expect(listDocuments(out)).toContain('ValidatingAdmissionPolicy breakwater-may-run-as-root-pod');
});

test('what cannot be exported is told beside what can', async () => {
  const { code, out, err } = await run([...EXPORT, '--vap', '--preset', 'recommended']);
  expect(code).toBe(0);
  expect(listDocuments(out).length).toBeGreaterThan(200);
  expect(err).toMatch(/^\d+ of \d+ policies cannot be exported; Breakwater's own admission enforces them:\n/);
  expect(err).toMatch(
    /^service-account-missing +workload\.account: the fact has no native form; it is read from \S.*; cluster\.complete: it asks whether another object is missing, which one request does not show$/m,
  );
});

test('a policy that was asked for by name and cannot be exported ends with 3', async () => {
  expect(await run([...EXPORT, '--vap', 'token-create-permission'])).toStrictEqual({
    code: 3,
    out: '',
    err: `1 of 1 policies cannot be exported; Breakwater's own admission enforces them:
token-create-permission  binding.shipped: the fact has no native form; it is read from label kubernetes.io/bootstrapping, names system:* and kubeadm:*, what is known of the shipped ones; binding.permissions: the fact has no native form; it is read from rules of the role, restricted by the kind of binding; grants(): the function is not part of Kubernetes' CEL
`,
  });
});

test('a cluster that is too old for an expression gets none', async () => {
  expect((await run([...EXPORT, '--vap', 'host-path-writable', '--kube-version', '1.33'])).err).toContain(
    '\nhost-path-writable  flatten needs Kubernetes 1.35\n',
  );
  expect(await run([...EXPORT, '--list', 'host-path-writable', 'host-pid'])).toStrictEqual({
    code: 0,
    out: 'host-path-writable  yes  since Kubernetes 1.35\nhost-pid            yes  since Kubernetes 1.30\n\n2 of 2 policies can be exported\n',
    err: '',
  });
});

test('--list counts what it lists', async () => {
  const { code, out } = await run([...EXPORT, '--list', '--preset', 'all']);
  const lines = out.split('\n').slice(0, -3);
  const possible = lines.filter(line => / yes {2}/.test(line)).length;
  expect(code).toBe(0);
  expect(out.endsWith(`\n\n${possible} of ${lines.length} policies can be exported\n`)).toBe(true);
  expect(possible).toBeGreaterThanOrEqual(158);
});

test("policies of one's own", async () => {
  const created = await run(['policy', 'list', '--format', 'json']);
  const [template] = (JSON.parse(created.out) as readonly Record<string, unknown>[]).filter(policy => policy['id'] === 'host-pid');
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec: { containers: [] } };
  const example = { name: 'one', objects: [pod] };
  const own = { ...template, id: 'own-policy', examples: { comply: [example], violate: [example] } };
  using files = createFolder({ 'own-policy.yaml': JSON.stringify(own) });
  const { out } = await run([...EXPORT, '--vap', 'own-policy', '--policies', files.at('own-policy.yaml')]);
  expect(listDocuments(out)[0]).toBe('ValidatingAdmissionPolicy breakwater-own-policy-pod');
});

test('defaults are written for policies that are named', async () => {
  const { code, out, err } = await run([...EXPORT, '--map', 'root-filesystem-writable', 'host-pid', 'image-tag-latest']);
  expect(code).toBe(3);
  expect(listDocuments(out)).toStrictEqual([
    'MutatingAdmissionPolicy breakwater-root-filesystem-writable',
    'MutatingAdmissionPolicyBinding breakwater-root-filesystem-writable',
  ]);
  expect(err).toBe(`2 of 3 policies cannot be exported; Breakwater's own admission enforces them:
host-pid          its fix takes away what somebody wrote, or changes more than one field
image-tag-latest  it has no fix
`);
});

describe('parameters of a file', () => {
  const exportWith = async (params: string) => {
    using folder = createFolder({ 'params.yaml': params });
    const { code, out, err } = await run([...EXPORT, '--vap', 'registry-not-allowed', '--params', folder.at('params.yaml')]);
    return { code, out, err: err.replace(folder.at('params.yaml'), 'params.yaml') };
  };

  test('become literals', async () => {
    const { code, out, err } = await exportWith('registry-not-allowed: { allowed: [registry.example.com] }\n');
    expect([code, err]).toStrictEqual([0, '']);
    expect(out).toContain("['registry.example.com'].exists(p, ");
  });

  test('that are missing leave nothing to ask', async () => {
    expect(await exportWith('')).toStrictEqual({
      code: 3,
      out: '',
      err: "1 of 1 policies cannot be exported; Breakwater's own admission enforces them:\nregistry-not-allowed  with these parameters it asks nothing of any kind that is served\n",
    });
  });

  test.each([
    ['registry-not-allowed: { allowed: x }', "params.yaml:1: parameter 'allowed' of policy 'registry-not-allowed' takes list(string)"],
    ['\nregistry-not-allowed: []', "params.yaml:2: the parameters of policy 'registry-not-allowed' are a mapping"],
    ['registry-not-alowed: {}', "params.yaml:1: no policy is called 'registry-not-alowed'; did you mean 'registry-not-allowed'?"],
    ['- a', 'params.yaml: a mapping of policies to their parameters is expected'],
    ['a: [', expect.stringContaining('params.yaml:')],
  ])('%s', async (params, message) => {
    const { code, err } = await exportWith(params);
    expect([code, err.replace(/^error: |\n$/g, '')]).toStrictEqual([2, message]);
  });

  test('a file that is not there', async () => {
    const { code, err } = await run([...EXPORT, '--vap', '--params', '/no/such/file']);
    expect([code, err]).toStrictEqual([2, 'error: /no/such/file: There is no such file or folder. Check the path.\n']);
  });
});

describe('wrong usage', () => {
  test.each<[string, readonly string[], string]>([
    ['nothing to write', [], 'say what to write: --vap, --map, or --list'],
    ['defaults for everybody', ['--map'], '--map changes pods: name the policies that it is to satisfy'],
    ['a version that is none', ['--vap', '--kube-version', 'new'], "--kube-version takes a version such as 1.34, not 'new'"],
    ['a misspelt id', ['--vap', 'host-pit'], "no policy is called 'host-pit'; did you mean 'host-pid'?"],
  ])('%s', async (_, words, message) => {
    expect(await run([...EXPORT, ...words])).toStrictEqual({ code: 2, out: '', err: `error: ${message}\n` });
  });
});
