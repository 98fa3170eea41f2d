/** The first language of `accept-language` that there are texts in. */
export function readLanguage(header: string | undefined): 'en' | 'ja' {
  const ranked = (header ?? '')
    .split(',')
    .map(part => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.find(parameter => parameter.trim().startsWith('q='));
      return { language: tag.slice(0, 2).toLowerCase(), quality: quality === undefined ? 1 : Number(quality.trim().slice(2)) || 0 };
    })
    .sort((a, b) => b.quality - a.quality);
  return ranked.find(({ language }) => language === 'en' || language === 'ja')?.language === 'ja' ? 'ja' : 'en';
}
