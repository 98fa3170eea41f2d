import process from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactArguments, redactText } from './redact-arguments.ts';
import { redactUri } from './redact-uri.ts';

test.each<[readonly string[], readonly string[]]>([
  [
    ['app', '--password=hunter2', '--user=ann'],
    ['app', '--password=***', '--user=ann'],
  ],
  [
    ['app', '--password', 'hunter2', 'x'],
    ['app', '--password', '***', 'x'],
  ],
  [
    ['/usr/bin/mysql', '-uroot', '-phunter2', 'shop'],
    ['/usr/bin/mysql', '-uroot', '-p***', 'shop'],
  ],
  [
    ['nginx', '-p8080', '-port=1'],
    ['nginx', '-p8080', '-port=1'],
  ],
  [
    ['curl', '-u', 'ann:hunter2', 'https://x'],
    ['curl', '-u', 'ann:***', 'https://x'],
  ],
  [
    ['curl', '-H', 'Authorization: Bearer abcdefghijkl', 'https://api/?token=abc&page=2'],
    ['curl', '-H', 'Authorization: Bearer ***', 'https://api/?token=***&page=2'],
  ],
  [
    ['psql', 'postgres://ann:hunter2@db:5432/shop'],
    ['psql', 'postgres://ann:***@db:5432/shop'],
  ],
  [
    ['sh', '-c', 'PGPASSWORD=hunter2 pg_dump; export DB_PASSWORD="a b"; echo $TOKEN'],
    ['sh', '-c', 'PGPASSWORD=*** pg_dump; export DB_PASSWORD=***; echo $TOKEN'],
  ],
  [
    ['aws', 'configure', 'set', 'AKIAIOSFODNN7EXAMPLE'],
    ['aws', 'configure', 'set', '***'],
  ],
  [
    ['app', '--password-file=/run/secrets/db', '--token-ttl=15m', '--api-key=$KEY'],
    ['app', '--password-file=/run/secrets/db', '--token-ttl=15m', '--api-key=$KEY'],
  ],
  [
    ['app', `--token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc`],
    ['app', '--token=***'],
  ],
  [
    ['redis-cli', '-a', 'hunter2', 'ping'],
    ['redis-cli', '-a', '***', 'ping'],
  ],
  [
    ['ls', '-la', '/etc/shadow'],
    ['ls', '-la', '/etc/shadow'],
  ],
  [[], []],
])('%j is shown as %j', (argv, shown) => {
  expect(redactArguments(argv)).toStrictEqual(shown);
});

const secret = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{11,30}$/).filter(text => !/pass|pwd|secret|token|key|auth|credential/i.test(text));
const name = fc.constantFrom(
  'password',
  'passwd',
  'db-password',
  'DB_PASSWORD',
  'token',
  'api-key',
  'API_KEY',
  'client-secret',
  'access_key',
);
const forms = fc.tuple(name, secret, fc.nat(6)).map(([key, value, form]): readonly [string, readonly string[]] => {
  const words: readonly (readonly string[])[] = [
    [`--${key}=${value}`],
    [`--${key}`, value],
    [`${key}=${value}`],
    [`-c`, `export ${key}='${value}'; run`],
    [`https://ann:${value}@example.com/x`],
    [`{"${key}": "${value}"}`],
    [`Bearer ${value}`],
  ];
  return [value, words[form] ?? []];
});

test('a secret behind a name that says so is never shown, and nothing is lost or hidden twice', () => {
  fc.assert(
    fc.property(forms, fc.array(fc.constantFrom('-v', 'run', '/tmp/x', '8080'), { maxLength: 3 }), ([value, words], before) => {
      const argv = ['app', ...before, ...words];
      const shown = redactArguments(argv);
      expect(shown.length).toBe(argv.length);
      expect(shown.join(' ')).not.toContain(value);
      expect(redactArguments(shown)).toStrictEqual(shown);
    }),
  );
});

test('any text takes time in proportion to its length', () => {
  const hostile = [
    'a'.repeat(200_000),
    'password'.repeat(20_000),
    'a-'.repeat(100_000),
    'x://'.repeat(50_000),
    '-----BEGIN '.repeat(20_000),
    'token= '.repeat(30_000),
  ];
  const start = process.threadCpuUsage();
  for (const text of hostile) redactText(text);
  expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(3000);
});

test.each([
  ['/api/v1/pods/x/exec?command=mysql&command=-phunter2&stdin=true', '/api/v1/pods/x/exec?command=mysql&command=-p***&stdin=true'],
  [
    '/api/v1/pods/x/exec?command=sh&command=-c&command=cat+%2Fetc%2Fshadow',
    '/api/v1/pods/x/exec?command=sh&command=-c&command=cat%20/etc/shadow',
  ],
  ['/api/v1/secrets?limit=500', '/api/v1/secrets?limit=500'],
  ['/x?command=%zz', '/x?command=%25zz'],
])('%s is shown as %s', (uri, shown) => {
  expect(redactUri(uri)).toBe(shown);
});
