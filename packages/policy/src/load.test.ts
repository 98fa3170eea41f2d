import { describe, expect, test } from 'vitest';
import { CompiledPolicy } from './compiled-policy.ts';
import { PolicyError } from './errors.ts';
import { loadPolicy } from './load.ts';
import { buildDefinition } from './testing/build.ts';

const TEXT = `id: test-policy
title: Test policy
severity: high
reason: hygiene
categories: [test]
stages: [build]
target: container
expression: "true"
message: it is wrong
rationale: because
remediation: change it
ja: { title: a, message: b, rationale: c, remediation: d }
standards: {}
examples:
  comply: [{ name: a, objects: [{}] }]
  violate: [{ name: b, objects: [{}] }]
`;

function catchError(run: () => unknown): PolicyError {
  try {
    run();
  } catch (cause) {
    if (cause instanceof PolicyError) return cause;
    throw cause;
  }
  throw new Error('a PolicyError was expected');
}

test('a whole policy is read with the way to its lines', () => {
  const { policy, document } = loadPolicy(TEXT, 'policies/test-policy.yaml');
  expect(policy).toStrictEqual({
    ...buildDefinition(),
    ja: { title: 'a', message: 'b', rationale: 'c', remediation: 'd' },
    examples: { comply: [{ name: 'a', objects: [{}] }], violate: [{ name: 'b', objects: [{}] }] },
  });
  expect(document.locate(['expression'])).toStrictEqual({ line: 8, column: 1, exact: true });
});

test.each(['test-policy.yml', 'a/b/test-policy.yaml', '-'])('its file may be called %s', file => {
  expect(loadPolicy(TEXT, file).policy.id).toBe('test-policy');
});

/** Change of the text, code, whole message, and line and column. */
describe('a policy that cannot be used', () => {
  const replace = (from: string, to: string) => {
    expect(TEXT).toContain(from);
    return TEXT.replace(from, to);
  };
  test.each<[string, string, string, string]>([
    [
      'misspelt key',
      replace('expression:', 'expresion:'),
      'policy-invalid',
      "test-policy.yaml:8:1: 'expresion' is not a known key; did you mean 'expression'?",
    ],
    [
      'events of another target',
      replace('target: container', 'target: container\nevents: [dns]'),
      'policy-invalid',
      "test-policy.yaml:7:1: target 'event' and 'events', which says which ones, go together",
    ],
    [
      'events without the stage of events',
      replace('target: container', 'target: event\nevents: [dns]'),
      'policy-invalid',
      "test-policy.yaml:6:1: target 'event' and stage 'runtime' go together",
    ],
    [
      'an example without objects',
      replace('[{ name: b, objects: [{}] }]', '[{ name: b }]'),
      'policy-invalid',
      "test-policy.yaml:16:13: an example has 'objects'",
    ],
    ['unknown key', replace('standards: {}', 'standards: {}\nzzzzzzzzzzzz: 1'), 'policy-invalid', 'known are id, title,'],
    ['missing key', replace('title: Test policy\n', ''), 'policy-invalid', "test-policy.yaml:1:1: 'title' is missing"],
    [
      'key inside',
      replace('title: a, ', 'titel: a, '),
      'policy-invalid',
      "test-policy.yaml:12:7: 'titel' is not a known key; did you mean 'title'?",
    ],
    ['wrong type', replace('title: Test policy', 'title: [a]'), 'policy-invalid', 'test-policy.yaml:2:1: must be string'],
    [
      'word that is none',
      replace('severity: high', 'severity: terrible'),
      'policy-invalid',
      'test-policy.yaml:3:1: must be equal to one of the allowed values',
    ],
    ['empty list', replace('stages: [build]', 'stages: []'), 'policy-invalid', 'test-policy.yaml:6:1: must not have fewer than 1 items'],
    [
      'another name than the file',
      replace('id: test-policy', 'id: other-policy'),
      'policy-invalid',
      "test-policy.yaml:1:1: id 'other-policy' differs from the file name 'test-policy'",
    ],
    [
      'both fields',
      replace('standards: {}', 'standards: {}\nfield: container.x\nfieldExpression: "\'a\'"'),
      'policy-invalid',
      "test-policy.yaml:15:1: 'field' and 'fieldExpression' exclude each other",
    ],
    ['a list', '- a\n', 'policy-invalid', 'test-policy.yaml:1:1: must be object'],
    ['nothing', '', 'policy-unreadable', 'the file holds no policy'],
    ['only a comment', '# a\n', 'policy-unreadable', 'the file holds no policy'],
    [
      'two documents',
      `${TEXT}---\n${TEXT}`,
      'policy-unreadable',
      'test-policy.yaml:18:1: the file holds more than one document; one policy, one file',
    ],
    [
      'no YAML',
      'id: [a\ntitle: b\n',
      'policy-unreadable',
      'test-policy.yaml:2:8: document 1 cannot be read: unexpected end of the stream within a flow collection',
    ],
    ['a repeated key', replace('title: Test policy', 'title: a\ntitle: b'), 'policy-unreadable', 'test-policy.yaml:3:1: '],
    ['binary', 'id: \0', 'policy-unreadable', 'this is not a text file: it holds NUL bytes'],
    [
      'nested without end',
      '['.repeat(10_000),
      'policy-unreadable',
      'test-policy.yaml:1:100: document 1 cannot be read: nested deeper than 100 levels',
    ],
  ])('%s', (_, text, code, message) => {
    const error = catchError(() => loadPolicy(text, 'test-policy.yaml'));
    expect([error.code, error.name]).toStrictEqual([code, 'PolicyError']);
    expect(error.message).toContain(message);
    const place = /^test-policy\.yaml:(\d+):(\d+): /.exec(error.message);
    expect(error.location).toStrictEqual(
      place === null ? undefined : { file: 'test-policy.yaml', line: Number(place[1]), column: Number(place[2]) },
    );
  });
});

/** Part of the policy, and the whole message of what does not compile. */
describe('parts that do not compile', () => {
  test.each<[Parameters<typeof buildDefinition>[0], string]>([
    [{ target: 'containr' }, "policy 'test-policy': no facts exist for target 'containr'; did you mean 'container'?"],
    [
      { expression: 'container.security.priviledged' },
      "policy 'test-policy', expression: 1:20: 'ContainerSecurity' has no field 'priviledged'; did you mean 'privileged'?",
    ],
    [{ expression: 'true &&' }, "policy 'test-policy', expression: 1:8: unexpected end of expression"],
    [
      { expression: 'true ||\n  container.nam' },
      "policy 'test-policy', expression: 2:13: 'Container' has no field 'nam'; did you mean 'name'?",
    ],
    [{ expression: '1' }, "policy 'test-policy', expression: 1:1: must be bool, not int"],
    [{ matchConditions: ['true', "'a'"] }, "policy 'test-policy', matchConditions[1]: 1:1: must be bool, not string"],
    [{ severityExpression: '1' }, "policy 'test-policy', severityExpression: 1:1: must be string, not int"],
    [{ fieldExpression: 'true' }, "policy 'test-policy', fieldExpression: 1:1: must be string, not bool"],
    [{ evidence: { a: 'x' } }, "policy 'test-policy', evidence.a: 1:1: undeclared reference to 'x'"],
    [{ message: 'a {{ x }}' }, "policy 'test-policy', message: 1:1: undeclared reference to 'x'"],
    [
      {
        variables: [
          { name: 'a', expression: 'variables.b' },
          { name: 'b', expression: '1' },
        ],
      },
      "policy 'test-policy', variables.a: 1:11: 'Variables' has no field 'b'",
    ],
    [{ expression: 'params.max > 1' }, "policy 'test-policy', expression: 1:8: 'Params' has no field 'max'"],
  ])('%j', (parts, message) => {
    const error = catchError(() => new CompiledPolicy(buildDefinition(parts)).compileAll());
    expect(error.message).toBe(message);
    expect(error.code).toBe(parts?.target === undefined ? 'policy-expression-invalid' : 'policy-invalid');
  });

  test('a target that is like no other names them all', () => {
    const { message } = catchError(() => new CompiledPolicy(buildDefinition({ target: 'zzzzzzzz' })));
    expect(message).toMatch(/^policy 'test-policy': no facts exist for target 'zzzzzzzz'; known are object, workload, container, /);
  });
});
