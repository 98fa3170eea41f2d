/** Raised when a database of before cannot be read any more. */
export const SCHEMA_VERSION = 1;
/** What the file's header says it is: "BWad". */
export const APPLICATION_ID = 0x42576164;

/**
 * Everything known of one name in one ecosystem is one row, so that a package costs one read of an index. Records and what is known beside
 * them are read for matches only. Bodies are JSON.
 */
export const SCHEMA = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE feed (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE record (key INTEGER PRIMARY KEY, id TEXT NOT NULL, feed INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE affected (ecosystem TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (ecosystem, name)) WITHOUT ROWID;
CREATE TABLE coverage (ecosystem TEXT NOT NULL, release TEXT NOT NULL, PRIMARY KEY (ecosystem, release)) WITHOUT ROWID;
CREATE TABLE cve (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE support (product TEXT NOT NULL, cycle TEXT NOT NULL, ended TEXT NOT NULL, extended TEXT NOT NULL, PRIMARY KEY (product, cycle)) WITHOUT ROWID;
`;
