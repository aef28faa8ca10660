import { Button } from '@mantine/core';
import { createContext, use, useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { sayError } from '../api/problem.js';
import { useTongue } from '../i18n/language.js';
import { Icon } from './icons.js';
import classes from './toasts.module.css';

interface Toast {
  readonly text: string;
  /** What takes it back; the text is what is said then. */
  readonly undo?: { readonly run: () => Promise<unknown>; readonly text: string };
  /** What was pressed goes away: the focus comes here. */
  readonly takesFocus?: boolean;
}

const shownMs = 10_000;
const ToastContext = createContext<((toast: Toast) => void) | undefined>(undefined);

/** Says that something was done, for ten seconds, on whatever screen. */
export function useToast(): (toast: Toast) => void {
  const toast = use(ToastContext);
  if (toast === undefined) throw new Error('useToast outside of Toasts');
  return toast;
}

/** What was just done, and the way back from it. It stays while people go from screen to screen. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const { t } = useTongue();
  const [shown, setShown] = useState<readonly (Toast & { readonly key: number })[]>([]);
  const count = useRef(0);
  const add = useCallback((toast: Toast) => {
    count.current += 1;
    const key = count.current;
    setShown((before) => [...before, { ...toast, key }]);
  }, []);
  const drop = useCallback((key: number) => setShown((before) => before.filter((one) => one.key !== key)), []);
  return (
    <ToastContext value={add}>
      {children}
      <div role="status" aria-label={t.toasts.label} className={classes.toasts}>
        {shown.map((toast) => (
          <Shown key={toast.key} toast={toast} drop={() => drop(toast.key)} />
        ))}
      </div>
    </ToastContext>
  );
}

function Shown({ toast, drop }: { readonly toast: Toast; readonly drop: () => void }) {
  const { language, t } = useTongue();
  const [undoing, setUndoing] = useState<'no' | 'now' | 'done' | Error>('no');
  const box = useRef<HTMLDivElement>(null);
  const dropping = useRef(drop);
  useEffect(() => {
    dropping.current = drop;
  });
  useEffect(() => {
    if (toast.takesFocus === true) box.current?.querySelector('button')?.focus();
  }, [toast]);
  useEffect(() => {
    if (undoing === 'now') return undefined;
    const timer = setTimeout(() => {
      if (box.current?.contains(document.activeElement) === true) focusHeading();
      dropping.current();
    }, shownMs);
    return () => clearTimeout(timer);
  }, [undoing]);
  const undo = (): void => {
    setUndoing('now');
    focusHeading();
    toast.undo?.run().then(
      () => setUndoing('done'),
      (error: unknown) => setUndoing(error instanceof Error ? error : new Error(String(error))),
    );
  };
  const failed = undoing instanceof Error;
  return (
    <div ref={box} className={classes.toast} data-failed={failed}>
      <Icon name={failed ? 'warning' : 'free'} />
      <p>{failed ? sayError(undoing, language, t) : undoing === 'done' ? toast.undo?.text : toast.text}</p>
      {toast.undo !== undefined && (undoing === 'no' || undoing === 'now') && (
        <Button size="md" variant="white" className={classes.undo} loading={undoing === 'now'} onClick={undo}>
          {t.toasts.undo}
        </Button>
      )}
    </div>
  );
}

/** Where reading goes on when the button that had the focus is gone. */
const focusHeading = (): void => document.querySelector<HTMLElement>('main h1')?.focus();
