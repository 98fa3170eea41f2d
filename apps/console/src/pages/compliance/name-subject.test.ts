import { expect, it } from 'vitest';
import { nameSubject } from './name-subject.ts';

it.each([
  [{ kind: 'Node', name: 'node-1' }, 'Node node-1'],
  [{ kind: 'Pod', namespace: 'shop', name: 'web' }, 'Pod shop/web'],
  [{ kind: 'Pod', namespace: 'shop', name: 'web', container: 'app' }, 'Pod shop/web app'],
])('%j is %s', (subject, name) => {
  expect(nameSubject(subject)).toBe(name);
});
