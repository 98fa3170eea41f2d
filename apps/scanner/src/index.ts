export type { ScannerOptions } from './options.ts';
export { type RunningScanner, startScanner } from './start-scanner.ts';
