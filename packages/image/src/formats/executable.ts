import type { Candidate } from '../catalog/cataloger.ts';

/** Smaller files are scripts. */
const MIN_BYTES = 4096;

/** Whether a file may be a program: one that may be run, or one of Windows; libraries are left out. */
export function mayBeProgram({ path, mode, size }: Candidate): boolean {
  if (size < MIN_BYTES || ((mode & 0o111) === 0 && !path.endsWith('.exe'))) return false;
  return !path.endsWith('.so') && !path.includes('.so.');
}
