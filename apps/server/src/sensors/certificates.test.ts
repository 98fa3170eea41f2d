import { X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { createCertificateRequest } from '@breakwater/daemon';
import { RENEW_PATH } from '@breakwater/protocol';
import { expect, test } from 'vitest';
import { enrol, post, TestSensor } from '../testing/test-sensor.ts';
import { startTestServer } from '../testing/test-server.ts';

const SECOND = 1 / 86_400;

test('a certificate that has ended lets nobody in, and a new join token is the way back', async () => {
  const running = await startTestServer({ certificateDays: SECOND });
  try {
    const { enrolled } = await enrol(await running.server.createJoinToken(), 'c1');
    if (enrolled === undefined) throw new Error('not enrolled');
    await sleep(new X509Certificate(enrolled.certificate).validToDate.getTime() - Date.now() + 1100);
    await expect(TestSensor.connect(enrolled)).rejects.toMatchObject({ message: expect.stringContaining('401') });
    const { request } = await createCertificateRequest();
    expect(await post(`${running.server.sensorUrl}${RENEW_PATH}`, { request }, enrolled)).toStrictEqual({
      status: 401,
      body: {
        error: {
          code: 'certificate-missing',
          message: 'a client certificate of this server that has not ended is needed; with a new join token there is a new one',
        },
      },
    });
    const again = await enrol(await running.server.createJoinToken(), 'c1');
    if (again.enrolled === undefined) throw new Error('not enrolled again');
    const sensor = await TestSensor.connect(again.enrolled);
    await sensor.greet('c1');
    sensor.close();
  } finally {
    await running.close();
  }
});

test("the server's own certificate is another one before it ends, and connections stay", async () => {
  const running = await startTestServer({ ownCertificateDays: 3 * SECOND });
  try {
    const { enrolled } = await enrol(await running.server.createJoinToken(), 'c1');
    if (enrolled === undefined) throw new Error('not enrolled');
    const sensor = await TestSensor.connect(enrolled);
    await sensor.greet('c1');
    const first = await readCertificate(running.server.sensorUrl);
    await expect.poll(async () => (await readCertificate(running.server.sensorUrl)).serialNumber).not.toBe(first.serialNumber);
    await sleep(first.validToDate.getTime() - Date.now() + 500);
    await sensor.sync();
    const late = await TestSensor.connect(enrolled);
    await late.greet('c1');
    late.close();
  } finally {
    await running.close();
  }
});

/** What the server shows to who comes now. */
async function readCertificate(url: string): Promise<X509Certificate> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  const certificate = socket.getPeerX509Certificate();
  socket.destroy();
  if (certificate === undefined) throw new Error('the server shows no certificate');
  return certificate;
}
