import type { Log } from '@breakwater/daemon';
import type { DeliveryTiming } from './deliveries/deliver.ts';

/** Everything that a server can be told. */
export interface ServerOptions {
  readonly version: string;
  readonly log: Log;
  /** Folder of the embedded database and of the installation's secret key. */
  readonly dataDir: string;
  /** PostgreSQL 15 or newer; an embedded one starts without it. */
  readonly databaseUrl?: string;
  /** Address of API and console; 127.0.0.1 unless others are to reach it. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Address of the port for sensors; that of the API unless given. */
  readonly sensorHost?: string;
  readonly sensorPort: number;
  /** Names under which sensors reach this server; the first goes into join tokens. */
  readonly sensorNames?: readonly string[];
  /** Folder of the built console; without it only the API is served. */
  readonly consoleDir?: string;
  /** Base64 keys of 32 bytes that seal secrets in the database, the current one first; a file in the data folder unless given. */
  readonly secretKeys?: readonly string[];
  /** Whether a proxy in front says who asks. */
  readonly trustProxy?: boolean;
  /** Whether webhooks may go to this machine. */
  readonly allowLoopbackWebhooks?: boolean;
  /** Waits of notifiers, for tests that have no time. */
  readonly deliveryTiming?: DeliveryTiming;
  /** Requests of one address; 3000 unless given. */
  readonly requestsPerMinute?: number;
  /** Lifetime of the certificates that sensors get, in days; 90 unless given. */
  readonly certificateDays?: number;
  /** Lifetime of the server's own certificate on the port for sensors, in days; 398 unless given. */
  readonly ownCertificateDays?: number;
  /** Attempts of one address to enrol a sensor; 30 unless given. */
  readonly enrolmentsPerMinute?: number;
}
