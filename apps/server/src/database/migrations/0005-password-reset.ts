import type { Migration } from '../migration.ts';

/** Whether somebody else has set the password of an account that was in use: until its owner has set another one, it opens nothing. */
export const passwordReset: Migration = {
  id: '0005-password-reset',
  sql: 'ALTER TABLE account ADD COLUMN password_reset boolean NOT NULL DEFAULT false',
};
