import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readServerConfig } from './config.ts';

describe('the environment of a server', () => {
  test('without anything is loopback and an embedded database', () => {
    const { log: _log, ...options } = readServerConfig('1.0.0', {});
    expect(options).toStrictEqual({ version: '1.0.0', dataDir: '/var/lib/breakwater', host: '127.0.0.1', port: 8080, sensorPort: 8443 });
  });

  test('gives every option', () => {
    const { log: _log, ...options } = readServerConfig('1.0.0', {
      DATABASE_URL: 'postgresql://db/breakwater',
      BREAKWATER_SERVER_DATA: '/data',
      BREAKWATER_SERVER_HOST: '0.0.0.0',
      BREAKWATER_SERVER_PORT: '80',
      BREAKWATER_SERVER_SENSOR_HOST: '::',
      BREAKWATER_SERVER_SENSOR_PORT: '0',
      BREAKWATER_SERVER_SENSOR_NAMES: 'breakwater.example, 10.0.0.1,',
      BREAKWATER_SERVER_CONSOLE: '/console',
      BREAKWATER_SERVER_SECRET_KEYS: 'a,b',
      BREAKWATER_SERVER_CERTIFICATE_DAYS: '0.5',
      BREAKWATER_SERVER_TRUST_PROXY: 'true',
      BREAKWATER_SERVER_LOOPBACK_WEBHOOKS: 'false',
      BREAKWATER_SERVER_LOG_LEVEL: '',
      OTHER: 'x',
    });
    expect(options).toStrictEqual({
      version: '1.0.0',
      databaseUrl: 'postgresql://db/breakwater',
      dataDir: '/data',
      host: '0.0.0.0',
      port: 80,
      sensorHost: '::',
      sensorPort: 0,
      sensorNames: ['breakwater.example', '10.0.0.1'],
      consoleDir: '/console',
      secretKeys: ['a', 'b'],
      certificateDays: 0.5,
      trustProxy: true,
      allowLoopbackWebhooks: false,
    });
  });

  test('may stand in files, as mounted Secrets do', () => {
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-config-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'url'), 'postgresql://db/breakwater\n');
    writeFileSync(join(folder, 'seal'), 'a,b\n');
    const { databaseUrl, secretKeys } = readServerConfig('1.0.0', {
      DATABASE_URL_FILE: join(folder, 'url'),
      BREAKWATER_SERVER_SECRET_KEYS_FILE: join(folder, 'seal'),
    });
    expect({ databaseUrl, secretKeys }).toEqual({ databaseUrl: 'postgresql://db/breakwater', secretKeys: ['a', 'b'] });
    expect(() => readServerConfig('1.0.0', { DATABASE_URL_FILE: join(folder, 'gone') })).toThrow(/^DATABASE_URL_FILE: ENOENT/);
    expect(() => readServerConfig('1.0.0', { BREAKWATER_SERVER_PROT_FILE: join(folder, 'url') })).toThrow(
      'there is no setting BREAKWATER_SERVER_PROT; did you mean BREAKWATER_SERVER_PORT?',
    );
  });

  test.each([
    ['BREAKWATER_SERVER_PROT', '1', 'there is no setting BREAKWATER_SERVER_PROT; did you mean BREAKWATER_SERVER_PORT?'],
    ['BREAKWATER_SERVER_PORT', '65536', "BREAKWATER_SERVER_PORT: '65536' is no port"],
    ['BREAKWATER_SERVER_CERTIFICATE_DAYS', '0', "BREAKWATER_SERVER_CERTIFICATE_DAYS: '0' is no number of days from 0.02 to 3650"],
    ['BREAKWATER_SERVER_CERTIFICATE_DAYS', 'x', "BREAKWATER_SERVER_CERTIFICATE_DAYS: 'x' is no number of days from 0.02 to 3650"],
    ['BREAKWATER_SERVER_TRUST_PROXY', 'yes', "BREAKWATER_SERVER_TRUST_PROXY: 'yes' is neither true nor false"],
    ['BREAKWATER_SERVER_LOG_LEVEL', 'loud', "BREAKWATER_SERVER_LOG_LEVEL: 'loud' is none of debug, info, warn, error, silent"],
  ])('refuses %s=%s', (name, value, message) => {
    expect(() => readServerConfig('1.0.0', { [name]: value })).toThrow(message);
  });
});
