import { createLog } from '@breakwater/daemon';
import { onTestFinished } from 'vitest';
import type { RunningSensor, SensorOptions } from '../sensor-options.ts';
import { startSensor } from '../start-sensor.ts';
import { FAST } from './fast.ts';
import { createFolder } from './folder.ts';
import { ServerEdge } from './server-edge.ts';

export async function startEdge(): Promise<ServerEdge> {
  const edge = new ServerEdge();
  await edge.start();
  onTestFinished(() => edge.stop());
  return edge;
}

/** A sensor that is closed when the test ends. */
export async function runSensor(source: SensorOptions['source'], options: Partial<SensorOptions> = {}): Promise<RunningSensor> {
  const sensor = await startSensor({
    source,
    dataDir: createFolder(),
    version: '0.0.0-test',
    log: createLog('silent'),
    timing: FAST,
    ...options,
  });
  onTestFinished(() => sensor.close());
  return sensor;
}
