import { Button } from '@mantine/core';
import { createContext, use, useCallback, useEffect, useState, type ReactNode } from 'react';
import { Router } from 'wouter';
import { useTongue } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import classes from '../ui/text-dialog.module.css';

const UnsavedContext = createContext<Set<symbol> | undefined>(undefined);

/** While `dirty`, nobody leaves without being asked. */
export function useUnsaved(dirty: boolean): void {
  const unsaved = use(UnsavedContext);
  useEffect(() => {
    if (!dirty || unsaved === undefined) return undefined;
    const mark = Symbol('unsaved');
    unsaved.add(mark);
    return () => void unsaved.delete(mark);
  }, [dirty, unsaved]);
}

/** The addresses of the app; somebody who would lose what was typed is asked before going to another one. */
export function GuardedRouter({ children }: { readonly children: ReactNode }) {
  const { t } = useTongue();
  const [unsaved] = useState(() => new Set<symbol>());
  const [leave, setLeave] = useState<() => void>();
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (unsaved.size > 0) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [unsaved]);
  const around = useCallback<NonNullable<Parameters<typeof Router>[0]['aroundNav']>>(
    (navigate, to, options) => {
      if (unsaved.size === 0) navigate(to, options);
      else setLeave(() => () => navigate(to, options));
    },
    [unsaved],
  );
  const stay = (): void => setLeave(undefined);
  const go = (): void => {
    stay();
    unsaved.clear();
    leave?.();
  };
  return (
    <Router aroundNav={around}>
      <UnsavedContext value={unsaved}>{children}</UnsavedContext>
      <Dialog opened={leave !== undefined} close={stay} title={t.unsaved.title}>
        <div className={classes.parts}>
          <p>{t.unsaved.hint}</p>
          <div className={classes.buttons}>
            <Button size="md" variant="default" onClick={go}>
              {t.unsaved.leave}
            </Button>
            <Button size="md" onClick={stay}>
              {t.unsaved.stay}
            </Button>
          </div>
        </div>
      </Dialog>
    </Router>
  );
}
