import type { PolicyDefinition } from '@breakwater/model';
import { expect, test } from 'vitest';
import type { JudgeOptions } from '../check/judge.ts';
import { repairFiles } from './repair-files.ts';

function build(id: string, parts: Partial<PolicyDefinition>): PolicyDefinition {
  const texts = { title: id, message: `${id} is violated`, rationale: 'r', remediation: 'r' };
  return {
    id,
    severity: 'medium',
    reason: 'hygiene',
    categories: ['test'],
    stages: ['build'],
    target: 'container',
    expression: 'true',
    standards: {},
    ...texts,
    ja: texts,
    ...parts,
  };
}

function optionsOf(ownPolicies: readonly PolicyDefinition[]): JudgeOptions {
  return {
    policies: ownPolicies.map(policy => policy.id),
    ownPolicies,
    preset: 'recommended',
    kubeMinor: 37,
    complete: false,
    namespace: '',
    cluster: 'file:test',
    language: 'en',
    keepPassing: false,
  };
}

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: app # the app\n    image: app:1\n    tty: true\n';

function repair(policies: readonly PolicyDefinition[], text = POD) {
  const { texts, made, dropped, conflicts, left } = repairFiles(new Map([['pod.yaml', text]]), optionsOf(policies));
  return {
    text: texts.get('pod.yaml'),
    made: made.map(({ result }) => result.policy),
    dropped: dropped.map(({ repair: { result }, reason, refused }) => `${result.policy}: ${reason}${refused ? ' (refused)' : ''}`),
    conflicts: conflicts.map(({ result, winner, path }) => `${result.policy} against ${winner.policy} at ${path}`),
    left: left.map(result => result.policy),
  };
}

const NO_TTY = build('no-tty', { expression: 'container.raw.?tty.orValue(false) != true', fix: [{ remove: 'container.tty' }] });

test('a fix is made', () => {
  expect(repair([NO_TTY])).toEqual({ text: POD.replace('    tty: true\n', ''), made: ['no-tty'], dropped: [], conflicts: [], left: [] });
});

test('a fix that does not help is dropped, and the others are made', () => {
  const useless = build('useless', { expression: 'false', fix: [{ set: 'container.stdin', value: false }] });
  expect(repair([useless, NO_TTY])).toEqual({
    text: POD.replace('    tty: true\n', ''),
    made: ['no-tty'],
    dropped: ['useless: the fix does not make the finding go away'],
    conflicts: [],
    left: ['useless'],
  });
});

test('a fix that opens another finding is dropped, and the others are made', () => {
  const opener = build('opener', { expression: 'has(container.raw.stdin)', fix: [{ set: 'container.stdin', value: true }] });
  const opened = build('opened', { expression: '!has(container.raw.stdin)' });
  expect(repair([opener, opened, NO_TTY])).toEqual({
    text: POD.replace('    tty: true\n', ''),
    made: ['no-tty'],
    dropped: ["opener: the fix would open 'opened'"],
    conflicts: [],
    left: ['opener'],
  });
});

test('a fix that opens a milder finding is made, and that one repaired or left', () => {
  const grave = build('grave', {
    severity: 'high',
    expression: 'container.raw.?tty.orValue(false) != true',
    fix: [{ remove: 'container.tty' }],
  });
  const fixable = build('fixable', {
    expression: 'has(container.raw.tty) || has(container.raw.stdin)',
    fix: [{ set: 'container.stdin', value: false }],
  });
  const left = build('left', { severity: 'low', expression: 'has(container.raw.tty)' });
  expect(repair([grave, fixable, left])).toEqual({
    text: POD.replace('tty: true', 'stdin: false'),
    made: ['grave', 'fixable'],
    dropped: [],
    conflicts: [],
    left: ['left'],
  });
});

test('a milder fix is not blamed for what a graver one opens', () => {
  const grave = build('grave', {
    severity: 'high',
    expression: 'container.raw.?tty.orValue(false) != true',
    fix: [{ remove: 'container.tty' }],
  });
  const opened = build('opened', { expression: 'has(container.raw.tty)' });
  const mild = build('mild', { severity: 'low', expression: 'has(container.raw.stdin)', fix: [{ set: 'container.stdin', value: false }] });
  expect(repair([grave, opened, mild])).toMatchObject({ made: ['grave', 'mild'], dropped: [], left: ['opened'] });
});

test('a fix after which a policy cannot judge is dropped', () => {
  const breaks = build('breaks', { severity: 'low', expression: '!has(container.raw.stdin) || container.raw.stdin.gone == 1' });
  const opener = build('opener', {
    severity: 'high',
    expression: 'has(container.raw.stdin)',
    fix: [{ set: 'container.stdin', value: true }],
  });
  expect(repair([breaks, opener])).toMatchObject({ text: POD, made: [], dropped: ["opener: the fix would open 'breaks'"] });
});

test('fixes that open a finding only together are all dropped', () => {
  const one = build('one', { expression: 'has(container.raw.stdin)', fix: [{ set: 'container.stdin', value: true }] });
  const two = build('two', { expression: 'has(container.raw.stdinOnce)', fix: [{ set: 'container.stdinOnce', value: true }] });
  const either = build('either', { expression: '!has(container.raw.stdin) && !has(container.raw.stdinOnce)' });
  const { text, made, dropped } = repair([one, two, either]);
  expect([text, made, dropped.length]).toEqual([POD, [], 2]);
});

test('what a stronger finding hid is repaired as well', () => {
  const strong = build('strong', {
    expression: 'container.raw.?tty.orValue(false) != true',
    implies: ['weak'],
    fix: [{ remove: 'container.tty' }],
  });
  const weak = build('weak', { expression: 'has(container.raw.stdin)', fix: [{ set: 'container.stdin', value: false }] });
  expect(repair([strong, weak])).toMatchObject({ made: ['strong', 'weak'], left: [], text: POD.replace('tty: true', 'stdin: false') });
});

test('of two that contradict each other, the more severe one is made', () => {
  const yes = build('yes', {
    severity: 'high',
    expression: 'container.raw.?stdin.orValue(false) == true',
    fix: [{ set: 'container.stdin', value: true }],
  });
  const no = build('no', { expression: 'container.raw.?stdin.orValue(true) == false', fix: [{ set: 'container.stdin', value: false }] });
  const other = build('other', {
    expression: 'has(container.raw.stdinOnce) && container.raw.stdinOnce == false',
    fix: [{ set: 'container.stdinOnce', value: false }],
  });
  expect(repair([no, yes, other])).toMatchObject({
    made: ['yes', 'other'],
    dropped: ["no: the fix would open 'yes'"],
    left: ['no'],
  });
});

test('an edit that cannot be made is told, and the others are made', () => {
  const text = POD.replace('tty: true', 'tty: &on true\n    stdin: *on').replace('image: app:1', 'image: app:1\n    stdinOnce: true');
  const once = build('once', { expression: '!has(container.raw.stdinOnce)', fix: [{ remove: 'container.stdinOnce' }] });
  expect(repair([NO_TTY, once], text)).toEqual({
    text: text.replace('    stdinOnce: true\n', ''),
    made: ['once'],
    dropped: ['no-tty: it holds an anchor (&name) that is used in other places (refused)'],
    conflicts: [],
    left: ['no-tty'],
  });
});

test('objects of one name in two documents are told apart', () => {
  const fixed = POD.replace('    tty: true\n', '');
  expect(repair([NO_TTY], `${fixed}---\n${POD}`)).toMatchObject({ text: `${fixed}---\n${fixed}`, made: ['no-tty'] });
});

test('the items of a list are repaired in place', () => {
  const list = `{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "app", "tty": true}]}}]}`;
  expect(repair([NO_TTY], list).text).toBe(list.replace(', "tty": true', ''));
});

test('nothing is wrong with nothing', () => {
  expect(repair([NO_TTY], '')).toEqual({ text: '', made: [], dropped: [], conflicts: [], left: [] });
});
