import { type ReactNode, useId } from 'react';
import { Icon, type IconName } from './icons.js';
import classes from './notice.module.css';

export type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'idle';
const icons: Record<Tone, IconName> = { good: 'free', busy: 'info', wait: 'warning', bad: 'warning', idle: 'info' };

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string;
  readonly icon?: IconName;
  readonly children?: ReactNode;
  /** Read out when it appears. */
  readonly alert?: boolean;
}

/** Something to know, said by icon and words. */
export function Notice({ tone, title, icon = icons[tone], children, alert = false }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone} role={alert ? 'alert' : undefined}>
      <Icon name={icon} size={22} />
      <div className={classes.words}>
        {title !== undefined && <p className={classes.title}>{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** A view with nothing in it: says so, and what to do. */
export function Empty({
  title,
  icon = 'info',
  children,
}: {
  readonly title: string;
  readonly icon?: IconName;
  readonly children?: ReactNode;
}) {
  const id = useId();
  return (
    <section className={classes.empty} aria-labelledby={id}>
      <Icon name={icon} size={40} />
      <h2 id={id} className={classes.emptyTitle}>
        {title}
      </h2>
      {children}
    </section>
  );
}
