import { type ReactNode, useEffect, useRef } from 'react';
import { useTongue } from '../i18n/language.js';
import classes from './screen.module.css';

let shownBefore = false;

interface ScreenProps {
  readonly title: string;
  readonly lead?: string;
  readonly beside?: ReactNode;
  readonly narrow?: boolean;
  readonly children: ReactNode;
}

/** One screen: its heading takes the focus when somebody comes from another one, and names the browser's tab. */
export function Screen({ title, lead, beside, narrow = false, children }: ScreenProps) {
  const { t } = useTongue();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (shownBefore) heading.current?.focus();
    shownBefore = true;
  }, []);
  useEffect(() => {
    document.title = `${title} – ${t.app.name}`;
  }, [title, t]);
  return (
    <div className={narrow ? classes.narrow : classes.wide}>
      <div className={classes.head}>
        <div>
          <h1 ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </h1>
          {lead !== undefined && <p className={classes.lead}>{lead}</p>}
        </div>
        {beside}
      </div>
      {children}
    </div>
  );
}
