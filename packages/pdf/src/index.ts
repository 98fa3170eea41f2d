export { PdfError, type PdfErrorCode } from './errors.ts';
export { writePdf } from './write-pdf.ts';
