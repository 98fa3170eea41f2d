export { SensorError, type SensorErrorCode } from './errors.ts';
export type { RunningSensor, SensorOptions } from './sensor-options.ts';
export { startSensor } from './start-sensor.ts';
