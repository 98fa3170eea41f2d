import { AppError } from '@breakwater/model';
import { expect, test } from 'vitest';
import { UsageError } from '../command.ts';
import { refuseStart } from './refuse-start.ts';

class DatabaseError extends AppError<'database-unreachable'> {}

test.each<[string, unknown, boolean]>([
  ['a database that is away', new DatabaseError('database-unreachable', 'the database is away'), true],
  ['a folder that may not be written', Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }), true],
  ['a port that is taken', Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE' }), true],
  ['a fault of our own', new TypeError('x is undefined'), false],
  ['a module that is missing', Object.assign(new Error('Cannot find'), { code: 'ERR_MODULE_NOT_FOUND' }), false],
  ['nothing', null, false],
])('%s', (_, cause, isUsage) => {
  const refused = ((): unknown => {
    try {
      return refuseStart(cause);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect([refused instanceof UsageError, refused === cause]).toEqual([isUsage, !isUsage]);
});
