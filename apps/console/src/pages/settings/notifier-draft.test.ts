import { expect, it } from 'vitest';
import { fromNotifier, toNotifierBody } from './notifier-draft.ts';

const hook = {
  name: 'chat',
  type: 'webhook',
  enabled: true,
  severity: 'critical' as const,
  owners: ['payments', 'web'],
  clusters: [],
  config: { url: 'https://chat.example/hook', timeout: 5 },
};

it('a notifier comes back as it was, and its secret stays unless a new one is typed', () => {
  expect(toNotifierBody(fromNotifier(hook), hook)).toEqual(hook);
  expect(toNotifierBody({ ...fromNotifier(hook), secret: 's3cret' }, hook).config).toEqual({ ...hook.config, secret: 's3cret' });
});

it('a new one is a webhook for everybody', () => {
  expect(toNotifierBody({ ...fromNotifier(undefined), name: ' a ', url: 'https://a.example ' }, undefined)).toEqual({
    name: 'a',
    type: 'webhook',
    enabled: true,
    severity: 'high',
    owners: [],
    clusters: [],
    config: { url: 'https://a.example' },
  });
});
