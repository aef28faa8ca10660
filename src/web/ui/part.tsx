import { type ReactNode, useId } from 'react';
import classes from './part.module.css';

/** One matter beside the bookings. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const heading = useId();
  return (
    <section className={classes.part} aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {children}
    </section>
  );
}
