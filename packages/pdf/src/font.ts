import { createRequire } from 'node:module';
import type { ReportDocument } from '@breakwater/report';
import { PdfError } from './errors.ts';
import { listTexts } from './list-texts.ts';

/** Fonts of a document: files to embed, or names of those that every reader of PDF has. */
export interface Fonts {
  readonly regular: string;
  readonly bold: string;
}

/** Characters that the built-in fonts have (WinAnsi), beside those of Latin 1. */
const WIN_ANSI = /^[\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*$/;

/** The fonts that a document needs: Japanese ones are embedded where a text asks for them. Throws PdfError `font-missing`. */
export function chooseFonts(document: ReportDocument): Fonts {
  for (const text of listTexts(document.list())) if (!WIN_ANSI.test(text)) return findFonts();
  return { regular: 'Helvetica', bold: 'Helvetica-Bold' };
}

/** BIZ UDGothic, SIL Open Font License 1.1, which allows to embed it. */
function findFonts(): Fonts {
  const require = createRequire(import.meta.url);
  try {
    return {
      regular: require.resolve('@expo-google-fonts/biz-udgothic/400Regular/BIZUDGothic_400Regular.ttf'),
      bold: require.resolve('@expo-google-fonts/biz-udgothic/700Bold/BIZUDGothic_700Bold.ttf'),
    };
  } catch (cause) {
    const message =
      'the fonts of @expo-google-fonts/biz-udgothic are not there, and the report has characters that no built-in font of PDF has: install Breakwater with its dependencies, or take html';
    throw new PdfError('font-missing', message, { cause });
  }
}
