import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { mail } from './mail.ts';
import { writeMail } from './mail-text.ts';
import type { ComplianceMessage, ViolationMessage } from './message.ts';

const START = { schema: 'breakwater/notification/1', id: 'm1', time: '2026-12-01T08:00:00Z' } as const;
const RUN: ComplianceMessage = {
  ...START,
  event: 'compliance-run-done',
  run: { id: 'r', sequence: 7, cluster: 'c1', clusterName: 'prod', hash: 'abc' },
  scores: [{ framework: 'cis-1.12', controls: 131, states: { fail: 3 }, passed: 90, judged: 93, undecided: 38 }],
  reports: [{ name: 'compliance-prod-7.csv', mediaType: 'text/csv', content: Buffer.from('a,b\r\n').toString('base64') }],
  tooLarge: ['pdf'],
};

/** Takes mails as an SMTP server does, without encryption; `refuses` is answered to what is sent. */
async function listen(refuses?: string): Promise<{ readonly port: number; readonly mails: string[] }> {
  const mails: string[] = [];
  const server = createServer(socket => talk(socket, mails, refuses));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as { port: number }).port, mails };
}

function talk(socket: Socket, mails: string[], refuses: string | undefined): void {
  let text = '';
  let isData = false;
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const hear = (line: string): void => {
    if (/^(?:EHLO|HELO|RSET)/.test(line)) say('250 fine');
    else if (/^MAIL/.test(line)) say(refuses ?? '250 fine');
    else if (/^RCPT/.test(line)) say('250 fine');
    else if (line === 'DATA') {
      isData = true;
      mails.push('');
      say('354 go on');
    } else if (line === 'QUIT') socket.end('221 bye\r\n');
    else say('500 what');
  };
  say('220 test');
  socket.on('error', () => undefined);
  socket.on('data', chunk => {
    text += chunk.toString();
    for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (!isData) hear(line);
      else if (line === '.') {
        isData = false;
        say('250 taken');
      } else mails.push(`${mails.pop() ?? ''}${line}\n`);
    }
  });
}

const toConfig = (port: number) => ({
  host: '127.0.0.1',
  port,
  encryption: 'none',
  from: 'breakwater@example.com',
  to: ['audit@example.com'],
});
const LOOSE = { allowLoopback: true };

test('the report of a run is attached', async () => {
  const { port, mails } = await listen();
  await mail.deliver({ config: toConfig(port), secret: undefined }, RUN, LOOSE);
  expect(mails).toHaveLength(1);
  const [text = ''] = mails;
  for (const part of [
    'Subject: Breakwater: compliance of prod, run 7',
    'To: audit@example.com',
    'Message-ID: <m1@breakwater>',
    'cis-1.12: 90 of 93 judged controls pass, 3 fail; of 38 nothing is proven',
    'Too large for a mail, and to be had from the server: pdf',
    'filename=compliance-prod-7.csv',
    'YSxiDQo=',
  ])
    expect(text).toContain(part);
});

test.each<[string, string | undefined, (port: number) => number, string, RegExp]>([
  ['does not take it', '550 no', port => port, 'not-accepted', /^127\.0\.0\.1 does not take the mail: .*550 no/],
  ['is not there', undefined, () => 1, 'not-reached', /^127\.0\.0\.1 cannot be reached: /],
])('a server that %s', async (_, refuses, toPort, code, message) => {
  const { port } = await listen(refuses);
  const sent = mail.deliver({ config: toConfig(toPort(port)), secret: undefined }, RUN, LOOSE);
  await expect(sent).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test.each(['127.0.0.1', 'localhost', '169.254.169.254'])('never goes to %s', async host => {
  const sent = mail.deliver({ config: { ...toConfig(25), host }, secret: undefined }, RUN, { allowLoopback: false });
  await expect(sent).rejects.toMatchObject({ code: 'address-refused' });
});

test.each<[Readonly<Record<string, unknown>>, string | undefined]>([
  [{}, undefined],
  [{ encryption: 'tls', user: 'u', password: 'p' }, undefined],
  [{ hots: 'x' }, "config: there is no 'hots'; did you mean 'host'?"],
  [{ host: 'a b' }, 'config.host: it is no name or address of a server'],
  [{ port: 70_000 }, 'config.port: it is no port'],
  [{ encryption: 'ssl' }, 'config.encryption: it is one of tls, starttls, none'],
  [{ from: 'x' }, 'config.from: it is no mail address'],
  [{ to: ['a@b.example\r\nBcc: c@d.example'] }, 'config.to: it is a list of 1 to 50 mail addresses'],
  [{ to: [] }, 'config.to: it is a list of 1 to 50 mail addresses'],
  [{ password: 'p' }, 'config.password: it goes with a user'],
  [{ user: 'u', password: 'p', encryption: 'none' }, 'config.encryption: a password is not sent in clear; use tls or starttls'],
])('%j: %s', (change, fault) => {
  const config = { host: 'mail.example.com', from: 'a@example.com', to: ['b@example.com'], ...change };
  expect(mail.findFault(config)).toBe(fault);
});

test('names of a cluster cannot write lines into the head', () => {
  const violation = {
    id: 'v',
    opening: 1,
    policy: 'p',
    title: 'T\r\nBcc: x@y',
    severity: 'high',
    message: 'm',
    remediation: 'do it',
  } as const;
  const place = { cluster: 'c', clusterName: 'prod', kind: 'Pod', namespace: 'n', name: 'w', container: 'a', owner: '' };
  const message: ViolationMessage = { ...START, event: 'violation-opened', violation: { ...violation, ...place } };
  expect(writeMail(message)).toStrictEqual({
    subject: 'Breakwater: high: T Bcc: x@y (prod, n/Pod/w/a)',
    text: 'm\n\nCluster:  prod\nWhere:    n/Pod/w/a\nOwner:    -\nPolicy:   p\n\nWhat to do:\ndo it\n',
    files: [],
  });
});
