import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { sayField } from '../api/problem.js';
import { useTongue } from '../i18n/language.js';
import { Dialog } from './dialog.js';
import classes from './text-dialog.module.css';
import { ProblemNotice } from './problem.js';

interface TextDialogProps {
  readonly title: string;
  readonly hint?: string;
  readonly label: string;
  readonly field: string;
  readonly kind: 'email' | 'text';
  readonly missing: string;
  readonly submit: string;
  readonly danger?: boolean;
  readonly children?: ReactNode;
  readonly close: () => void;
  readonly send: (text: string) => Promise<unknown>;
}

/** Asks for one text, and sends it: a reason, an address, an answer. Open as long as it is drawn. */
export function TextDialog(props: TextDialogProps) {
  const { title, hint, label, field, kind, missing, submit, danger = false, children, close, send } = props;
  const { language, t } = useTongue();
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [isMissing, setMissing] = useState(false);
  const sending = useMutation({ mutationFn: send, onSuccess: close });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const text = input.current?.value.trim() ?? '';
    setMissing(text === '');
    if (text === '') input.current?.focus();
    else if (!sending.isPending) sending.mutate(text);
  };
  const wrong = isMissing ? missing : sayField(sending.error, field, language);
  const shared = {
    size: 'md',
    label,
    autoFocus: true,
    required: true,
    withAsterisk: false,
    error: wrong,
    errorProps: { role: 'alert' },
  } as const;
  return (
    <Dialog opened close={close} title={title}>
      <form className={classes.parts} noValidate onSubmit={onSubmit}>
        {children}
        {hint !== undefined && <p>{hint}</p>}
        {kind === 'email' ? (
          <TextInput {...shared} ref={input} type="email" autoCapitalize="none" maxLength={254} />
        ) : (
          <Textarea {...shared} ref={input} rows={3} maxLength={500} />
        )}
        {wrong === undefined && <ProblemNotice error={sending.error} />}
        <div className={classes.buttons}>
          <Button size="md" variant="default" onClick={close}>
            {t.staff.cancel}
          </Button>
          <Button size="md" type="submit" color={danger ? 'red.9' : 'petrol'} loading={sending.isPending}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
