import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useTongue } from '../i18n/language.js';
import { Dialog } from './dialog.js';
import { ProblemNotice } from './problem.js';
import classes from './text-dialog.module.css';

interface AskDialogProps {
  readonly title: string;
  readonly submit: string;
  readonly danger?: boolean;
  readonly close: () => void;
  /** Undefined: something is missing, and is said beside its field. */
  readonly send: (() => Promise<unknown>) | undefined;
  readonly wrong?: () => void;
  readonly children: ReactNode;
}

/** Asks once more, or for a few fields, and does it. Open as long as it is drawn. */
export function AskDialog({ title, submit, danger = false, close, send, wrong, children }: AskDialogProps) {
  const { t } = useTongue();
  const doing = useMutation({ mutationFn: (run: () => Promise<unknown>) => run(), onSuccess: close });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (send === undefined) wrong?.();
    else if (!doing.isPending) doing.mutate(send);
  };
  return (
    <Dialog opened close={close} title={title}>
      <form className={classes.parts} noValidate onSubmit={onSubmit}>
        {children}
        <ProblemNotice error={doing.error} />
        <div className={classes.buttons}>
          <Button size="md" variant="default" onClick={close}>
            {t.staff.cancel}
          </Button>
          <Button size="md" type="submit" color={danger ? 'red.9' : 'petrol'} loading={doing.isPending}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
