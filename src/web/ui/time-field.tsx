import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { typedTime } from '../i18n/typed-time.js';

interface TimeFieldProps extends Pick<
  TextInputProps,
  'label' | 'aria-label' | 'aria-invalid' | 'required' | 'disabled'
> {
  /** `18:30`; empty: none. */
  readonly value: string;
  /** Told a time, or '' while what is typed is none. */
  readonly change: (time: string) => void;
  /** `24:00` is a time too: the end of a day. */
  readonly endOfDay?: boolean;
}

/** A time of day on a 24-hour clock, whatever the browser's own language is: `1830`, `18.30` and `7` are understood. */
export function TimeField({ value, change, endOfDay = false, ...input }: TimeFieldProps) {
  const [typed, setTyped] = useState<string>();
  // As long as it means that: a time that was chosen elsewhere is shown as it is.
  const stands = typed !== undefined && (typedTime(typed, endOfDay) ?? '') === value;
  return (
    <TextInput
      size="md"
      withAsterisk={false}
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      placeholder="--:--"
      onFocus={({ currentTarget }) => currentTarget.select()}
      {...input}
      value={stands ? typed : value}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        change(typedTime(currentTarget.value, endOfDay) ?? '');
      }}
      // What was understood is shown; what was not is left to be mended.
      onBlur={() => setTyped((text) => (text === undefined || value === '' ? text : undefined))}
    />
  );
}
