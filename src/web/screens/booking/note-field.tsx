import { Textarea } from '@mantine/core';
import { useTongue } from '../../i18n/language.js';

interface NoteFieldProps {
  readonly note: string;
  readonly change: (note: string) => void;
  /** Who approves reads it. */
  readonly forApproval: boolean;
}

/** A word to staff about what is planned. */
export function NoteField({ note, change, forApproval }: NoteFieldProps) {
  const { t } = useTongue();
  return (
    <Textarea
      size="md"
      autosize
      maxRows={5}
      label={t.booking.note}
      description={forApproval ? t.booking.noteForApproval : t.booking.noteHint}
      maxLength={500}
      value={note}
      onChange={({ currentTarget: { value } }) => change(value)}
    />
  );
}
