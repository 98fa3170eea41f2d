import { expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { readOwnPolicies } from './read-own.ts';

const policy = (part: string) => `id: own
title: Own
severity: low
reason: hygiene
categories: [test]
stages: [build]
target: container
${part}
message: it is wrong
rationale: because
remediation: change it
ja: { title: 自分, message: 違反, rationale: 理由, remediation: 修正 }
standards: {}
examples:
  comply: [{ name: a, objects: [{}] }]
  violate: [{ name: b, objects: [{}] }]
`;

/** What is wrong, and the whole message behind the path of the file. */
test.each<[string, string]>([
  ['expresion: "true"', ":8:1: 'expresion' is not a known key; did you mean 'expression'?"],
  ['expression: container.nam == "a"', ":8:23: policy 'own', expression: 1:11: 'Container' has no field 'nam'; did you mean 'name'?"],
  [
    'expression: >-\n  true ||\n  container.nam == "a"',
    ":10:13: policy 'own', expression: 1:19: 'Container' has no field 'nam'; did you mean 'name'?",
  ],
  ['expression: container.name == 1', ":8:28: policy 'own', expression: 1:16: no such overload: string == int"],
  [
    'variables: [{ name: a, expression: variables.b }, { name: b, expression: variables.a }]\nexpression: variables.a == 1',
    ":8:46: policy 'own', variables.a: 1:11: 'Variables' has no field 'b'",
  ],
  [
    'expression: lists.range(100000).map(x, x).size() > 0',
    ":8:33: policy 'own', expression: 1:21: costs at least 1300003, and an evaluation may cost 1000000",
  ],
  [`expression: ${'a'.repeat(1_000_000)}`, ":8:1: policy 'own', expression: expression has 1000000 characters, 102400 are allowed"],
])('case %#', async (part, message) => {
  using folder = createFolder({ 'own.yaml': policy(part) });
  const outcome = await readOwnPolicies([folder.path]).catch((cause: unknown) =>
    (cause as Error).message.slice(folder.at('own.yaml').length),
  );
  expect(outcome).toBe(message);
});
