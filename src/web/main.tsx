import './app/no-eval.js';
import './ui/mantine.css';
import './ui/tokens.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { Unreachable } from './api/problem.js';
import { LanguageProvider } from './i18n/language.js';
import { coloursKey, theme } from './ui/theme.js';

// Only a missing answer is worth asking again for: a no stays a no.
const retry = (failures: number, error: Error): boolean => error instanceof Unreachable && failures < 2;
const queries = new QueryClient({
  defaultOptions: { queries: { retry, networkMode: 'always' }, mutations: { networkMode: 'always' } },
});
const colours = localStorageColorSchemeManager({ key: coloursKey });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colours}>
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <App />
        </LanguageProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
