export { type BuildOptions, type BuildResult, buildDatabase } from './build/build-database.ts';
export { type OpenAdvisoryDatabase, openDatabase } from './database/open-database.ts';
export type { FeedRow } from './database/rows.ts';
export { AdvisoryError, type AdvisoryErrorCode } from './errors.ts';
export { exportDatabase } from './exchange/export-database.ts';
export { importDatabase } from './exchange/import-database.ts';
export type { Feed, FeedItem } from './feed.ts';
export { type UpdateResult, updateDatabase } from './update/update-database.ts';
