import process from 'node:process';
import { createLog } from '@breakwater/daemon';
import { startSensor } from '../start-sensor.ts';
import { FAST } from './fast.ts';

const [kubeconfig = '', dataDir = '', joinToken = ''] = process.argv.slice(2);

const sensor = await startSensor({
  source: { type: 'cluster', kubeconfig },
  dataDir,
  version: '0.0.0-test',
  log: createLog('silent'),
  timing: FAST,
  joinToken: async () => joinToken,
});
await sensor.synced;
process.send?.('synced');
