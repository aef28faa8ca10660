import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useTongue } from '../i18n/language.js';
import classes from './dialog.module.css';
import { Icon } from './icons.js';

interface DialogProps {
  readonly opened: boolean;
  readonly close: () => void;
  readonly title: string;
  readonly children: ReactNode;
}

/** What every dialog about one machine is given. */
export interface MachineDialogProps {
  readonly machineId: string;
  readonly opened: boolean;
  readonly close: () => void;
}

/** The browser's own modal dialog: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ opened, close, title, children }: DialogProps) {
  const { t } = useTongue();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (opened && dialog.current?.open === false) {
      dialog.current.showModal();
      heading.current?.focus();
    }
    if (!opened) dialog.current?.close();
  }, [opened]);
  const clickBeside = (event: MouseEvent): void => {
    if (event.target === event.currentTarget) close();
  };
  return (
    <dialog ref={dialog} className={classes.dialog} aria-labelledby={id} onClose={close} onClick={clickBeside}>
      {opened && (
        <div className={classes.inside}>
          <div className={classes.head}>
            <h2 id={id} ref={heading} tabIndex={-1} className={classes.title}>
              {title}
            </h2>
            <button
              type="button"
              className={classes.close}
              aria-label={t.app.close}
              title={t.app.close}
              onClick={close}
            >
              <Icon name="cross" />
            </button>
          </div>
          {children}
        </div>
      )}
    </dialog>
  );
}
