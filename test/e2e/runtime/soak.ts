import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { measureGrowth } from '../platform/memory.ts';
import { loadSensor, RATE, startLoneSensor } from './load-sensor.ts';

const MINUTES = 10;
const PORT = 17_645;
/** MB that the line through its memory may rise. */
const MOST_GROWTH = 25;
/** Caches fill and code is compiled first. */
const WARM_UP = 0.3;

export const journey: Journey = {
  name: `${MINUTES} minutes of ${RATE} events a second: the sensor keeps up, and its memory stays flat`,
  full: true,
  run: async (_, report) => {
    const folder = createFolder('runtime-soak');
    const sensor = await startLoneSensor(folder, PORT);
    try {
      const { rate, cores, memory } = await loadSensor(sensor, folder, PORT, MINUTES * 60);
      const growth = measureGrowth(memory.slice(Math.floor(memory.length * WARM_UP)));
      report(
        `${rate.toFixed(0)} events a second, ${cores.toFixed(2)} cores, at most ${Math.max(...memory).toFixed(0)} MB, grown by ${growth.toFixed(1)} MB`,
      );
      return [
        ...(rate < RATE * 0.99 ? [`it took ${rate.toFixed(0)} events a second of ${RATE}`] : []),
        ...(growth > MOST_GROWTH ? [`its memory grew by ${growth.toFixed(1)} MB`] : []),
      ];
    } finally {
      await sensor.stop();
      removeFolder(folder);
    }
  },
};
