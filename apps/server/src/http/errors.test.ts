import { REFUSALS } from '@breakwater/api';
import { expect, test } from 'vitest';
import { toRefusal } from './errors.ts';
import { RequestError } from './request-error.ts';

const failure = (message: string, members: object = {}): Error => Object.assign(new Error(message), members);

test.each([
  [new RequestError('conflict', 'It is there already.'), 'conflict', 'It is there already.'],
  [failure('x', { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }), 'too-large', 'The body is larger than the server takes.'],
  [failure('x', { statusCode: 429 }), 'too-many-requests', 'Too many requests came from this address.'],
  [failure('invalid input syntax', { code: '22P02' }), 'bad-request', 'A value in the request is none that the server can use.'],
  [failure('the database system is starting up', { code: '57P03' }), 'unavailable', 'The database does not answer.'],
  [failure('connect ENOENT /run/.s.PGSQL.5432', { code: 'ENOENT' }), 'unavailable', 'The database does not answer.'],
  [failure('Connection terminated unexpectedly'), 'unavailable', 'The database does not answer.'],
  [failure('timeout exceeded when trying to connect'), 'unavailable', 'The database does not answer.'],
  [failure('a secret detail'), 'internal', 'The server failed.'],
  ['thrown text', 'internal', 'The server failed.'],
])('%s is told as %s', (error, code, message) => {
  const refusal = toRefusal(error);
  expect([refusal.code, refusal.message]).toStrictEqual([code, message]);
  expect(Object.keys(REFUSALS)).toContain(refusal.code);
});
