import type { FormEvent, ReactNode } from 'react';
import classes from './form-card.module.css';

/** A page with one thing on it: the login, the first admin. */
export function Card({ children, below }: { readonly children: ReactNode; readonly below?: ReactNode }) {
  return (
    <div className={classes.place}>
      <div className={classes.card}>{children}</div>
      {below}
    </div>
  );
}

interface CardFormProps {
  readonly submit: () => void;
  readonly children: ReactNode;
  /** What came of it; it has its place before it comes, so that nothing moves. */
  readonly outcome: ReactNode;
}

/** Its fields are read by `submit` from the elements themselves: password managers fill them without telling. */
export function CardForm({ submit, children, outcome }: CardFormProps) {
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    submit();
  };
  return (
    <form method="post" noValidate onSubmit={onSubmit} className={classes.form}>
      {children}
      <div className={classes.outcome}>{outcome}</div>
    </form>
  );
}
