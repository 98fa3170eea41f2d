/**
 * A sensor as a process of its own that learns from and judges 5,000 events a second, as agents send them: for an hour unless said otherwise. What a frame waits for its answer, how much
 * of a core it takes, its memory. Without a server, as in a cluster that is alone. Run: make bundle && node bench/runtime-sensor.ts [seconds]
 */
import process from 'node:process';
import { createFolder, removeFolder } from '../test/e2e/platform/folder.ts';
import { measureGrowth } from '../test/e2e/platform/memory.ts';
import { loadSensor, RATE, startLoneSensor } from '../test/e2e/runtime/load-sensor.ts';

const SECONDS = Number(process.argv[2] ?? 3600);
const PORT = 17_985;
/** MB that the line through its memory may rise. */
const MOST_GROWTH = 25;

function tell(name: string, value: number, unit: string, met?: boolean, bar = ''): void {
  const verdict = met === undefined ? '' : `${met ? 'bar met' : 'BAR MISSED'} (${bar})`;
  console.log(`${name.padEnd(50)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(5)} ${verdict}`.trimEnd());
  if (met === false) process.exitCode = 1;
}

const folder = createFolder('bench-sensor');
const sensor = await startLoneSensor(folder, PORT);
try {
  const { rate, waits, cores, memory } = await loadSensor(sensor, folder, PORT, SECONDS);
  const sorted = waits.toSorted((a, b) => a - b);
  const growth = measureGrowth(memory.slice(Math.floor(memory.length * 0.3)));
  tell('events a second', rate, '', rate >= RATE * 0.99, `≥ ${RATE}`);
  tell('processor', cores, 'cores', cores <= 1, '≤ 1');
  tell('answer to a frame of 500 events, p50', sorted[Math.floor(sorted.length * 0.5)] ?? Number.NaN, 'ms');
  tell('answer to a frame of 500 events, p99', sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN, 'ms');
  tell('memory at most', Math.max(...memory), 'MB');
  tell('memory grown after the beginning', growth, 'MB', growth <= MOST_GROWTH, `≤ ${MOST_GROWTH} MB`);
} finally {
  await sensor.stop();
  removeFolder(folder);
}
