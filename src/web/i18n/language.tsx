import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Language } from '../../contracts/http/index.js';
import { en } from './en.js';
import { pl, type Words } from './pl.js';

const dictionaries: Record<Language, Words> = { pl, en };
const key = 'brama-language';

interface Tongue {
  readonly language: Language;
  readonly t: Words;
  readonly setLanguage: (language: Language) => void;
}
const TongueContext = createContext<Tongue | undefined>(undefined);

/** `first-paint.js` has put the kept language, or else the browser's, on `<html>`. */
const initial = (): Language => (document.documentElement.lang === 'en' ? 'en' : 'pl');

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, set] = useState(initial);
  const setLanguage = useCallback((next: Language) => {
    set(next);
    try {
      localStorage.setItem(key, next);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const tongue = useMemo(() => ({ language, t: dictionaries[language], setLanguage }), [language, setLanguage]);
  return <TongueContext value={tongue}>{children}</TongueContext>;
}

/** The language of the page, and its words. */
export function useTongue(): Tongue {
  const tongue = use(TongueContext);
  if (tongue === undefined) throw new Error('useTongue outside of LanguageProvider');
  return tongue;
}
