export { SensorError, type SensorErrorCode } from './errors.ts';
export { type RunningSensor, type SensorOptions, type SensorSource, startSensor } from './start-sensor.ts';
