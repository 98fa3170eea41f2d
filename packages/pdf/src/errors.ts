import { AppError } from '@breakwater/model';

export type PdfErrorCode =
  /** The font for texts beyond Western European is not where the release has it. */
  'font-missing';

/** A report that cannot be drawn. */
export class PdfError extends AppError<PdfErrorCode> {}
